#include "core/metadata/sidecar_mapping.h"

#include <array>
#include <string>

namespace heirloom {

namespace {

struct Mapping {
    const char* from;
    const char* to;
};

// Exif 2.32 for XMP (CIPA DC-010-2020), of which exiv2's converter knows nothing.
constexpr auto kNewerExif = std::to_array<Mapping>({
    {"Exif.Photo.LensModel", "Xmp.exifEX.LensModel"},
    {"Exif.Photo.LensMake", "Xmp.exifEX.LensMake"},
    {"Exif.Photo.LensSerialNumber", "Xmp.exifEX.LensSerialNumber"},
    {"Exif.Photo.BodySerialNumber", "Xmp.exifEX.BodySerialNumber"},
    {"Exif.Photo.CameraOwnerName", "Xmp.exifEX.CameraOwnerName"},
    {"Exif.Photo.OffsetTime", "Xmp.exif.OffsetTime"},
    {"Exif.Photo.OffsetTimeOriginal", "Xmp.exif.OffsetTimeOriginal"},
    {"Exif.Photo.OffsetTimeDigitized", "Xmp.exif.OffsetTimeDigitized"},
});

std::string textOf(const Exiv2::Metadatum& datum) {
    std::string text = datum.toString();
    text.erase(text.find_last_not_of(std::string(" \0", 2)) + 1);
    return text;
}

void addText(Exiv2::XmpData& target, const char* key, const std::string& text) {
    Exiv2::XmpTextValue value;
    value.value_ = text;
    target.add(Exiv2::XmpKey(key), &value);
}

void takeNewerExif(Exiv2::ExifData& data, Exiv2::XmpData& target) {
    for (const Mapping& mapping : kNewerExif) {
        const auto found = data.findKey(Exiv2::ExifKey(mapping.from));
        if (found == data.end()) continue;
        addText(target, mapping.to, textOf(*found));
        data.erase(found);
    }
}

// The converter reads the date of the place's clock and then leaves it standing.
void dropUsedDateStamp(Exiv2::ExifData& data, const Exiv2::XmpData& target) {
    if (target.findKey(Exiv2::XmpKey("Xmp.exif.GPSTimeStamp")) == target.end()) return;
    const auto found = data.findKey(Exiv2::ExifKey("Exif.GPSInfo.GPSDateStamp"));
    if (found != data.end()) data.erase(found);
}

// Only photoshop:DateCreated comes from the converter, which programs read as IPTC's.
void addCaptureTime(const std::string& exifTime, Exiv2::XmpData& target) {
    constexpr std::size_t kLength = 19;  // "1957:08:14 10:00:00"
    if (exifTime.size() < kLength || exifTime[4] != ':' || exifTime[10] != ' ') return;
    std::string time = exifTime.substr(0, kLength);
    time[4] = time[7] = '-';
    time[10] = 'T';
    addText(target, "Xmp.exif.DateTimeOriginal", time);
}

// IPTC has date and time apart; XMP has one value of both.
void takeIptcDate(Exiv2::IptcData& data, Exiv2::XmpData& target) {
    const auto date = data.findKey(Exiv2::IptcKey("Iptc.Application2.DateCreated"));
    if (date == data.end()) return;
    std::string text = textOf(*date);
    const auto time = data.findKey(Exiv2::IptcKey("Iptc.Application2.TimeCreated"));
    if (time != data.end()) text += "T" + textOf(*time);
    addText(target, "Xmp.photoshop.DateCreated", text);
    for (const char* key : {"Iptc.Application2.DateCreated", "Iptc.Application2.TimeCreated"}) {
        const auto found = data.findKey(Exiv2::IptcKey(key));
        if (found != data.end()) data.erase(found);
    }
}

// They describe the records and mean nothing without them.
void dropRecordFrame(Exiv2::IptcData& data) {
    for (auto datum = data.begin(); datum != data.end();) {
        const std::string key = datum->key();
        const bool frame = key == "Iptc.Envelope.CharacterSet" ||
                           key == "Iptc.Envelope.ModelVersion" ||
                           key == "Iptc.Application2.RecordVersion";
        datum = frame ? data.erase(datum) : std::next(datum);
    }
}

}  // namespace

Exiv2::XmpData takeExpressible(Exiv2::ExifData& data) {
    Exiv2::XmpData target;
    std::string captureTime;
    const auto found = data.findKey(Exiv2::ExifKey("Exif.Photo.DateTimeOriginal"));
    if (found != data.end()) captureTime = textOf(*found);
    Exiv2::moveExifToXmp(data, target);
    addCaptureTime(captureTime, target);
    dropUsedDateStamp(data, target);
    takeNewerExif(data, target);
    return target;
}

Exiv2::XmpData takeExpressible(Exiv2::IptcData& data) {
    Exiv2::XmpData target;
    Exiv2::moveIptcToXmp(data, target);
    takeIptcDate(data, target);
    dropRecordFrame(data);
    return target;
}

}  // namespace heirloom
