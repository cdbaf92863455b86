#include "core/image/foreign_formats.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace heirloom {

namespace {

using namespace std::string_view_literals;

struct Signature {
    std::size_t offset;
    std::string_view magic;
    std::string_view sentence;
};

constexpr std::string_view kGif =
    "%1 is a GIF, which is not supported. Save the picture you want as PNG first.";
constexpr std::string_view kHeic =
    "%1 is a HEIC photo, as phones take them, which is not supported. Export it as JPEG on the "
    "phone or with another program first.";
constexpr std::string_view kAvif =
    "%1 is an AVIF picture, which is not supported. Save it as PNG or JPEG with another program "
    "first.";
constexpr std::string_view kJpegXl =
    "%1 is a JPEG XL picture, which is not supported. Save it as PNG or JPEG with another program "
    "first.";
constexpr std::string_view kJpeg2000 =
    "%1 is a JPEG 2000 picture, which is not supported. Save it as TIFF or PNG with another "
    "program first.";
constexpr std::string_view kRaw =
    "%1 is a camera's raw file. Develop it with your raw program and save it as TIFF or JPEG "
    "first.";
constexpr std::string_view kVideo =
    "%1 is a video. Save the picture you want from it as PNG or JPEG first.";
constexpr std::string_view kZip =
    "%1 is an archive or an office document, not a picture. Unpack it first.";

constexpr auto kSignatures = std::to_array<Signature>({
    {0, "GIF8"sv, kGif},
    {4, "ftypheic"sv, kHeic},
    {4, "ftypheix"sv, kHeic},
    {4, "ftypheim"sv, kHeic},
    {4, "ftypheis"sv, kHeic},
    {4, "ftyphevc"sv, kHeic},
    {4, "ftyphevx"sv, kHeic},
    {4, "ftypmif1"sv, kHeic},
    {4, "ftypmsf1"sv, kHeic},
    {4, "ftypavif"sv, kAvif},
    {4, "ftypavis"sv, kAvif},
    {4, "ftypcrx "sv, kRaw},
    {4, "ftyp"sv, kVideo},
    {0, "FUJIFILMCCD-RAW"sv, kRaw},
    {0, "IIU\0"sv, kRaw},
    {0, "IIRO"sv, kRaw},
    {0, "\xFF\x0A"sv, kJpegXl},
    {4, "JXL \r\n"sv, kJpegXl},
    {4, "jP  \r\n"sv, kJpeg2000},
    {0, "\xFF\x4F\xFF\x51"sv, kJpeg2000},
    {0, "8BPS"sv,
     "%1 is a Photoshop document, which is not supported. Save it as a flat TIFF or PNG first."sv},
    {0, "%PDF"sv, "%1 is a PDF document. Export the picture you want as TIFF or PNG first."sv},
    {0, "PK\3\4"sv, kZip},
    {0, "gimp xcf"sv,
     "%1 is a GIMP document, which is not supported. Export it as TIFF or PNG first."sv},
    {0, "\0\0\1\0"sv, "%1 is an icon, which is not supported. Save it as PNG first."sv},
});

bool looksLikeText(ByteView file) {
    const ByteView start = file.first(std::min<std::size_t>(file.size(), 512));
    return std::none_of(start.begin(), start.end(), [](std::uint8_t byte) {
        return byte < 32 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f';
    });
}

}  // namespace

Error foreignFormatError(ByteView file, const std::filesystem::path& name) {
    if (file.empty()) {
        return makeError(ErrorCode::Damaged, "%1 is empty. Look for another copy of the file.",
                         name);
    }
    for (const Signature& signature : kSignatures) {
        if (file.size() >= signature.offset + signature.magic.size() &&
            std::memcmp(file.data() + signature.offset, signature.magic.data(),
                        signature.magic.size()) == 0) {
            return makeError(ErrorCode::Unsupported, signature.sentence, name);
        }
    }
    if (looksLikeText(file)) {
        return makeError(ErrorCode::Unsupported,
                         "%1 is a text, not a picture. Choose a JPEG, PNG, WebP, TIFF or BMP file.",
                         name);
    }
    return makeError(ErrorCode::Unsupported,
                     "%1 is not a picture that can be read. Choose a JPEG, PNG, WebP, TIFF or BMP "
                     "file.",
                     name);
}

}  // namespace heirloom
