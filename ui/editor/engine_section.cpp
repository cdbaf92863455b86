#include "ui/editor/engine_section.h"

#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/common/small_widgets.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

const QString kAuto = QStringLiteral("auto");
const QString kNone = QStringLiteral("none");

std::string EngineOptions::*fieldOf(ModelKind kind) {
    switch (kind) {
        case ModelKind::FaceRestorer: return &EngineOptions::model;
        case ModelKind::FaceDetector: return &EngineOptions::detector;
        case ModelKind::FaceParser: return &EngineOptions::parser;
        case ModelKind::Background: return &EngineOptions::background;
    }
    return &EngineOptions::model;
}

bool canBeNone(ModelKind kind) {
    return kind == ModelKind::FaceParser || kind == ModelKind::Background;
}

struct EngineTexts {
    Q_DECLARE_TR_FUNCTIONS(heirloom::ui::EngineSection)
};

QString kindName(ModelKind kind) {
    switch (kind) {
        case ModelKind::FaceRestorer: return EngineTexts::tr("Face restorer");
        case ModelKind::FaceDetector: return EngineTexts::tr("Face detector");
        case ModelKind::FaceParser: return EngineTexts::tr("Face parser");
        case ModelKind::Background: return EngineTexts::tr("Background");
    }
    return {};
}

QString kindHint(ModelKind kind) {
    switch (kind) {
        case ModelKind::FaceRestorer: return EngineTexts::tr("Draws the restored faces.");
        case ModelKind::FaceDetector: return EngineTexts::tr("Finds the faces.");
        case ModelKind::FaceParser:
            return EngineTexts::tr("Follows the outline of each face when it is put back.");
        case ModelKind::Background:
            return EngineTexts::tr("Redraws everything else when the photo is enlarged.");
    }
    return {};
}

}  // namespace

EngineSection::EngineSection(AppContext& context, PhotoDocument& document, FaceSelection& selection,
                             QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_document(document),
      m_selection(selection),
      m_worker(std::make_unique<SerialWorker>("engine-list")) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGapTiny);
    m_rows.reserve(kModelKinds.size());
    for (const ModelKind kind : kModelKinds) {
        addRow(kind);
        if (kind == ModelKind::FaceRestorer) {
            m_automatic = makeHint(this);
            column->addWidget(m_automatic);
        }
    }
    column->addSpacing(kGap);
    m_device = makeHint(this);
    column->addWidget(m_device);
    m_models = makeButton(QStringLiteral("model"), this);
    m_models->setObjectName(QStringLiteral("openModels"));
    column->addWidget(m_models);
    connect(m_models, &QPushButton::clicked, this, &EngineSection::modelsPageRequested);
    connect(&context, &AppContext::modelsChanged, this, &EngineSection::readModels);
    connect(&context.settings(), &Settings::engineChanged, this, [this] {
        for (Row& row : m_rows) fill(row);
    });
    connect(&document, &PhotoDocument::facesChanged, this, &EngineSection::refreshAutomatic);
    connect(&selection, &FaceSelection::changed, this, &EngineSection::refreshAutomatic);
    retranslate();
    readModels();
}

EngineSection::~EngineSection() {
    m_worker.reset();
}

void EngineSection::addRow(ModelKind kind) {
    Row row;
    row.kind = kind;
    row.name = new QLabel(this);
    row.choice = new QComboBox(this);
    row.choice->setObjectName(
        QStringLiteral("engine_") +
        QString::fromUtf8(modelKindName(kind).data(), qsizetype(modelKindName(kind).size())));
    row.choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    row.name->setBuddy(row.choice);
    row.hint = makeHint(this);
    layout()->addWidget(row.name);
    layout()->addWidget(row.choice);
    layout()->addWidget(row.hint);
    const std::size_t place = m_rows.size();
    connect(row.choice, &QComboBox::activated, this,
            [this, place](int index) { choose(m_rows[place], index); });
    m_rows.push_back(row);
}

void EngineSection::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void EngineSection::retranslate() {
    for (Row& row : m_rows) {
        row.name->setText(kindName(row.kind));
        row.choice->setAccessibleName(kindName(row.kind));
        row.hint->setText(kindHint(row.kind));
        fill(row);
    }
    m_device->setText(tr("Device, precision and memory are on the Models page."));
    m_models->setText(tr("Open Models"));
    refreshAutomatic();
}

void EngineSection::readModels() {
    // Looking at model files may take long on a slow disk.
    m_worker->postLatest("list", [this, options = m_context.paths().models] {
        Names names;
        Result<ModelStore> store = ModelStore::create(options);
        for (std::size_t i = 0; store && i < kModelKinds.size(); ++i) {
            for (const InstalledModel& model : store->installed(kModelKinds[i])) {
                names[i] << fromUtf8(model.name);
            }
        }
        QMetaObject::invokeMethod(
            this, [this, names] { takeModels(names); }, Qt::QueuedConnection);
    });
}

void EngineSection::takeModels(const Names& names) {
    m_isListed = true;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        m_rows[i].installed = names[i];
        fill(m_rows[i]);
    }
}

void EngineSection::fill(Row& row) {
    const QString wanted = fromUtf8(m_context.settings().engine().*fieldOf(row.kind));
    const QSignalBlocker quiet(row.choice);
    row.choice->clear();
    row.choice->addItem(tr("Automatic"), kAuto);
    if (canBeNone(row.kind)) row.choice->addItem(tr("None"), kNone);
    for (const QString& name : row.installed) row.choice->addItem(name, name);
    if (row.choice->findData(wanted) < 0) {
        row.choice->addItem(m_isListed ? tr("%1 (not installed)").arg(wanted) : wanted, wanted);
    }
    row.choice->setCurrentIndex(row.choice->findData(wanted));
    if (row.kind == ModelKind::FaceRestorer && m_automatic) refreshAutomatic();
}

void EngineSection::choose(const Row& row, int index) {
    EngineOptions options = m_context.settings().engine();
    const std::string wanted = row.choice->itemData(index).toString().toStdString();
    if (options.*fieldOf(row.kind) == wanted) return;
    options.*fieldOf(row.kind) = wanted;
    m_context.settings().setEngine(options);
}

void EngineSection::refreshAutomatic() {
    const FaceItem* face = m_selection.face();
    const bool known = face && face->restored && !face->model.isEmpty();
    m_automatic->setText(
        known ? tr("Face %1 was restored with %2. %3")
                    .arg(QString::number(face->number), face->model, face->modelReason)
                    .trimmed()
              : QString());
    m_automatic->setVisible(known);
}

}  // namespace heirloom::ui
