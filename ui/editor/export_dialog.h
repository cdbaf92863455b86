// Everything that can be chosen about the files of a restored photo. Does not block the
// window; remembers what was chosen.
#pragma once

#include <QDialog>

#include "ui/common/app_context.h"
#include "ui/editor/export_choices.h"
#include "ui/photo/photo_document.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace heirloom::ui {

class ElidedLabel;
class Notice;

class ExportDialog : public QDialog {
    Q_OBJECT
public:
    ExportDialog(AppContext& context, PhotoDocument& document, QWidget* parent);

    ExportChoices choices() const;

Q_SIGNALS:
    void exportRequested(const ExportOptions& options);

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeForm();
    QWidget* makeFolderRow();
    void addFileRows(QFormLayout& form);
    void addContentRows(QFormLayout& form);
    void addCopyRows(QFormLayout& form);
    QLabel* addRow(QFormLayout& form, QWidget* field);
    void connectFields();
    void showChoices(const ExportChoices& choices);
    void retranslate();
    void fillCombos();
    void refresh();
    void refreshNames();
    void chooseFolder();
    void setFolder(const QString& folder);
    void finish();
    FileFormat writtenFormat() const;

    AppContext& m_context;
    PhotoDocument& m_document;
    QString m_folder;
    QVector<QLabel*> m_labels;  // of the form, from top to bottom
    QVector<QLabel*> m_headings;
    QComboBox* m_format = nullptr;
    QSpinBox* m_quality = nullptr;
    QComboBox* m_depth = nullptr;
    QLabel* m_size = nullptr;
    QLineEdit* m_pattern = nullptr;
    QLabel* m_names = nullptr;
    Notice* m_patternProblem = nullptr;
    ElidedLabel* m_folderShown = nullptr;
    QToolButton* m_folderChoose = nullptr;
    QToolButton* m_folderReset = nullptr;
    QComboBox* m_policy = nullptr;
    QLineEdit* m_caption = nullptr;
    QCheckBox* m_comparison = nullptr;
    QLineEdit* m_line1 = nullptr;
    QLineEdit* m_line2 = nullptr;
    QCheckBox* m_web = nullptr;
    QCheckBox* m_print = nullptr;
    QPushButton* m_export = nullptr;
    QPushButton* m_cancel = nullptr;
};

}  // namespace heirloom::ui
