#include "core/image/png_colour.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "core/image/lcms_handles.h"

namespace heirloom {

namespace {

constexpr double kSrgbGamma = 0.45455;
// Writers round 1 / 2.2 to three digits or more.
constexpr double kGammaTolerance = 0.001;
constexpr double kChromaticityTolerance = 0.001;
constexpr double kLargestExponent = 10.0;

struct CurveDeleter {
    void operator()(cmsToneCurve* curve) const { cmsFreeToneCurve(curve); }
};
using Curve = std::unique_ptr<cmsToneCurve, CurveDeleter>;

bool isNear(double a, double b, double tolerance) {
    return std::abs(a - b) <= tolerance;
}

bool arePrimariesOfSrgb(const PngChromaticities& own) {
    const PngChromaticities srgb;
    const auto near = [](double a, double b) { return isNear(a, b, kChromaticityTolerance); };
    return near(own.whiteX, srgb.whiteX) && near(own.whiteY, srgb.whiteY) &&
           near(own.redX, srgb.redX) && near(own.redY, srgb.redY) &&
           near(own.greenX, srgb.greenX) && near(own.greenY, srgb.greenY) &&
           near(own.blueX, srgb.blueX) && near(own.blueY, srgb.blueY);
}

// Linear light is possible, and so are the gammas of old screens; more is a broken chunk.
bool isPossible(double gamma) {
    return gamma * kLargestExponent >= 1.0 && gamma <= kLargestExponent;
}

bool isPossible(const PngChromaticities& c) {
    for (const double y : {c.whiteY, c.redY, c.greenY, c.blueY}) {
        if (!(y > 0.0 && y <= 1.0)) return false;
    }
    for (const double x : {c.whiteX, c.redX, c.greenX, c.blueX}) {
        if (!(x >= 0.0 && x <= 1.0)) return false;
    }
    // Primaries on one line span no colours.
    const double area =
        (c.greenX - c.redX) * (c.blueY - c.redY) - (c.blueX - c.redX) * (c.greenY - c.redY);
    return std::abs(area) > 1e-4;
}

// sRGB's own curve where the file names none.
Curve curveOf(cmsContext context, const std::optional<double>& gamma) {
    if (gamma) return Curve(cmsBuildGamma(context, 1.0 / *gamma));
    const std::array<cmsFloat64Number, 5> srgb = {2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92,
                                                  0.04045};
    return Curve(cmsBuildParametricToneCurve(context, 4, srgb.data()));
}

LcmsProfile createProfile(cmsContext context, const PngColourSpace& space, bool isGrey) {
    const Curve curve = curveOf(context, space.gamma);
    if (!curve) return nullptr;
    if (isGrey) return LcmsProfile(cmsCreateGrayProfileTHR(context, cmsD50_xyY(), curve.get()));
    const PngChromaticities c = space.chromaticities.value_or(PngChromaticities{});
    const cmsCIExyY white{c.whiteX, c.whiteY, 1.0};
    const cmsCIExyYTRIPLE primaries{
        {c.redX, c.redY, 1.0}, {c.greenX, c.greenY, 1.0}, {c.blueX, c.blueY, 1.0}};
    cmsToneCurve* curves[3] = {curve.get(), curve.get(), curve.get()};
    return LcmsProfile(cmsCreateRGBProfileTHR(context, &white, &primaries, curves));
}

void describe(cmsContext context, cmsHPROFILE profile, const PngColourSpace& space) {
    char text[64];
    if (space.gamma) {
        std::snprintf(text, sizeof text, "PNG gamma %.4g%s", 1.0 / *space.gamma,
                      space.chromaticities ? ", own primaries" : "");
    } else {
        std::snprintf(text, sizeof text, "PNG, own primaries");
    }
    cmsMLU* name = cmsMLUalloc(context, 1);
    if (!name) return;
    cmsMLUsetASCII(name, "en", "US", text);
    cmsWriteTag(profile, cmsSigProfileDescriptionTag, name);
    cmsMLUfree(name);
}

// The same photo gives the same bytes on every day: lcms writes the time into the header.
void fixDate(Bytes& profile) {
    constexpr std::array<std::uint8_t, 12> kDate = {0x07, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0};
    std::copy(kDate.begin(), kDate.end(), profile.begin() + 24);
}

Bytes bytesOf(cmsHPROFILE profile) {
    cmsUInt32Number size = 0;
    if (!cmsSaveProfileToMem(profile, nullptr, &size) || size < 128) return {};
    Bytes bytes(size);
    if (!cmsSaveProfileToMem(profile, bytes.data(), &size)) return {};
    fixDate(bytes);
    return bytes;
}

}  // namespace

PngColourProfile profileOfPngColour(const PngColourSpace& space, bool isGrey) {
    PngColourSpace own = space;
    if (isGrey) own.chromaticities.reset();  // grey has the white point and nothing else
    const PngSrgbTags tags{own.renderingIntent, own.gamma.has_value(),
                           own.chromaticities.has_value()};
    if (own.renderingIntent || (!own.gamma && !own.chromaticities)) return {{}, false, tags};
    if ((own.gamma && !isPossible(*own.gamma)) ||
        (own.chromaticities && !isPossible(*own.chromaticities))) {
        return {{}, true, {}};
    }
    const bool srgbPrimaries = !own.chromaticities || arePrimariesOfSrgb(*own.chromaticities);
    if (srgbPrimaries && (!own.gamma || isNear(*own.gamma, kSrgbGamma, kGammaTolerance))) {
        return {{}, false, tags};
    }
    const LcmsContext context = createLcmsContext();
    if (!context) return {{}, true, {}};
    const LcmsProfile profile = createProfile(context.get(), own, isGrey);
    if (!profile) return {{}, true, {}};
    describe(context.get(), profile.get(), own);
    PngColourProfile result{bytesOf(profile.get()), false, {}};
    result.isBroken = result.profile.empty();
    return result;
}

}  // namespace heirloom
