// Puts the network's change of a crop onto the photo's own pixels.
#pragma once

#include <vector>

#include <opencv2/core/mat.hpp>
#include <opencv2/core/matx.hpp>

#include "core/image/photo.h"

namespace heirloom {

// One restored face, ready to be blended.
struct FacePatch {
    cv::Matx23d photoFromCrop;
    // restored - crop in the photo's own space, floats in units of full scale;
    // CV_32FC3 RGB, or CV_32FC1 for grey photos; size x size.
    cv::Mat change;
    cv::Mat mask;           // CV_32FC1, 0...1, size x size
    double strength = 0.7;  // 0...1
    // Where the photo's own pixels are scratched, and what shall be there instead, for finer
    // pixels than the crop's would leave the edges of the marks. damage: CV_32FC1, 0...1;
    // whole: like change, absolute. Both empty: nowhere.
    cv::Mat damage, whole;
};

// photo + strength * mask * change for every patch. What is pasted is the change, so the
// photo keeps all detail that is finer than the crop, except where it is damaged. Where masks overlap, the largest of
// them says how much is pasted and each face's part in it grows with its own mask, so no
// step appears and the face whose middle it is has its way; a face with strength 0 holds
// its neighbours off. Pixels outside all masks keep their exact values. Touches only the
// rectangles of the faces, in strips; clones the photo's pixels first.
void composeFaces(Photo& photo, const std::vector<FacePatch>& patches);
// The same into the photo's pixels as they are, whoever shares them.
void composeFacesInPlace(Photo& photo, const std::vector<FacePatch>& patches);

// The steps of composeFaces(), for whoever composes the same patches again and again.
//
// The rectangles, each by itself, in which a patch is composed.
std::vector<cv::Rect> stripsOf(const FacePatch& patch, cv::Size photoSize);

// What a patch adds within one of its strips: strength * share * change.
struct PlacedChange {
    cv::Mat change;         // as in FacePatch
    cv::Mat share;          // CV_32FC1, 0...1
    cv::Mat damage, whole;  // as in FacePatch; where they show nothing they may be empty
    PlacedChange operator()(cv::Rect part) const;
};
PlacedChange placedChange(const std::vector<FacePatch>& patches, std::size_t index,
                          cv::Size photoSize, cv::Rect strip);

// Adds it to pixels of the same size, in place.
void addPlaced(const PlacedChange& placed, double strength, PixelLayout layout, cv::Mat pixels);

// The largest mask over each pixel, CV_32FC1 of the size of the photo.
cv::Mat combinedMask(cv::Size photoSize, const std::vector<FacePatch>& patches);

}  // namespace heirloom
