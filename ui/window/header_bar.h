// The row under the menus: tabs left, what the machine and the window are set to right.
#pragma once

#include <QActionGroup>
#include <QWidget>

#include "ui/common/app_context.h"

class QLabel;
class QToolButton;

namespace heirloom::ui {

class WindowActions;

class HeaderBar : public QWidget {
    Q_OBJECT
public:
    HeaderBar(AppContext& context, WindowActions& actions, QWidget* parent);

Q_SIGNALS:
    void deviceClicked();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    QToolButton* makeTab(QAction* action);

    AppContext& m_context;
    QToolButton* m_device;
    QToolButton* m_language;
    QToolButton* m_theme;
};

}  // namespace heirloom::ui
