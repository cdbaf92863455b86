// A line of text in a band under a photo, as archives mark a restored picture: nothing of the
// photo itself is covered.
//
// Thread rule: free functions without shared state, callable from any thread.
#pragma once

#include <string>
#include <vector>

#include "core/base/message.h"
#include "core/base/result.h"
#include "core/image/photo.h"

namespace heirloom {

struct CaptionedPhoto {
    Photo photo;  // depth, layout and profile of the one given; higher by the band
    std::vector<Message> warnings;
};

// The usual text, in English; the window translates it.
Message restoredCaption();
// Its name among the parameters of a record.
inline constexpr const char* kCaptionParameter = "caption";

// Rows of the band for a photo of this height: 3.5 %, at least what can be read.
int captionBandHeight(int photoHeight);

// text: one line of UTF-8. The band is light, neutral and opaque, the text dark grey. Without
// text, or without anything in it that can be drawn, the photo comes back as it is.
// Errors: OutOfMemory.
Result<CaptionedPhoto> withVisibleCaption(const Photo& photo, const std::string& text);

}  // namespace heirloom
