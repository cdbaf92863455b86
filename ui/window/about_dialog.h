// Name, version, licences: product.md 4.5b.
#pragma once

#include <QDialog>

class QLabel;
class QPushButton;

namespace heirloom::ui {

class AboutDialog : public QDialog {
    Q_OBJECT
public:
    explicit AboutDialog(QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QLabel *m_name, *m_text;
    QPushButton* m_close;
};

}  // namespace heirloom::ui
