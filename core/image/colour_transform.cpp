#include "core/image/colour_transform.h"

#include <opencv2/core.hpp>

#include "core/image/lcms_handles.h"

namespace heirloom {

struct ColourTransform::State {
    int channels = 3;
    // Empty for sRGB. The context is declared first, so that it is freed last.
    LcmsContext context;
    LcmsTransform toWorking;
    LcmsTransform fromWorking;
};

namespace {

// A grey photo may carry an RGB profile (many scanners do that); its grey then stands for
// equal red, green and blue.
bool goesThroughRgb(cmsColorSpaceSignature space, int channels) {
    return channels == 1 && space == cmsSigRgbData;
}

bool fits(cmsHPROFILE profile, int channels) {
    const auto deviceClass = cmsGetDeviceClass(profile);
    if (deviceClass == cmsSigLinkClass || deviceClass == cmsSigAbstractClass ||
        deviceClass == cmsSigNamedColorClass) {
        return false;
    }
    const auto space = cmsGetColorSpace(profile);
    return space == cmsSigRgbData || (channels == 1 && space == cmsSigGrayData);
}

// No cache, so that several threads may use one transform; no optimisation, because that
// would replace the curves by tables of limited depth.
LcmsTransform createFloatTransform(cmsContext context, cmsHPROFILE from, cmsUInt32Number fromFormat,
                                   cmsHPROFILE to, cmsUInt32Number toFormat) {
    return LcmsTransform(cmsCreateTransformTHR(
        context, from, fromFormat, to, toFormat, INTENT_RELATIVE_COLORIMETRIC,
        cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_NOCACHE | cmsFLAGS_NOOPTIMIZE));
}

Error unusableProfile() {
    return makeError(ErrorCode::Unsupported,
                     "The photo's colour profile cannot be used for its kind of picture. Convert "
                     "the photo to sRGB with another program first.");
}

cv::Mat spreadGrey(const cv::Mat& grey) {
    cv::Mat rgb;
    cv::merge(std::vector<cv::Mat>{grey, grey, grey}, rgb);
    return rgb;
}

// Written so that equal red, green and blue give exactly their own value back.
cv::Mat greyOf(const cv::Mat& rgb) {
    cv::Mat grey(rgb.size(), CV_32FC1);
    for (int y = 0; y < rgb.rows; ++y) {
        const float* in = rgb.ptr<float>(y);
        float* out = grey.ptr<float>(y);
        for (int x = 0; x < rgb.cols; ++x, in += 3) {
            out[x] = in[1] + 0.299f * (in[0] - in[1]) + 0.114f * (in[2] - in[1]);
        }
    }
    return grey;
}

cv::Mat apply(cmsHTRANSFORM transform, const cv::Mat& input, int outputType) {
    cv::Mat output(input.size(), outputType);
    cv::parallel_for_(cv::Range(0, input.rows), [&](const cv::Range& rows) {
        for (int y = rows.start; y < rows.end; ++y) {
            cmsDoTransform(transform, input.ptr(y), output.ptr(y),
                           static_cast<cmsUInt32Number>(input.cols));
        }
    });
    return output;
}

}  // namespace

Result<ColourTransform> ColourTransform::create(ByteView profile, int channels) {
    if (channels != 1 && channels != 3) {
        return makeError(ErrorCode::InvalidArgument,
                         "A colour transform needs 1 or 3 channels, not %1.", channels);
    }
    auto state = std::make_unique<State>();
    state->channels = channels;
    if (profile.empty()) return ColourTransform(std::move(state));

    state->context = createLcmsContext();
    const LcmsProfile photo(cmsOpenProfileFromMemTHR(state->context.get(), profile.data(),
                                                     static_cast<cmsUInt32Number>(profile.size())));
    if (!photo || !fits(photo.get(), channels)) return unusableProfile();
    const LcmsProfile working(cmsCreate_sRGBProfileTHR(state->context.get()));
    const bool grey = channels == 1 && !goesThroughRgb(cmsGetColorSpace(photo.get()), channels);
    const cmsUInt32Number format = grey ? TYPE_GRAY_FLT : TYPE_RGB_FLT;
    state->toWorking = createFloatTransform(state->context.get(), photo.get(), format,
                                            working.get(), TYPE_RGB_FLT);
    state->fromWorking = createFloatTransform(state->context.get(), working.get(), TYPE_RGB_FLT,
                                              photo.get(), format);
    if (!state->toWorking || !state->fromWorking) return unusableProfile();
    return ColourTransform(std::move(state));
}

ColourTransform::ColourTransform(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ColourTransform::~ColourTransform() = default;
ColourTransform::ColourTransform(ColourTransform&&) noexcept = default;
ColourTransform& ColourTransform::operator=(ColourTransform&&) noexcept = default;

bool ColourTransform::isIdentity() const {
    return !m_state->toWorking;
}

cv::Mat ColourTransform::toWorkingSpace(const cv::Mat& photoPixels) const {
    const bool grey = m_state->channels == 1;
    if (isIdentity()) return grey ? spreadGrey(photoPixels) : photoPixels.clone();
    const bool asRgb =
        grey && T_CHANNELS(cmsGetTransformInputFormat(m_state->toWorking.get())) == 3;
    return apply(m_state->toWorking.get(), asRgb ? spreadGrey(photoPixels) : photoPixels, CV_32FC3);
}

cv::Mat ColourTransform::fromWorkingSpace(const cv::Mat& rgb) const {
    const bool grey = m_state->channels == 1;
    if (isIdentity()) return grey ? greyOf(rgb) : rgb.clone();
    const bool asRgb = T_CHANNELS(cmsGetTransformOutputFormat(m_state->fromWorking.get())) == 3;
    const cv::Mat own = apply(m_state->fromWorking.get(), rgb, asRgb ? CV_32FC3 : CV_32FC1);
    return grey && asRgb ? greyOf(own) : own;
}

}  // namespace heirloom
