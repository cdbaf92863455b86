#include "tests/core/files/file_matrix.h"

namespace heirloom::test {

// A tenth of the matrix, or with the label "slow" all of it.
#ifdef HEIRLOOM_WHOLE_MATRIX
constexpr MatrixPart kPart = MatrixPart::Whole;
#else
constexpr MatrixPart kPart = MatrixPart::Tenth;
#endif

TEST_P(FileMatrix, LosesNothing) {
    check(kPart);
}

INSTANTIATE_TEST_SUITE_P(Formats, FileMatrix,
                         ::testing::Values(FileFormat::Jpeg, FileFormat::Png, FileFormat::WebP,
                                           FileFormat::Tiff),
                         [](const auto& info) { return std::string(formatName(info.param)); });

}  // namespace heirloom::test
