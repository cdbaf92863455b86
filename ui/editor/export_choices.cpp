#include "ui/editor/export_choices.h"

#include <algorithm>

#include <QCoreApplication>
#include <QStringList>

#include "ui/common/settings.h"
#include "ui/common/text.h"

namespace heirloom::ui {

namespace {

struct ExportTexts {
    Q_DECLARE_TR_FUNCTIONS(heirloom::ui::ExportTexts)
};

QString key(const char* name) {
    return QStringLiteral("export/") + QLatin1String(name);
}

MetadataPolicy policyOf(int index) {
    switch (index) {
        case 1: return MetadataPolicy::KeepWithoutGps;
        case 2: return MetadataPolicy::Strip;
        default: return MetadataPolicy::Keep;
    }
}

}  // namespace

ExportChoices readExportChoices(const Settings& settings) {
    ExportChoices choices;
    choices.format = formatFromExtension(settings.value(key("format")).toString().toStdString());
    choices.quality = std::clamp(settings.value(key("quality"), 0).toInt(), 0, 100);
    const int bits = settings.value(key("bits"), 0).toInt();
    choices.bitsPerSample = bits == 8 || bits == 16 ? bits : 0;
    const QString pattern = settings.value(key("pattern"), choices.pattern).toString();
    if (checkNamePattern(pattern.toStdString())) choices.pattern = pattern;
    choices.folder = settings.value(key("folder")).toString();
    choices.policy = policyOf(settings.value(key("metadata"), 0).toInt());
    choices.visibleCaption = settings.value(key("caption")).toString();
    choices.comparison = settings.value(key("comparison"), false).toBool();
    choices.captionLines = {settings.value(key("comparisonLine1")).toString(),
                            settings.value(key("comparisonLine2")).toString()};
    choices.webCopy = settings.value(key("web"), false).toBool();
    choices.printCopy = settings.value(key("print"), false).toBool();
    return choices;
}

void writeExportChoices(Settings& settings, const ExportChoices& choices) {
    const std::string_view format = choices.format ? fileExtension(*choices.format) : "";
    settings.setValue(key("format"), QString::fromUtf8(format.data(), qsizetype(format.size())));
    settings.setValue(key("quality"), choices.quality);
    settings.setValue(key("bits"), choices.bitsPerSample);
    settings.setValue(key("pattern"), choices.pattern);
    settings.setValue(key("folder"), choices.folder);
    settings.setValue(key("metadata"), int(choices.policy));
    settings.setValue(key("caption"), choices.visibleCaption);
    settings.setValue(key("comparison"), choices.comparison);
    settings.setValue(key("comparisonLine1"), choices.captionLines[0]);
    settings.setValue(key("comparisonLine2"), choices.captionLines[1]);
    settings.setValue(key("web"), choices.webCopy);
    settings.setValue(key("print"), choices.printCopy);
}

ExportOptions exportOptions(const ExportChoices& choices) {
    ExportOptions options;
    options.encode.format = choices.format;
    if (choices.quality > 0) options.encode.quality = choices.quality;
    options.encode.metadataPolicy = choices.policy;
    if (choices.bitsPerSample > 0) options.bitsPerSample = choices.bitsPerSample;
    options.visibleCaption = choices.visibleCaption.trimmed().toStdString();
    options.comparison = choices.comparison;
    options.comparisonPicture.captionLines = {choices.captionLines[0].trimmed().toStdString(),
                                              choices.captionLines[1].trimmed().toStdString()};
    options.comparisonPicture.beforeLabel = ExportTexts::tr("Before").toStdString();
    options.comparisonPicture.afterLabel = ExportTexts::tr("After").toStdString();
    options.webCopy = choices.webCopy;
    options.printCopy = choices.printCopy;
    options.output.target = toPath(choices.folder);
    options.output.namePattern = choices.pattern.toStdString();
    return options;
}

QStringList exportNames(const ExportChoices& choices, const QString& photo, FileFormat format) {
    const Result<std::string> name =
        exampleOutputName(choices.pattern.toStdString(), toPath(photo), format);
    if (!name) return {};
    QStringList names{fromUtf8(*name)};
    const auto add = [&](bool wanted, ExportKind kind) {
        if (wanted) names << fromPath(copyName(toPath(names.front()), kind));
    };
    add(choices.comparison, ExportKind::Comparison);
    add(choices.webCopy, ExportKind::WebCopy);
    add(choices.printCopy, ExportKind::PrintCopy);
    return names;
}

bool hasQuality(FileFormat format) {
    return format == FileFormat::Jpeg || format == FileFormat::WebP;
}

bool hasDepth(FileFormat format) {
    return format == FileFormat::Png || format == FileFormat::Tiff;
}

}  // namespace heirloom::ui
