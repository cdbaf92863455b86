// Pictures of files for looking: small ones for lists, and such of screen size to compare.
//
// Thread rule: free functions without shared state, callable from any thread; they read
// whole files, so never from the GUI thread.
#pragma once

#include <filesystem>

#include <QImage>
#include <QSize>

#include "core/base/result.h"
#include "ui/compare/picture.h"

namespace heirloom::ui {

// Upright, sRGB, its longer side at most longSide. Null for what cannot be read, and for
// what is no JPEG and has more than 8 megapixels, since only JPEG can be decoded reduced.
QImage thumbnailOf(const std::filesystem::path& path, int longSide);

enum class PictureDetail {
    Screen,  // as many pixels as wanted; the finer levels are left out
    Full,
};

// Upright, sRGB. longSide: device pixels that a fitted picture takes; of Screen. captionRows:
// at the bottom of the picture, left out so that it lies over one without them.
Result<Picture> pictureOf(const std::filesystem::path& path, PictureDetail detail, int longSide,
                          int captionRows = 0);

}  // namespace heirloom::ui
