// The original files of the matrix.
#pragma once

#include "tests/core/files/file_matrix.h"

namespace heirloom::test {

// Empty for None.
Bytes profileBytes(MatrixProfile profile);

// The camera's block with a MakerNote of 60 KB.
Bytes matrixExif(int orientation);
Bytes matrixMakerNote();

// stored: as the rows lie in the file.
Bytes matrixFile(const MatrixCase& kind, const cv::Mat& stored, const Bytes& profile);

// Turned as Exif's orientation says, by the definition.
cv::Mat uprightByDefinition(const cv::Mat& stored, int orientation);

}  // namespace heirloom::test
