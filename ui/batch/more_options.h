// The options of a batch that most people never touch, in a popup under "More options".
#pragma once

#include <QFrame>

#include "ui/batch/batch_choices.h"

class QComboBox;
class QLabel;

namespace heirloom::ui {

class Settings;
class SwitchRow;
class ValueSlider;

class MoreOptions : public QFrame {
    Q_OBJECT
public:
    explicit MoreOptions(Settings& settings, QWidget* parent = nullptr);

    // Fills in what is chosen here.
    void addTo(BatchChoices& choices) const;
    void openUnder(QWidget* button);

Q_SIGNALS:
    void changed();
    void subfoldersChanged(bool on);

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Labelled {
        QLabel* label = nullptr;
        QComboBox* box = nullptr;
    };
    Labelled addCombo(const char* name);
    void load();
    void retranslate();
    void remember(const char* key, const QVariant& value);

    Settings& m_settings;
    SwitchRow* m_subfolders = nullptr;
    SwitchRow* m_trial = nullptr;
    SwitchRow* m_caption = nullptr;
    Labelled m_order;
    Labelled m_format;
    Labelled m_metadata;
    ValueSlider* m_share = nullptr;
};

}  // namespace heirloom::ui
