// Photos of every kind that an archive holds, restored from file to file and compared with
// the programs of others: exiftool for what they say, ImageMagick for how they look.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/batch/photo_job.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {

enum class MatrixProfile { None, Srgb, DisplayP3, AdobeRgb, GreyGamma22 };

struct MatrixCase {
    FileFormat format = FileFormat::Jpeg;
    int orientation = 1;
    MatrixProfile profile = MatrixProfile::None;
    bool is16Bit = false;

    std::string name() const;  // "PNG_6_DisplayP3_16"
    bool isLossless() const { return format != FileFormat::Jpeg; }
    bool isGrey() const { return profile == MatrixProfile::GreyGamma22; }
    // A WebP holds no IPTC, so every second one is made of a PNG that does.
    FileFormat sourceFormat() const {
        return format == FileFormat::WebP && orientation % 2 == 0 ? FileFormat::Png : format;
    }
    bool needsSidecar() const { return format != sourceFormat(); }
};

// Everything that the format allows, or every tenth of it such that each orientation, each
// profile and each depth occurs (of WebP all orientations but one).
enum class MatrixPart { Tenth, Whole };
std::vector<MatrixCase> matrixOf(FileFormat format, MatrixPart part);

// Makes the files, restores them through restoreFile() and compares. Skips without exiftool;
// says so and goes on without ImageMagick.
class FileMatrix : public ::testing::TestWithParam<FileFormat> {
protected:
    void check(MatrixPart part);

private:
    struct Made {
        MatrixCase kind;
        cv::Mat upright;  // what a viewer has to show, before the faces
        Bytes profile;
        std::filesystem::path source;
        PhotoReport report;
    };
    void make(const MatrixCase& kind);
    void checkPixels(const Made& made) const;
    void checkMetadata() const;
    void checkLooks() const;

    TemporaryFolder m_folder;
    std::vector<Made> m_made;
};

}  // namespace heirloom::test
