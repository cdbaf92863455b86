#include "tests/core/quality/composed_photo.h"

#include <opencv2/imgproc.hpp>

#include "core/face/align.h"
#include "tests/support/degradation.h"
#include "tests/support/fakes.h"

namespace heirloom::test {

namespace {

cv::Mat background(cv::Size size, cv::RNG& random) {
    cv::Mat picture(size, CV_8UC3);
    const cv::Scalar top(random.uniform(120, 245), random.uniform(120, 245),
                         random.uniform(120, 245));
    const cv::Scalar bottom(random.uniform(10, 130), random.uniform(10, 130),
                            random.uniform(10, 130));
    for (int y = 0; y < size.height; ++y) {
        const double t = double(y) / size.height;
        picture.row(y).setTo(top * (1.0 - t) + bottom * t);
    }
    for (int i = 0; i < 14; ++i) {
        const cv::Scalar colour(random.uniform(5, 250), random.uniform(5, 250),
                                random.uniform(5, 250));
        const cv::Point at(random.uniform(0, size.width), random.uniform(0, size.height));
        const cv::Size axes(random.uniform(15, 120), random.uniform(15, 120));
        if (i % 2 == 0) {
            cv::ellipse(picture, at, axes, random.uniform(0.0, 180.0), 0, 360, colour, cv::FILLED,
                        cv::LINE_AA);
        } else {
            cv::rectangle(picture, cv::Rect(at, axes), colour, cv::FILLED);
        }
    }
    return picture;
}

// The aligned crop over the background, fading out at its rim.
void paste(const cv::Mat& face, cv::Point at, cv::Mat& picture) {
    cv::Mat mask(face.size(), CV_32FC1, cv::Scalar(0));
    const int rim = face.cols / 16;
    mask(cv::Rect(rim, rim, face.cols - 2 * rim, face.rows - 2 * rim)).setTo(1.0);
    cv::GaussianBlur(mask, mask, cv::Size(), rim / 3.0);
    cv::Mat target = picture(cv::Rect(at, face.size()));
    for (int y = 0; y < face.rows; ++y) {
        for (int x = 0; x < face.cols; ++x) {
            const double share = mask.at<float>(y, x);
            auto& pixel = target.at<cv::Vec3b>(y, x);
            const auto& own = face.at<cv::Vec3b>(y, x);
            for (int c = 0; c < 3; ++c) {
                pixel[c] =
                    cv::saturate_cast<std::uint8_t>(own[c] * share + pixel[c] * (1.0 - share));
            }
        }
    }
}

// perCropPixel: photo pixels for each pixel of a 256-pixel crop, so that the blur of a class
// is the same for the face whatever its size.
cv::Mat damaged(const cv::Mat& picture, Damage damage, double perCropPixel, cv::RNG& random) {
    const double width = random.uniform(0, 2) == 0 ? 0.0 : random.uniform(0.4, 0.8);
    const auto taken = [&](double blur, double noise, int quality) {
        return throughJpeg(withGrain(blurred(picture, blur * perCropPixel), noise, width, random),
                           quality);
    };
    switch (damage) {
        case Damage::High:
            return taken(random.uniform(0.0, 0.4), random.uniform(0.0, 2.0),
                         random.uniform(88, 98));
        case Damage::Low:
            return taken(random.uniform(2.0, 3.5), random.uniform(14.0, 20.0),
                         random.uniform(30, 46));
        default:
            return taken(random.uniform(1.05, 1.35), random.uniform(5.0, 7.0),
                         random.uniform(70, 81));
    }
}

}  // namespace

std::string ComposedPhoto::expectedPreset() const {
    switch (damage) {
        case Damage::High: return "high";
        case Damage::Medium: return "medium";
        case Damage::Low: return "low";
        case Damage::Yellowed: return "yellowed-bw";
        case Damage::Faded: return "faded-colour";
        case Damage::Scratched: return "scratches";
    }
    return "";
}

QualityGrade ComposedPhoto::expectedGrade() const {
    if (damage == Damage::High) return QualityGrade::High;
    return damage == Damage::Low ? QualityGrade::Low : QualityGrade::Medium;
}

ComposedPhoto composePhoto(Damage damage, std::uint64_t seed, const cv::Mat& alignedFace) {
    cv::RNG random(seed * 7919 + static_cast<std::uint64_t>(damage) + 1);
    const cv::Size size(random.uniform(560, 900), random.uniform(480, 720));
    cv::Mat picture = background(size, random);
    const int side = random.uniform(230, 360);
    const cv::Point at(random.uniform(20, size.width - side - 20),
                       random.uniform(20, size.height - side - 20));
    const cv::Point2f centre(float(at.x) + float(side) / 2, float(at.y) + float(side) / 2);
    ComposedPhoto composed;
    composed.damage = damage;
    composed.faces = {faceAt(centre, float(side))};
    if (alignedFace.empty()) {
        const Landmarks& points = composed.faces[0].landmarks;
        drawFace(picture, (points[0] + points[1]) * 0.5f, cv::norm(points[1] - points[0]));
    } else {
        cv::Mat face;
        cv::resize(alignedFace, face, cv::Size(side, side), 0, 0, cv::INTER_AREA);
        paste(face, at, picture);
    }
    // What happened to the print comes before what the scanner adds.
    if (damage == Damage::Yellowed) picture = yellowedPrint(picture, random.uniform(0.3, 1.0));
    if (damage == Damage::Faded) picture = fadedPrint(picture, random.uniform(0.6, 0.9));
    if (damage == Damage::Scratched) {
        picture = blurred(picture, 1.0);
        picture = withScratches(picture, random.uniform(6, 14), random.uniform(40, 120), random);
        composed.photo = photoOf(throughJpeg(withGrain(picture, 4.0, 0.0, random), 80));
        return composed;
    }
    composed.photo = photoOf(damaged(picture, damage, side / 256.0, random));
    return composed;
}

}  // namespace heirloom::test
