// The automatic choice of a background model. A pure function.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace heirloom {

// Index of the model that suits an enlargement by `factor`; scales are those of the
// installed models. The smallest that is large enough, else the largest; of two alike the
// first. None where nothing is enlarged, and never one that does not enlarge: cleaning the
// background is only done when asked for.
std::optional<std::size_t> chooseBackground(double factor, const std::vector<int>& scales);

}  // namespace heirloom
