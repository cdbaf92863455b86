// What surrounds the networks, measured: the pictures, the fake networks and the clocks of
// surroundings_bench.
#pragma once

#include <chrono>
#include <ctime>
#include <filesystem>
#include <memory>
#include <vector>

#include "core/base/bytes.h"
#include "core/face/face.h"
#include "core/restore/model_provider.h"

namespace heirloom::bench {

// Wall time in seconds since its making.
class Clock {
public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

// Processor time of all threads since its making: what other programs on the machine change
// least.
class ProcessorClock {
public:
    double seconds() const { return now() - m_start; }

private:
    static double now() {
        timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
    }
    double m_start = now();
};

double median(std::vector<double> values);

// 24 megapixels as a camera writes them: JPEG of quality 92 with halved chroma, baseline,
// Exif with a thumbnail; three faces, which are those of the shared data where it is there.
Bytes cameraPhoto(const std::vector<Face>& faces);
std::vector<Face> facesOfThePhoto();
// 4 megapixels in grey with 29 faces as they stand in a group portrait.
Bytes groupPhoto(const std::vector<Face>& faces);
std::vector<Face> facesOfTheGroup();

// libjpeg-turbo alone, as its own programs use it: decoded to RGB into a picture that is
// there already, encoded with the same tables and subsampling.
struct JpegSeconds {
    double decode = 0.0;
    double encode = 0.0;
    double processor = 0.0;  // of both
    double both() const { return decode + encode; }
};
JpegSeconds timeJpegLibrary(ByteView file);

// Networks that answer at once, behind the real preparation of what they see and the real
// use of what they say. What they need themselves is counted, to be left out.
class TimedModels : public ModelProvider {
public:
    TimedModels(std::vector<Face> faces, int cropSize, bool parses);

    Result<std::shared_ptr<FaceDetector>> detector() override { return m_detector; }
    Result<ChosenRestorer> restorerFor(int, double) override {
        return ChosenRestorer{m_restorer, "timed", {}};
    }
    Result<std::shared_ptr<FaceParser>> parser() override { return m_parser; }

    double networkSeconds = 0.0, networkProcessorSeconds = 0.0;
    int tiles = 0;  // that the detector was shown

private:
    std::shared_ptr<FaceDetector> m_detector;
    std::shared_ptr<FaceRestorer> m_restorer;
    std::shared_ptr<FaceParser> m_parser;
};

}  // namespace heirloom::bench
