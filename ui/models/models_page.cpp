#include "ui/models/models_page.h"

#include <QDragEnterEvent>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollArea>

#include "ui/common/drop_rules.h"
#include "ui/common/notice.h"
#include "ui/common/small_widgets.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"
#include "ui/models/device_card.h"
#include "ui/models/import_notices.h"
#include "ui/models/licence_dialog.h"
#include "ui/models/model_groups.h"
#include "ui/models/model_library.h"

namespace heirloom::ui {

namespace {

constexpr const char* kImportFolder = "models/importFolder";

QScrollArea* makeScrollArea(QWidget* content, QWidget* parent) {
    auto* area = new QScrollArea(parent);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(content);
    return area;
}

}  // namespace

struct ModelsPage::Parts {
    explicit Parts(AppContext& shared) : context(shared) {}

    AppContext& context;
    ModelLibrary* library = nullptr;
    QScrollArea* list = nullptr;
    QLabel* title = nullptr;
    QLabel* hint = nullptr;
    QPushButton* importButton = nullptr;
    Notice* problem = nullptr;
    ImportNotices* imports = nullptr;
    QLabel* busy = nullptr;  // until the first list is there
    ModelGroups* groups = nullptr;
    QString offered;  // wanted before the first list was there
};

ModelsPage::ModelsPage(AppContext& context, QWidget* parent)
    : QWidget(parent), m(std::make_unique<Parts>(context)) {
    setAcceptDrops(true);
    m->library = new ModelLibrary(context, this);
    build();
    connectLibrary();
    retranslate();
}

ModelsPage::~ModelsPage() {
    // Before the widgets that its signals reach.
    delete m->library;
}

void ModelsPage::build() {
    auto* content = new QWidget(this);
    m->title = makeTitle(content);
    m->hint = makeHint(content);
    m->importButton = makePrimaryButton(content);
    m->importButton->setObjectName("importModel");
    m->problem = new Notice(Notice::Kind::Error, content);
    m->problem->hide();
    m->imports = new ImportNotices(content);
    m->busy = makeHint(content);
    m->groups = new ModelGroups(content);

    auto* words = new QVBoxLayout;
    words->setSpacing(kGapTiny);
    words->addWidget(m->title);
    words->addWidget(m->hint);
    auto* head = new QHBoxLayout;
    head->setSpacing(kGapGroup);
    head->addLayout(words, 1);
    head->addWidget(m->importButton, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(kGapSection, kGapSection, kGapGroup, kGapSection);
    column->setSpacing(kGapGroup);
    column->addLayout(head);
    column->addWidget(m->problem);
    column->addWidget(m->imports);
    column->addWidget(m->busy);
    column->addWidget(m->groups);
    column->addStretch();
    m->list = makeScrollArea(content, this);

    auto* side = new QWidget(this);
    auto* sideColumn = new QVBoxLayout(side);
    sideColumn->setContentsMargins(0, kGapSection, kGapSection, kGapSection);
    sideColumn->addWidget(new DeviceCard(m->context, probeDevice, side));
    sideColumn->addStretch();
    QScrollArea* panel = makeScrollArea(side, this);
    panel->setFixedWidth(kPanelWidth + kGapSection);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m->list, 1);
    row->addWidget(panel);
    connect(m->importButton, &QPushButton::clicked, this, &ModelsPage::chooseAndImport);
    connect(m->problem, &Notice::actionTriggered, m->library, &ModelLibrary::refresh);
}

void ModelsPage::connectLibrary() {
    ModelLibrary* library = m->library;
    connect(library, &ModelLibrary::listed, this, [this] {
        m->busy->hide();
        m->problem->hide();
        m->groups->setItems(m->library->items());
        if (!m->offered.isEmpty()) offerDownload(std::exchange(m->offered, {}));
    });
    connect(library, &ModelLibrary::listFailed, this, [this](const Error& error) {
        m->busy->hide();
        m->problem->setVisible(true);
        m->problem->show(Notice::Kind::Error, text(error), QString::fromStdString(error.detail));
        m->problem->setAction(tr("Try again"));
    });
    connect(library, &ModelLibrary::itemChanged, this, [this](const QString& file) {
        if (const auto item = m->library->find(file)) m->groups->update(*item);
    });
    connect(library, &ModelLibrary::importStarted, m->imports, &ImportNotices::begin);
    connect(library, &ModelLibrary::importProgressed, m->imports, &ImportNotices::setFraction);
    connect(library, &ModelLibrary::imported, m->imports, &ImportNotices::end);
    connect(library, &ModelLibrary::downloaded, this, [this](const DownloadedModel& model) {
        Q_EMIT message(text(model.warning.isEmpty() ? model.note : model.warning));
    });
    connect(library, &ModelLibrary::removed, this, [this](const RemovedModel& model) {
        Q_EMIT message(tr("Removed %1 (%2).").arg(fromUtf8(model.name), bytesText(model.bytes)));
    });
    connect(m->imports, &ImportNotices::chooseRequested, library, &ModelLibrary::choose);
    connect(m->imports, &ImportNotices::removeRequested, this, &ModelsPage::askBeforeRemoval);
    connect(m->groups, &ModelGroups::requested, this,
            [this](ModelCard::Action action, const QString& file) {
                ModelLibrary& models = *m->library;
                switch (action) {
                    case ModelCard::Action::Download: askAboutLicence(file); break;
                    case ModelCard::Action::Pause: models.downloads().pause(file); break;
                    case ModelCard::Action::Resume:
                    case ModelCard::Action::Retry: models.downloads().start(file); break;
                    case ModelCard::Action::Discard: models.downloads().discard(file); break;
                    case ModelCard::Action::Verify: models.verify(file); break;
                    case ModelCard::Action::Remove: askBeforeRemoval(file); break;
                    case ModelCard::Action::Choose: models.choose(file); break;
                    case ModelCard::Action::ChooseAutomatically:
                        models.chooseAutomatically(file);
                        break;
                }
            });
}

void ModelsPage::importFiles(const QStringList& paths) {
    m->list->ensureVisible(0, 0);
    m->library->importFiles(paths);
}

void ModelsPage::chooseAndImport() {
    auto* dialog = new QFileDialog(this, tr("Import models"));
    dialog->setObjectName("importDialog");
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("Model files (*.pth *.pt)"), tr("All files (*)")});
    const QString folder = m->context.settings().value(kImportFolder).toString();
    if (!folder.isEmpty()) dialog->setDirectory(folder);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& paths) {
        if (paths.isEmpty()) return;
        m->context.settings().setValue(kImportFolder, QFileInfo(paths.first()).path());
        importFiles(paths);
    });
    dialog->open();
}

