// F1: the quick guide of one page, in the language of the window.
#pragma once

#include <QDialog>

class QTextBrowser;
class QPushButton;

namespace heirloom::ui {

class GuideWindow : public QDialog {
    Q_OBJECT
public:
    explicit GuideWindow(QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QTextBrowser* m_page;
    QPushButton* m_close;
};

}  // namespace heirloom::ui
