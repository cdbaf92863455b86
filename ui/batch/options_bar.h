// The options of a batch in one line, and its one primary button: Restore, which becomes
// Pause and Cancel while a run goes on, in the same place.
#pragma once

#include <QWidget>

#include "ui/batch/batch_choices.h"
#include "ui/batch/batch_run.h"
#include "ui/common/app_context.h"
#include "ui/common/serial_worker.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace heirloom::ui {

class ElidedLabel;
class MoreOptions;

class OptionsBar : public QWidget {
    Q_OBJECT
public:
    explicit OptionsBar(AppContext& context, QWidget* parent = nullptr);

    BatchChoices choices() const;
    void setOutputFolder(const QString& folder);  // empty: beside the originals
    void setExample(const BatchItem* item);       // for the preview of names; null: none
    void setPhase(BatchRun::Phase phase);
    void setOpenCount(int photos);  // what the primary button restores

Q_SIGNALS:
    void startRequested();
    void pauseRequested();
    void resumeRequested();
    void cancelRequested();
    void subfoldersChanged(bool on);

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeField(QLabel* caption, QWidget* control);
    void makeButtons();
    void connectAll();
    void readPresets();
    void showPresets();
    void showOutput();
    void chooseOutput(int index);
    void askForFolder();
    void showName();
    void showButtons();
    void retranslate();

    AppContext& m_context;
    QList<Preset> m_own;  // the user's presets
    QString m_presetKey;  // "auto", or a preset's id
    QString m_folder;
    QString m_example;  // name of the first photo
    BatchRun::Phase m_phase = BatchRun::Phase::Idle;
    int m_open = 0;

    QLabel* m_presetLabel = nullptr;
    QComboBox* m_preset = nullptr;
    QLabel* m_outputLabel = nullptr;
    QComboBox* m_output = nullptr;
    ElidedLabel* m_nameLabel = nullptr;
    QLineEdit* m_name = nullptr;
    QPushButton* m_moreButton = nullptr;
    MoreOptions* m_more = nullptr;
    QStackedWidget* m_buttons = nullptr;
    QPushButton* m_start = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_cancel = nullptr;
    SerialWorker m_worker;  // reads the presets' folder
};

}  // namespace heirloom::ui