void ModelsPage::offerDownload(const QString& model) {
    if (!m->library->isListed()) {
        m->offered = model;
        return;
    }
    const auto item = m->library->find(model);
    if (!item || !item->isDownloadable()) {
        Q_EMIT message(tr("%1 cannot be downloaded.").arg(model));
        return;
    }
    reveal(item->id());
    if (item->record.isUsable()) {
        Q_EMIT message(tr("%1 is installed already.").arg(item->name()));
    } else if (!item->download.isOpen()) {
        askAboutLicence(item->id());
    }
}

void ModelsPage::askAboutLicence(const QString& file) {
    const auto item = m->library->find(file);
    if (!item) return;
    auto* dialog = new LicenceDialog(*item, this);
    connect(dialog, &QDialog::accepted, this,
            [this, file] { m->library->downloads().start(file); });
    dialog->open();
}

void ModelsPage::askBeforeRemoval(const QString& file) {
    const auto item = m->library->find(file);
    if (!item) return;
    auto* box = new QMessageBox(this);
    box->setObjectName("confirmRemoval");
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Question);
    box->setWindowTitle(tr("Remove a model"));
    box->setText(tr("Remove %1 from this computer?").arg(item->name()));
    box->setInformativeText(item->isDownloadable()
                                ? tr("Its file is deleted. You can download it again.")
                                : tr("Its file is deleted from the models folder. Heirloom cannot "
                                     "download it again."));
    QPushButton* remove = box->addButton(tr("Remove"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(tr("Keep"), QMessageBox::RejectRole));
    connect(remove, &QPushButton::clicked, this, [this, file] { m->library->remove(file); });
    box->open();
}

void ModelsPage::reveal(const QString& file) {
    if (ModelCard* card = m->groups->card(file)) m->list->ensureWidgetVisible(card);
}

bool ModelsPage::isDownloading() const {
    return m->library->downloads().isBusy();
}

void ModelsPage::retranslate() {
    m->title->setText(tr("Models"));
    m->hint->setText(
        tr("Heirloom works with the small models that come with it. Larger ones give more detail. "
           "The official weights are for academic and non-commercial use."));
    m->importButton->setText(tr("Import files…"));
    m->importButton->setToolTip(tr("Model files can also be dropped onto the window."));
    m->busy->setText(tr("Looking at the models folder…"));
    if (!m->problem->isHidden()) m->library->refresh();
}

void ModelsPage::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void ModelsPage::dragEnterEvent(QDragEnterEvent* event) {
    if (!droppedPaths(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void ModelsPage::dropEvent(QDropEvent* event) {
    const QStringList paths = droppedPaths(event->mimeData());
    if (paths.isEmpty()) return;
    event->acceptProposedAction();
    Q_EMIT pathsDropped(paths);
}

}  // namespace heirloom::ui
