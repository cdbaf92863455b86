// Before a download: what comes, from where, and what one may do with it. Nothing is
// accepted until the person says so.
#pragma once

#include <QDialog>

#include "ui/models/model_item.h"

class QCheckBox;
class QFormLayout;
class QLabel;
class QPushButton;

namespace heirloom::ui {

// accepted() is the person's consent. Deletes itself when closed.
class LicenceDialog : public QDialog {
    Q_OBJECT
public:
    explicit LicenceDialog(const ModelItem& item, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    struct Row {
        QLabel* name = nullptr;
        QLabel* value = nullptr;
    };
    Row addRow(QFormLayout& form);

    ModelItem m_item;
    QLabel* m_title = nullptr;
    QLabel* m_purpose = nullptr;
    Row m_size;
    Row m_source;
    Row m_licence;
    Row m_meaning;
    QCheckBox* m_agree = nullptr;
    QPushButton* m_accept = nullptr;
    QPushButton* m_cancel = nullptr;
};

}  // namespace heirloom::ui
