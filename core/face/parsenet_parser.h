// The ParseNet network behind the face-parser interface.
#pragma once

#include "core/face/face_parser.h"

namespace heirloom {

class ParsenetParser : public FaceParser {
public:
    // identity: name and hash of the model, for caches.
    ParsenetParser(ParseNet network, std::string identity);

    const std::string& identity() const override { return m_identity; }

    // Errors: InvalidArgument for another kind of crop, Damaged when the network gives no
    // usable numbers.
    Result<cv::Mat> parse(const cv::Mat& crop) override;

private:
    ParseNet m_network;
    std::string m_identity;
};

// The class with the largest logit at each pixel of a size x size picture, CV_8UC1. Logits
// are interpolated linearly and the classes compared after that: the outline between two
// classes then runs smoothly through the network's pixels, where repeated or dropped labels
// would make it jagged. Works row by row, so a large crop costs no memory.
cv::Mat labelsAtSize(const Planes& logits, int size);

}  // namespace heirloom
