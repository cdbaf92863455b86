#include "core/image/photo.h"

namespace heirloom {

int channelCount(PixelLayout layout) {
    return colourChannelCount(layout) + (hasAlpha(layout) ? 1 : 0);
}

int colourChannelCount(PixelLayout layout) {
    return layout == PixelLayout::Gray || layout == PixelLayout::GrayAlpha ? 1 : 3;
}

bool hasAlpha(PixelLayout layout) {
    return layout == PixelLayout::GrayAlpha || layout == PixelLayout::Rgba;
}

}  // namespace heirloom
