// Synthesised photos and files for tests. Everything is deterministic.
#pragma once

#include <string>
#include <vector>

#include "core/image/encode.h"
#include "core/image/photo.h"

namespace heirloom::testing {

// Soft gradients with some texture in every channel; alpha varies, too.
cv::Mat samplePixels(int width, int height, PixelLayout layout, bool is16Bit = false);
Photo samplePhoto(int width, int height, PixelLayout layout = PixelLayout::Rgb,
                  bool is16Bit = false, FileFormat format = FileFormat::Png);

// ICC profiles made by lcms2: wide-gamut RGB with gamma 1.8, grey with gamma 1.8, and a
// simple CMYK printer. The bytes do not depend on the date.
Bytes rgbProfile();
Bytes greyProfile();
Bytes cmykProfile();

// The encoded bytes; fails the test when encoding does.
Bytes encoded(const Photo& photo, FileFormat format, const EncodeOptions& options = {});

// JPEG written by libjpeg itself.
struct JpegRecipe {
    int quality = 75;
    bool progressive = false;
    int horizontalSampling = 2;  // of luma
    int verticalSampling = 2;
    bool adobeMarker = true;  // for CMYK: inverted inks
    Bytes iccProfile;
};
// pixels: CV_8UC1 grey, CV_8UC3 RGB, CV_8UC4 CMYK (as the file stores them).
Bytes plainJpeg(const cv::Mat& pixels, const JpegRecipe& recipe = {});

// A TIFF of pages; each page is a picture, thumbnails get the "reduced" flag.
struct TiffPage {
    cv::Mat pixels;
    bool isThumbnail = false;
};
Bytes tiffOfPages(const std::vector<TiffPage>& pages);

Bytes animatedWebp(int frames);

// How many warnings contain text.
int warningsAbout(const std::vector<Message>& warnings, const std::string& text);

std::string nameOf(PixelLayout layout);

}  // namespace heirloom::testing
