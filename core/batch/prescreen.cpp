#include "core/batch/prescreen.h"

#include <algorithm>

#include "core/base/file_io.h"
#include "core/image/reduced_jpeg.h"
#include "core/quality/photo_quality.h"

namespace heirloom {

namespace {

// What judgePhoto() reduces a photo to by itself.
constexpr int kLongSide = 1024;
// A larger file is not read twice, only to put it in order.
constexpr std::uintmax_t kMostBytes = std::uintmax_t{64} << 20;

Result<Photo> smallCopy(ByteView file, const std::filesystem::path& path,
                        const DecodeLimits& limits) {
    if (detectFormat(file) == FileFormat::Jpeg) {
        return decodeReducedJpeg(file, path, kLongSide, limits);
    }
    DecodeLimits own = limits;
    own.maxMegapixels = std::min(limits.maxMegapixels, kMostPrescreenedMegapixels);
    return decodePhoto(file, path, own);
}

}  // namespace

std::optional<double> quickBadness(const std::filesystem::path& path, const DecodeLimits& limits) {
    const auto file = readFile(path, std::min(limits.maxFileBytes, kMostBytes));
    if (!file) return std::nullopt;
    const auto photo = smallCopy(*file, path, limits);
    if (!photo) return std::nullopt;
    return 100.0 - judgePhoto(*photo, {}).score;
}

}  // namespace heirloom
