#include "core/metadata/place.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/metadata/exif_block.h"

namespace heirloom {

namespace {

bool endsWith(const std::string& text, std::string_view end) {
    return text.size() >= end.size() &&
           text.compare(text.size() - end.size(), end.size(), end) == 0;
}

// part: "GPSLatitude", "LocationShown[1]", "exif:GPSLatitude".
bool isCoordinate(std::string part) {
    const std::size_t colon = part.find(':');
    if (colon != std::string::npos) part.erase(0, colon + 1);
    part.erase(std::min(part.find('['), part.size()));
    std::transform(part.begin(), part.end(), part.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    constexpr auto kWhole = std::to_array<std::string_view>({"lat", "lon", "long", "lng"});
    return part.compare(0, 3, "gps") == 0 || endsWith(part, "latitude") ||
           endsWith(part, "longitude") || endsWith(part, "altitude") ||
           std::find(kWhole.begin(), kWhole.end(), part) != kWhole.end();
}

}  // namespace

void eraseGps(Exiv2::ExifData& data) {
    for (auto datum = data.begin(); datum != data.end();) {
        const bool gps = datum->groupName() == "GPSInfo" || datum->key() == "Exif.Image.GPSTag";
        datum = gps ? data.erase(datum) : std::next(datum);
    }
}

bool namesAPlace(const std::string& xmpKey) {
    // "Xmp.prefix." goes first.
    std::size_t start = xmpKey.find('.', xmpKey.find('.') + 1) + 1;
    while (start < xmpKey.size()) {
        const std::size_t end = std::min(xmpKey.find('/', start), xmpKey.size());
        if (isCoordinate(xmpKey.substr(start, end - start))) return true;
        start = end + 1;
    }
    return false;
}

void warnOfHiddenPlaces(const Exiv2::ExifData& data, std::vector<Message>& warnings) {
    if (std::none_of(data.begin(), data.end(), isMakerNoteTag)) return;
    warnings.emplace_back(
        "The GPS data was removed, but the camera's own notes (MakerNote) were kept and may hold "
        "the place, too; strip the metadata to be sure.");
}

}  // namespace heirloom
