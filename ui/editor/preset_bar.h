// The preset of the open photo: choose one, see whether it was changed, go back to it, and
// keep values as a preset of one's own.
#pragma once

#include <QWidget>

#include "ui/common/app_context.h"
#include "ui/editor/preset_catalog.h"
#include "ui/photo/photo_document.h"

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QToolButton;

namespace heirloom::ui {

class Notice;

class PresetBar : public QWidget {
    Q_OBJECT
public:
    PresetBar(AppContext& context, PhotoDocument& document, const PresetCatalog& presets,
              QWidget* parent);

    // For the menu, and for tests, which have no file dialogs.
    void saveAs(const QString& name);
    void importFrom(const QString& path);
    void exportTo(const QString& path);

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;  // Escape in the name

private:
    enum class Naming { None, SaveAs, Rename };

    QWidget* makeChoiceRow();
    QWidget* makeNameRow();
    QMenu* makeMenu();
    void retranslate();
    void fillChoices();
    void refresh();
    void updateMenu();
    const Preset* chosen() const;  // the user's own, else null

    void choose(int index);
    void startNaming(Naming naming);
    void finishNaming();
    void stopNaming();
    void saveChanges();
    void rename(const QString& name);
    void askToRemove();
    void remove(const std::string& id);
    void askToImport();
    void askToExport();
    void adopt(const Preset& preset);
    void complain(const Error& error);

    AppContext& m_context;
    PhotoDocument& m_document;
    const PresetCatalog& m_presets;
    Naming m_naming = Naming::None;
    QLabel* m_title = nullptr;
    QLabel* m_changed = nullptr;
    QComboBox* m_choice = nullptr;
    QToolButton* m_reset = nullptr;
    QToolButton* m_more = nullptr;
    QWidget* m_nameRow = nullptr;
    QLineEdit* m_name = nullptr;
    QToolButton* m_nameDone = nullptr;
    QToolButton* m_nameCancel = nullptr;
    Notice* m_problem = nullptr;
    QAction* m_saveAs = nullptr;
    QAction* m_saveChanges = nullptr;
    QAction* m_rename = nullptr;
    QAction* m_remove = nullptr;
    QAction* m_import = nullptr;
    QAction* m_export = nullptr;
};

}  // namespace heirloom::ui
