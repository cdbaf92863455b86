// Where metadata tell the place on Earth. Coordinates go with it; the names of places in
// captions, keywords and IPTC's own fields (city, sublocation) were written by people, tell
// what the photo shows, and stay. Internal to core/metadata; the caller holds an Exiv2Session.
#pragma once

#include <string>
#include <vector>

#include <exiv2/exiv2.hpp>

#include "core/base/message.h"

namespace heirloom {

void eraseGps(Exiv2::ExifData& data);

// Whether a property or any structure around it is a coordinate: exif:GPSLatitude, also
// within Iptc4xmpExt:LocationShown, drone-dji:GpsLongitude, geo:lat, ...
bool namesAPlace(const std::string& xmpKey);

// A camera's own notes are a closed book: they stay whole, and may hold the place as well.
void warnOfHiddenPlaces(const Exiv2::ExifData& data, std::vector<Message>& warnings);

}  // namespace heirloom
