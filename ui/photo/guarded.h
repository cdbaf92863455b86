// Work of a thread: whatever a library throws becomes an Error.
#pragma once

#include <exception>
#include <new>

#include <opencv2/core.hpp>

#include "core/base/result.h"

namespace heirloom::ui {

template <class Work>
auto guarded(const Work& work) -> decltype(work()) {
    const auto noMemory = [] {
        return makeError(ErrorCode::OutOfMemory,
                         "The memory of this machine is not enough for this photo.");
    };
    const auto failed = [](const char* detail) {
        Error error = makeError(ErrorCode::Internal, "Working on this photo failed unexpectedly.");
        error.detail = detail;
        return error;
    };
    try {
        return work();
    } catch (const cv::Exception& error) {
        return error.code == cv::Error::StsNoMem ? noMemory() : failed(error.what());
    } catch (const std::bad_alloc&) {
        return noMemory();
    } catch (const std::exception& error) {
        return failed(error.what());
    }
}

}  // namespace heirloom::ui
