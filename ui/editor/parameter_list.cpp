#include "ui/editor/parameter_list.h"

#include <QCoreApplication>

namespace heirloom::ui {

namespace {

// The literal context lets lupdate find the sentences outside of a class.
struct Parameters {
    Q_DECLARE_TR_FUNCTIONS(heirloom::ui::Parameters)
};

}  // namespace

double RestoreParameters::*fieldOf(NumberParameter parameter) {
    switch (parameter) {
        case NumberParameter::Strength: return &RestoreParameters::strength;
        case NumberParameter::Denoise: return &RestoreParameters::denoise;
        case NumberParameter::Sharpen: return &RestoreParameters::sharpen;
        case NumberParameter::Contrast: return &RestoreParameters::contrast;
        case NumberParameter::Brightness: return &RestoreParameters::brightness;
        case NumberParameter::Rosy: return &RestoreParameters::rosy;
        case NumberParameter::MinFaceShare: return &RestoreParameters::minFaceShare;
    }
    return nullptr;
}

bool RestoreParameters::*fieldOf(SwitchParameter parameter) {
    switch (parameter) {
        case SwitchParameter::SkinProtection: return &RestoreParameters::skinProtection;
        case SwitchParameter::DetailEnhancement: return &RestoreParameters::detailEnhancement;
        case SwitchParameter::Faithful: return &RestoreParameters::faithful;
    }
    return nullptr;
}

ValueSlider::Range rangeOf(NumberParameter parameter) {
    ValueSlider::Range range;
    range.otherwise = RestoreParameters{}.*fieldOf(parameter);
    if (parameter == NumberParameter::Brightness) range.minimum = -100.0;
    if (parameter == NumberParameter::Rosy) {
        range.maximum = 30.0;
        range.suffix = QStringLiteral(" %");
    }
    if (parameter == NumberParameter::MinFaceShare) {
        range.step = 0.5;
        range.decimals = 1;
        range.suffix = QStringLiteral(" %");
    }
    return range;
}

QString parameterName(NumberParameter parameter) {
    switch (parameter) {
        case NumberParameter::Strength: return Parameters::tr("Strength");
        case NumberParameter::Denoise: return Parameters::tr("Denoise");
        case NumberParameter::Sharpen: return Parameters::tr("Sharpen");
        case NumberParameter::Contrast: return Parameters::tr("Contrast");
        case NumberParameter::Brightness: return Parameters::tr("Brightness");
        case NumberParameter::Rosy: return Parameters::tr("Rosy");
        case NumberParameter::MinFaceShare: return Parameters::tr("Skip small faces");
    }
    return {};
}

QString parameterHint(NumberParameter parameter) {
    switch (parameter) {
        case NumberParameter::Strength:
            return Parameters::tr(
                "Higher brings out more detail; above 90 skin can look too smooth.");
        case NumberParameter::Denoise:
            return Parameters::tr("Removes grain and speckles; too much wipes out fine texture.");
        case NumberParameter::Sharpen:
            return Parameters::tr("Makes edges crisper after a soft scan; too much draws halos.");
        case NumberParameter::Contrast:
            return Parameters::tr("Brings back depth to a washed-out print.");
        case NumberParameter::Brightness: return Parameters::tr("Lifts a faded, grey picture.");
        case NumberParameter::Rosy:
            return Parameters::tr("Gives pale faces a little more colour of the same hue.");
        case NumberParameter::MinFaceShare:
            return Parameters::tr(
                "Leaves faces alone that cover less than this share of the photo.");
    }
    return {};
}

QString parameterName(SwitchParameter parameter) {
    switch (parameter) {
        case SwitchParameter::SkinProtection: return Parameters::tr("Skin protection");
        case SwitchParameter::DetailEnhancement: return Parameters::tr("Detail enhancement");
        case SwitchParameter::Faithful: return Parameters::tr("Faithful");
    }
    return {};
}

QString parameterHint(SwitchParameter parameter) {
    switch (parameter) {
        case SwitchParameter::SkinProtection:
            return Parameters::tr("Keeps faces from turning waxy, yellow or pink.");
        case SwitchParameter::DetailEnhancement:
            return Parameters::tr("Adds the finest detail of the restored face once more.");
        case SwitchParameter::Faithful:
            return Parameters::tr("Adds detail without changing the person.");
    }
    return {};
}

QString modeLabel(RestoreMode mode) {
    switch (mode) {
        case RestoreMode::Natural: return Parameters::tr("Natural");
        case RestoreMode::Detail: return Parameters::tr("Detail");
        case RestoreMode::Strong: return Parameters::tr("Strong");
    }
    return {};
}

QString modeMeaning(RestoreMode mode) {
    switch (mode) {
        case RestoreMode::Natural:
            return Parameters::tr("Keeps the photo's own grain on the restored faces.");
        case RestoreMode::Detail: return Parameters::tr("All the detail that the network gives.");
        case RestoreMode::Strong:
            return Parameters::tr("Cleans scratches and specks first, for badly damaged prints.");
    }
    return {};
}

QString parameterId(NumberParameter parameter) {
    switch (parameter) {
        case NumberParameter::Strength: return QStringLiteral("strength");
        case NumberParameter::Denoise: return QStringLiteral("denoise");
        case NumberParameter::Sharpen: return QStringLiteral("sharpen");
        case NumberParameter::Contrast: return QStringLiteral("contrast");
        case NumberParameter::Brightness: return QStringLiteral("brightness");
        case NumberParameter::Rosy: return QStringLiteral("rosy");
        case NumberParameter::MinFaceShare: return QStringLiteral("min_face_share");
    }
    return {};
}

QString parameterId(SwitchParameter parameter) {
    switch (parameter) {
        case SwitchParameter::SkinProtection: return QStringLiteral("skin_protection");
        case SwitchParameter::DetailEnhancement: return QStringLiteral("detail_enhancement");
        case SwitchParameter::Faithful: return QStringLiteral("faithful");
    }
    return {};
}

}  // namespace heirloom::ui
