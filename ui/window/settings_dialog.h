// Language, theme and what is remembered. Changes act at once; where the networks run is set
// on the Models page.
#pragma once

#include <QDialog>

#include "ui/common/app_context.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace heirloom::ui {

class SettingsDialog : public QDialog {
    Q_OBJECT
public:
    SettingsDialog(AppContext& context, QWidget* parent);

Q_SIGNALS:
    void modelsRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void showChoices();

    AppContext& m_context;
    QLabel *m_languageName, *m_themeName, *m_engineName, *m_recentName;
    QComboBox *m_language, *m_theme;
    QPushButton *m_engine, *m_recent, *m_close;
};

}  // namespace heirloom::ui
