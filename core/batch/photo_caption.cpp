#include "core/batch/photo_caption.h"

#include "core/export/visible_caption.h"

namespace heirloom {

cv::Size withCaptionBand(cv::Size restored, const JobOptions& options) {
    if (options.visibleCaption.empty()) return restored;
    return {restored.width, restored.height + captionBandHeight(restored.height)};
}

Result<void> checkCaptionFits(cv::Size restored, const PhotoWork& work, const JobOptions& options) {
    const cv::Size size = withCaptionBand(restored, options);
    if (checkEncodable(size.width, size.height, work.format)) return {};
    return makeError(ErrorCode::LimitExceeded,
                     "With the caption under it %1 would have %2 x %3 pixels, more than %4 holds. "
                     "Choose PNG or TIFF, a smaller output, or no caption.",
                     work.input.path, size.width, size.height, formatName(work.format));
}

Result<void> addCaption(PhotoWork& work, const JobOptions& options,
                        std::optional<Provenance>& record) {
    if (options.visibleCaption.empty() || options.aligned) return {};
    auto captioned = withVisibleCaption(*work.photo, options.visibleCaption);
    if (!captioned) return captioned.error();
    auto& warnings = work.report.warnings;
    warnings.insert(warnings.end(), captioned->warnings.begin(), captioned->warnings.end());
    work.report.captionRows = captioned->photo.height() - work.photo->height();
    if (work.report.captionRows == 0) {
        warnings.emplace_back("%1 was written without its caption, of which nothing can be shown.",
                              work.input.path);
        return {};
    }
    work.photo = std::move(captioned->photo);
    if (record) record->parameters.push_back({kCaptionParameter, options.visibleCaption});
    return {};
}

}  // namespace heirloom
