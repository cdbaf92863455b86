#include "ui/editor/sample_pictures.h"

#include <algorithm>
#include <system_error>
#include <vector>

#include <QCoreApplication>
#include <QFileInfo>

#include "core/base/file_format.h"
#include "core/base/file_io.h"
#include "core/image/reduced_jpeg.h"
#include "ui/common/text.h"

namespace heirloom::ui {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kLargestSample = 20'000'000;

struct Samples {
    Q_DECLARE_TR_FUNCTIONS(heirloom::ui::Samples)
};

std::vector<fs::path> jpegFiles(const fs::path& folder) {
    std::vector<fs::path> result;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string extension = entry->path().extension().string();
        if (formatFromExtension(extension) == FileFormat::Jpeg) result.push_back(entry->path());
    }
    std::sort(result.begin(), result.end());
    return result;
}

QImage imageOfPhoto(const Photo& photo) {
    const bool isGray = photo.layout == PixelLayout::Gray;
    if (!isGray && photo.layout != PixelLayout::Rgb) return {};
    return QImage(photo.pixels.data, photo.width(), photo.height(), qsizetype(photo.pixels.step[0]),
                  isGray ? QImage::Format_Grayscale8 : QImage::Format_RGB888)
        .copy();
}

}  // namespace

QVector<SamplePicture> samplePictures(const fs::path& folder, int longSide) {
    QVector<SamplePicture> result;
    for (const fs::path& path : jpegFiles(folder)) {
        const Result<Bytes> file = readFile(path, kLargestSample);
        if (!file) continue;
        const Result<Photo> photo = decodeReducedJpeg(*file, path, longSide);
        if (!photo) continue;
        const QImage picture = imageOfPhoto(*photo);
        if (!picture.isNull()) result.append({fromPath(path), picture});
    }
    return result;
}

QString sampleName(const QString& path) {
    const QString stem = QFileInfo(path).completeBaseName();
    if (stem == QLatin1String("cabinet-card")) return Samples::tr("Cabinet card");
    if (stem == QLatin1String("album-page")) return Samples::tr("Album page");
    return stem;
}

}  // namespace heirloom::ui
