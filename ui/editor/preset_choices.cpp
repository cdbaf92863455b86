#include "ui/editor/preset_choices.h"

#include <array>
#include <string_view>

#include <QComboBox>
#include <QCoreApplication>
#include <QStandardItemModel>

#include "ui/common/text.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

struct PresetChoices {
    Q_DECLARE_TR_FUNCTIONS(heirloom::ui::PresetChoices)
};

enum class Group { Plain, Quality, Damage, Camera };

Group groupOf(std::string_view id) {
    constexpr std::array<std::string_view, 3> kQuality{"high", "medium", "low"};
    constexpr std::array<std::string_view, 4> kDamage{"yellowed-bw", "faded-colour", "scratches",
                                                      "old-blurred"};
    if (id == "plain") return Group::Plain;
    for (const std::string_view name : kQuality) {
        if (id == name) return Group::Quality;
    }
    for (const std::string_view name : kDamage) {
        if (id == name) return Group::Damage;
    }
    return Group::Camera;
}

QString groupTitle(Group group) {
    switch (group) {
        case Group::Plain: return {};
        case Group::Quality: return PresetChoices::tr("By quality");
        case Group::Damage: return PresetChoices::tr("By damage");
        case Group::Camera: return PresetChoices::tr("By camera");
    }
    return {};
}

void addTitle(QStandardItemModel& model, const QString& title) {
    auto* item = new QStandardItem(title);
    item->setFlags(Qt::NoItemFlags);
    item->setFont(hintFont());
    model.appendRow(item);
}

void addPreset(QStandardItemModel& model, const Preset& preset) {
    auto* item = new QStandardItem(presetName(preset));
    item->setData(QString::fromStdString(preset.id), Qt::UserRole);
    if (!preset.description.isEmpty()) item->setToolTip(text(preset.description));
    model.appendRow(item);
}

}  // namespace

void fillPresetChoices(QComboBox& box, const std::vector<Preset>& own) {
    auto* model = new QStandardItemModel(&box);
    for (const Group group : {Group::Plain, Group::Quality, Group::Damage, Group::Camera}) {
        if (group != Group::Plain) addTitle(*model, groupTitle(group));
        for (const Preset& preset : builtInPresets()) {
            if (groupOf(preset.id) == group) addPreset(*model, preset);
        }
    }
    if (!own.empty()) addTitle(*model, PresetChoices::tr("My presets"));
    for (const Preset& preset : own) addPreset(*model, preset);
    box.setModel(model);  // deletes the former one, which is the box's as well
}

}  // namespace heirloom::ui
