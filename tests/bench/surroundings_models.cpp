// Networks of surroundings_bench: nothing but their surroundings is real.
#include <cmath>
#include <cstdlib>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/face/align.h"
#include "core/face/network_range.h"
#include "core/face/parsenet_parser.h"
#include "core/face/retinaface_detector.h"
#include "tests/bench/surroundings_bench.h"
#include "tests/core/face/label_drawing.h"

namespace heirloom::bench {

namespace {

// Finds the faces in the first picture it is shown, which is the whole photo reduced.
class FoundFaces {
public:
    FoundFaces(std::vector<Face> faces, TimedModels& models)
        : m_faces(std::move(faces)), m_models(models) {}

    Result<std::vector<FaceCandidate>> operator()(const RgbView& picture, float) {
        const Clock clock;
        const ProcessorClock processor;
        std::vector<FaceCandidate> found;
        if (m_models.tiles++ == 0) {
            for (const Face& face : m_faces) found.push_back(reduced(face, picture));
        }
        m_models.networkSeconds += clock.seconds();
        m_models.networkProcessorSeconds += processor.seconds();
        return found;
    }

    void photoIs(cv::Size size) { m_photo = size; }

private:
    FaceCandidate reduced(const Face& face, const RgbView& picture) const {
        const float by = static_cast<float>(picture.width) / static_cast<float>(m_photo.width);
        FaceCandidate candidate;
        const cv::Rect2f& box = face.box;
        candidate.box = {box.x * by, box.y * by, box.br().x * by, box.br().y * by};
        candidate.score = face.score;
        for (std::size_t i = 0; i < face.landmarks.size(); ++i) {
            candidate.landmarks[i] = {face.landmarks[i].x * by, face.landmarks[i].y * by};
        }
        return candidate;
    }

    std::vector<Face> m_faces;
    TimedModels& m_models;
    cv::Size m_photo;
};

// The real detector with its search replaced.
class TimedDetector : public FaceDetector {
public:
    TimedDetector(std::vector<Face> faces, TimedModels& models)
        : m_models(models),
          m_found(std::make_shared<FoundFaces>(std::move(faces), models)),
          m_detector(CandidateSearch([found = m_found](const RgbView& picture, float threshold) {
                         return (*found)(picture, threshold);
                     }),
                     "timed") {}

    Result<std::vector<Face>> detect(const Photo& photo, const RunControl& control) override {
        m_models.tiles = 0;
        m_found->photoIs(photo.pixels.size());
        return m_detector.detect(photo, control);
    }
    std::string identity() const override { return m_detector.identity(); }

private:
    TimedModels& m_models;
    std::shared_ptr<FoundFaces> m_found;
    RetinaFaceDetector m_detector;
};

// A sharper picture from the network's range and back, as GpenRestorer does it.
class TimedRestorer : public FaceRestorer {
public:
    TimedRestorer(int size, TimedModels& models) : m_size(size), m_models(models) {}

    int size() const override { return m_size; }
    CropTemplate cropTemplate() const override { return CropTemplate::Ffhq; }
    const std::string& identity() const override { return m_identity; }

    Result<cv::Mat> restore(const cv::Mat& crop) override {
        const Planes planes = toNetworkRange(crop);
        const Clock clock;
        const ProcessorClock processor;
        Planes answer = planes;
        for (int c = 0; c < answer.channels; ++c) {
            cv::Mat plane(answer.height, answer.width, CV_32FC1, answer.plane(c)), blurred;
            cv::GaussianBlur(plane, blurred, {}, m_size / 170.0);
            plane += 0.8 * (plane - blurred);
        }
        m_models.networkSeconds += clock.seconds();
        m_models.networkProcessorSeconds += processor.seconds();
        for (const float value : answer.values) {
            if (!std::isfinite(value)) std::abort();
        }
        return fromNetworkRange(answer);
    }

private:
    int m_size;
    TimedModels& m_models;
    std::string m_identity = "timed";
};

// A portrait's parts for every crop, as logits of the official network's size.
class TimedParser : public FaceParser {
public:
    TimedParser() : m_logits(kFacePartCount, kSize, kSize) {
        const cv::Mat labels = test::portraitLabels(kSize);
        for (int y = 0; y < kSize; ++y) {
            for (int x = 0; x < kSize; ++x) {
                m_logits.plane(labels.at<std::uint8_t>(y, x))[y * kSize + x] = 5.0f;
            }
        }
    }

    const std::string& identity() const override { return m_identity; }
    Result<cv::Mat> parse(const cv::Mat& crop) override {
        cv::Mat resized = crop;
        if (crop.cols != kSize) {
            cv::resize(crop, resized, cv::Size(kSize, kSize), 0, 0, cv::INTER_AREA);
        }
        if (toNetworkRange(resized).values.empty()) std::abort();
        return labelsAtSize(m_logits, crop.cols);
    }

private:
    static constexpr int kSize = 512;
    Planes m_logits;
    std::string m_identity = "timed";
};

}  // namespace

TimedModels::TimedModels(std::vector<Face> faces, int cropSize, bool parses)
    : m_detector(std::make_shared<TimedDetector>(std::move(faces), *this)),
      m_restorer(std::make_shared<TimedRestorer>(cropSize, *this)),
      m_parser(parses ? std::make_shared<TimedParser>() : nullptr) {}

}  // namespace heirloom::bench
