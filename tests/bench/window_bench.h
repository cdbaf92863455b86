// What the parts of the window's benchmark share: rows of milliseconds with the state of the
// machine beside them, and a scene that is like a studio's afternoon.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/face/face.h"
#include "core/image/photo.h"
#include "tests/support/shared_data.h"
#include "ui/common/app_context.h"

namespace heirloom::ui::bench {

using Clock = std::chrono::steady_clock;
double millisecondsSince(Clock::time_point start);
double processMilliseconds();  // CPU, all threads
double threadMilliseconds();   // CPU, this thread

// Handles events as they come until the condition holds; ends the program after a minute.
void waitUntil(const std::function<bool()>& condition);

// What other programs do while something is measured.
class OtherPrograms {
public:
    OtherPrograms();
    double share() const;  // of all cores, 0...1

private:
    static double busySeconds();
    double m_busy;
    double m_own;
    Clock::time_point m_start;
};

class Report {
public:
    // values: milliseconds. limit: of the 95th percentile, or of the largest where worst is
    // said; 0: none.
    struct Row {
        std::string group, what;
        std::vector<double> values;
        double limit = 0.0;
        bool worst = false;
        double others = 0.0;
        std::string remark;
    };
    void head() const;
    void add(Row row);  // prints it
    void write(const std::filesystem::path& file) const;

private:
    std::vector<std::string> m_rows;  // JSON
};

// 24 megapixels with texture and three faces.
inline constexpr int kPhotoWidth = 6000, kPhotoHeight = 4000;
std::vector<Face> facesOfThePhoto();
QString writeLargePhoto(const std::filesystem::path& folder);
QString writePhoto(const Photo& photo, const std::filesystem::path& path);

// Folders below this one, and networks that only sharpen what they are given.
AppPaths pathsBelow(const std::filesystem::path& folder);
ModelsFactory sharpeningNetworks(std::vector<Face> faces);

void benchDrags(Report& report);
void benchFrames(Report& report);
void benchStalls(Report& report);
void benchStart(Report& report, const std::filesystem::path& program);

}  // namespace heirloom::ui::bench
