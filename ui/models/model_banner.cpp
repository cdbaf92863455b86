#include "ui/models/model_banner.h"

#include <QEvent>
#include <QMetaObject>
#include <QVBoxLayout>

#include "ui/common/notice.h"
#include "ui/models/model_texts.h"

namespace heirloom::ui {

namespace {

constexpr const char* kDismissed = "models/bannerDismissed";
constexpr int kLargeInput = 512;  // pixels; the size that suits most faces

struct Found {
    bool hasLarge = false;
    std::optional<ModelRecord> offer;
};

// Of the restorers that can be downloaded the first for crops of that size.
Found lookForRestorers(const StoreOptions& options) {
    Found found;
    auto store = ModelStore::create(options);
    if (!store) return found;
    for (ModelRecord& record : store->list()) {
        const CatalogueEntry& entry = record.entry;
        if (entry.kind != ModelKind::FaceRestorer) continue;
        const int size = entry.inputSize.value_or(0);
        if (record.state == ModelState::Installed && size >= kLargeInput) found.hasLarge = true;
        const bool canBeHad = record.state == ModelState::Available && !entry.addresses.empty();
        if (canBeHad && size == kLargeInput && !found.offer) found.offer = std::move(record);
    }
    return found;
}

}  // namespace

ModelBanner::ModelBanner(AppContext& context, QWidget* parent)
    : QWidget(parent), m_context(context), m_worker("banner") {
    m_notice = new Notice(Notice::Kind::Hint, this);
    m_notice->setDismissable(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_notice);
    hide();
    if (context.settings().value(kDismissed, false).toBool()) return;
    connect(&context, &AppContext::modelsChanged, this, &ModelBanner::refresh);
    connect(m_notice, &Notice::actionTriggered, this,
            [this] { Q_EMIT downloadRequested(m_model); });
    connect(m_notice, &Notice::dismissed, this, &ModelBanner::goForGood);
    refresh();
}

void ModelBanner::refresh() {
    m_worker.postLatest("look", [this, options = m_context.paths().models] {
        QMetaObject::invokeMethod(
            this,
            [this, found = lookForRestorers(options)] { takeOffer(found.offer, found.hasLarge); },
            Qt::QueuedConnection);
    });
}

void ModelBanner::takeOffer(const std::optional<ModelRecord>& offer, bool hasLarge) {
    if (hasLarge) goForGood();
    if (m_context.settings().value(kDismissed, false).toBool()) return;
    m_offer = offer;
    m_model = offer ? QString::fromStdString(offer->entry.name) : QString();
    retranslate();
    setVisible(offer.has_value());
}

void ModelBanner::goForGood() {
    m_context.settings().setValue(kDismissed, true);
    hide();
}

void ModelBanner::retranslate() {
    if (!m_offer) return;
    const QString size = sizeText(*m_offer);
    const QString licence = shortLicence(m_offer->entry.licence);
    m_notice->show(
        Notice::Kind::Hint,
        size.isEmpty()
            ? tr("A larger model gives far more detail: %1, licence: %2.").arg(m_model, licence)
            : tr("A larger model gives far more detail: %1, %2, licence: %3.")
                  .arg(m_model, size, licence));
    m_notice->setAction(tr("Download…"));
}

void ModelBanner::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

}  // namespace heirloom::ui
