// What OpenCV throws while a picture is rendered, as values. Internal to core/preview.
#pragma once

#include <new>
#include <utility>

#include <opencv2/core.hpp>

#include "core/base/result.h"

namespace heirloom {

// The value that work returns, or an Error.
template <class Work>
auto guardedRendering(const Work& work) -> decltype(work()) {
    const auto failure = [](ErrorCode code, const char* pattern, const char* detail) {
        Error error = makeError(code, pattern);
        error.detail = detail;
        return error;
    };
    constexpr const char* kNoMemory = "The memory of this machine is not enough for this photo.";
    try {
        return work();
    } catch (const cv::Exception& error) {
        if (error.code == cv::Error::StsNoMem) {
            return failure(ErrorCode::OutOfMemory, kNoMemory, error.what());
        }
        return failure(ErrorCode::Internal, "The picture cannot be rendered.", error.what());
    } catch (const std::bad_alloc& error) {
        return failure(ErrorCode::OutOfMemory, kNoMemory, error.what());
    }
}

}  // namespace heirloom
