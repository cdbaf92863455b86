// What the codecs share. Internal to core/image.
#pragma once

#include <filesystem>
#include <new>
#include <string_view>

#include <opencv2/core.hpp>

#include "core/base/result.h"
#include "core/image/photo.h"

namespace heirloom {

int pixelType(PixelLayout layout, bool is16Bit);

// Opaque mid-grey everywhere, so that what a damaged file leaves out is easy on the eye.
cv::Mat greyPixels(int width, int height, PixelLayout layout, bool is16Bit);

Error damagedError(const std::filesystem::path& name, std::string_view detail);
Error encodingError(FileFormat format, std::string_view detail);
Error outOfMemoryError(const std::filesystem::path& name);

// Marks the photo as damaged and says so once.
void markDamaged(Photo& photo, const std::filesystem::path& name);

// Records that the photo came from printing inks and drops their profile.
void noteCmyk(Photo& photo, bool usedProfile, const std::filesystem::path& name);

// Runs work and turns what OpenCV and the allocator throw into an error.
template <class Work>
auto guardedPixelWork(const std::filesystem::path& name, Work&& work) -> decltype(work()) {
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return outOfMemoryError(name);
    } catch (const cv::Exception& exception) {
        if (exception.code == cv::Error::StsNoMem) return outOfMemoryError(name);
        Error error = makeError(ErrorCode::Internal,
                                "%1 could not be processed because of a fault in this program. "
                                "Please report it.",
                                name);
        error.detail = exception.what();
        return error;
    }
}

}  // namespace heirloom
