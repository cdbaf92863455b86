#include "ui/common/text.h"

#include <array>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

namespace heirloom::ui {

namespace {

// Fills %1 ... %9 in at once, as Message::text() does: an argument that holds "%2" stays
// as it is.
QString filledIn(const QString& pattern, const Message& message) {
    const std::vector<std::string>& arguments = message.arguments();
    QString result;
    result.reserve(pattern.size() + 64);
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const int digit =
            i + 1 < pattern.size() && pattern[i] == u'%' ? pattern[i + 1].unicode() - u'0' : 0;
        if (digit >= 1 && digit <= 9 && static_cast<std::size_t>(digit) <= arguments.size()) {
            const auto index = static_cast<std::size_t>(digit) - 1;
            const Message* nested = message.nested(index);
            result += nested != nullptr ? text(*nested) : fromUtf8(arguments[index]);
            ++i;
        } else {
            result += pattern[i];
        }
    }
    return result;
}

QString lookedUp(const std::string& pattern) {
    return QCoreApplication::translate("core", pattern.c_str());
}

struct StageName {
    std::string_view stage;
    const char* name;
};

constexpr auto kStages = std::to_array<StageName>({
    {"decode", QT_TRANSLATE_NOOP("Stage", "Reading the photo")},
    {"detect", QT_TRANSLATE_NOOP("Stage", "Finding faces")},
    {"judge", QT_TRANSLATE_NOOP("Stage", "Judging the photo")},
    {"align", QT_TRANSLATE_NOOP("Stage", "Aligning faces")},
    {"clean", QT_TRANSLATE_NOOP("Stage", "Cleaning faces")},
    {"restore", QT_TRANSLATE_NOOP("Stage", "Restoring faces")},
    {"project", QT_TRANSLATE_NOOP("Stage", "Restoring faces")},
    {"change", QT_TRANSLATE_NOOP("Stage", "Restoring faces")},
    {"background", QT_TRANSLATE_NOOP("Stage", "Enlarging the background")},
    {"enlarge", QT_TRANSLATE_NOOP("Stage", "Enlarging the photo")},
    {"compose", QT_TRANSLATE_NOOP("Stage", "Placing faces")},
    {"denoise", QT_TRANSLATE_NOOP("Stage", "Removing noise")},
    {"sharpen", QT_TRANSLATE_NOOP("Stage", "Sharpening")},
    {"tone", QT_TRANSLATE_NOOP("Stage", "Adjusting tone")},
    {"encode", QT_TRANSLATE_NOOP("Stage", "Saving")},
    {"save", QT_TRANSLATE_NOOP("Stage", "Saving")},
    {"export", QT_TRANSLATE_NOOP("Stage", "Saving")},
    {"import", QT_TRANSLATE_NOOP("Stage", "Importing the model")},
    {"download", QT_TRANSLATE_NOOP("Stage", "Downloading")},
    {"done", QT_TRANSLATE_NOOP("Stage", "Done")},
});

}  // namespace

QString fromPath(const std::filesystem::path& path) {
    const auto bytes = path.u8string();
    return QString::fromUtf8(reinterpret_cast<const char*>(bytes.data()),
                             static_cast<qsizetype>(bytes.size()));
}

std::filesystem::path toPath(const QString& path) {
    const QByteArray bytes = path.toUtf8();
    const auto* begin = reinterpret_cast<const char8_t*>(bytes.constData());
    return std::filesystem::path(std::u8string(begin, begin + bytes.size()));
}

QString fromUtf8(const std::string& text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString text(const Message& message) {
    if (message.isEmpty()) return {};
    return filledIn(lookedUp(message.pattern()), message);
}

QString text(const Error& error) {
    return text(error.message);
}

QString text(const std::string& literal) {
    return literal.empty() ? QString() : lookedUp(literal);
}

QString presetName(const Preset& preset) {
    return text(preset.name);
}

QString bytesText(std::uint64_t bytes) {
    const QLocale locale;
    const auto value = static_cast<double>(bytes);
    const auto number = [&](double unit) {
        return locale.toString(value / unit, 'f', value / unit < 99.95 ? 1 : 0);
    };
    if (bytes < 1000) {
        return QCoreApplication::translate("Text", "%n byte(s)", nullptr, static_cast<int>(bytes));
    }
    if (value < 999.5e3) {
        return QCoreApplication::translate("Text", "%1 kB").arg(number(1e3));
    }
    if (value < 999.5e6) {
        return QCoreApplication::translate("Text", "%1 MB").arg(number(1e6));
    }
    return QCoreApplication::translate("Text", "%1 GB").arg(number(1e9));
}

QString durationText(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0.0) return {};
    const auto whole = static_cast<long long>(std::llround(std::min(seconds, 3.6e8)));
    if (whole < 1) return QCoreApplication::translate("Text", "less than 1 s");
    if (whole < 60) return QCoreApplication::translate("Text", "about %1 s").arg(whole);
    if (whole < 3600) {
        // To 5 seconds, so that the number does not flicker.
        const long long rounded = (whole + 2) / 5 * 5;
        if (rounded % 60 == 0 || whole >= 600) {
            return QCoreApplication::translate("Text", "about %1 min").arg((whole + 30) / 60);
        }
        return QCoreApplication::translate("Text", "about %1 min %2 s")
            .arg(rounded / 60)
            .arg(rounded % 60);
    }
    const long long minutes = (whole + 30) / 60;
    return QCoreApplication::translate("Text", "about %1 h %2 min")
        .arg(minutes / 60)
        .arg(minutes % 60);
}

QString stageText(std::string_view stage) {
    for (const StageName& known : kStages) {
        if (known.stage == stage) return QCoreApplication::translate("Stage", known.name);
    }
    return QCoreApplication::translate("Stage", "Working");
}

}  // namespace heirloom::ui
