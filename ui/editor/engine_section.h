// Which networks work on the photo: automatic or chosen by name, with what the automatic
// choice has taken. Where they run is chosen on the Models page.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include <QStringList>
#include <QWidget>

#include "core/models/model_kind.h"
#include "ui/common/app_context.h"
#include "ui/common/serial_worker.h"
#include "ui/editor/face_selection.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace heirloom::ui {

class EngineSection : public QWidget {
    Q_OBJECT
public:
    EngineSection(AppContext& context, PhotoDocument& document, FaceSelection& selection,
                  QWidget* parent);
    ~EngineSection() override;

Q_SIGNALS:
    void modelsPageRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Row {
        ModelKind kind = ModelKind::FaceRestorer;
        QLabel* name = nullptr;
        QComboBox* choice = nullptr;
        QLabel* hint = nullptr;
        QStringList installed;
    };
    using Names = std::array<QStringList, kModelKinds.size()>;

    void addRow(ModelKind kind);
    void retranslate();
    void readModels();
    void takeModels(const Names& names);
    void fill(Row& row);
    void choose(const Row& row, int index);
    void refreshAutomatic();

    AppContext& m_context;
    PhotoDocument& m_document;
    FaceSelection& m_selection;
    std::vector<Row> m_rows;
    bool m_isListed = false;  // the models on this machine are known
    QLabel* m_automatic = nullptr;
    QLabel* m_device = nullptr;
    QPushButton* m_models = nullptr;
    // Last, so that its thread has ended before anything else of this section goes.
    std::unique_ptr<SerialWorker> m_worker;
};

}  // namespace heirloom::ui
