#include "ui/editor/empty_page.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/common/icons.h"
#include "ui/common/notice.h"
#include "ui/common/small_widgets.h"
#include "ui/common/theme.h"
#include "ui/editor/sample_pictures.h"

namespace heirloom::ui {

namespace {

constexpr int kIcon = 48;
constexpr QSize kSampleSize(112, 84);

}  // namespace

EmptyPage::EmptyPage(AppContext& context, QWidget* parent)
    : QWidget(parent), m_context(context), m_worker(std::make_unique<SerialWorker>("samples")) {
    m_failure = new Notice(Notice::Kind::Error, this);
    m_failure->setDismissable(true);
    m_icon = new QLabel(this);
    m_icon->setAlignment(Qt::AlignCenter);
    m_sentence = makeTitle(this);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    m_open = makePrimaryButton(this);
    m_open->setObjectName(QStringLiteral("openPhoto"));
    m_samples = new QWidget(this);
    m_trySample = makeHint(m_samples);
    m_trySample->setAlignment(Qt::AlignCenter);
    auto* samples = new QVBoxLayout(m_samples);
    samples->setContentsMargins(0, kGapGroup, 0, 0);
    samples->addWidget(m_trySample);
    m_sampleRow = new QHBoxLayout;
    m_sampleRow->setSpacing(kGapWide);
    samples->addLayout(m_sampleRow);
    m_samples->hide();

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(2 * kGapSection, 2 * kGapSection, 2 * kGapSection, 2 * kGapSection);
    column->setSpacing(kGapGroup);
    column->addWidget(m_failure);
    column->addStretch();
    column->addWidget(m_icon);
    column->addWidget(m_sentence);
    column->addWidget(m_open, 0, Qt::AlignHCenter);
    column->addWidget(m_samples, 0, Qt::AlignHCenter);
    column->addStretch();

    connect(m_open, &QPushButton::clicked, this, &EmptyPage::openRequested);
    connect(m_failure, &Notice::actionTriggered, this,
            [this] { Q_EMIT openPathRequested(m_failedPath); });
    connect(m_failure, &Notice::dismissed, this, &EmptyPage::clearFailure);
    retranslate();
    readSamples();
}

EmptyPage::~EmptyPage() {
    m_worker.reset();
}

void EmptyPage::setHighlighted(bool highlighted) {
    m_highlighted = highlighted;
    update();
}

void EmptyPage::showFailure(const QString& path, const QString& sentence, const QString& detail) {
    m_failedPath = path;
    m_failure->show(Notice::Kind::Error, sentence, detail);
    retranslate();
}

void EmptyPage::clearFailure() {
    m_failedPath.clear();
    m_failure->hide();
    retranslate();
}

void EmptyPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    if (event->type() == QEvent::PaletteChange) refreshIcon();
    QWidget::changeEvent(event);
}

void EmptyPage::retranslate() {
    m_sentence->setText(tr("Drop a photo or a folder"));
    m_open->setText(m_failedPath.isEmpty() ? tr("Open a photo…") : tr("Open another…"));
    m_trySample->setText(tr("or try a sample"));
    if (!m_failedPath.isEmpty()) m_failure->setAction(tr("Try again"));
    for (QToolButton* button : m_samples->findChildren<QToolButton*>()) {
        const QString name = sampleName(button->property("path").toString());
        button->setAccessibleName(tr("Sample: %1").arg(name));
        button->setToolTip(name);
    }
    refreshIcon();
}

void EmptyPage::refreshIcon() {
    m_icon->setPixmap(
        iconPixmap(QStringLiteral("drop"), themeColours().weakText, kIcon, devicePixelRatioF()));
}

void EmptyPage::readSamples() {
    const std::filesystem::path folder = m_context.paths().samples;
    if (folder.empty()) return;
    m_worker->post([this, folder, side = qRound(kSampleSize.width() * devicePixelRatioF())] {
        for (const SamplePicture& sample : samplePictures(folder, side)) {
            QMetaObject::invokeMethod(
                this, [this, sample] { addSample(sample.path, sample.picture); },
                Qt::QueuedConnection);
        }
    });
}

void EmptyPage::addSample(const QString& path, const QImage& picture) {
    auto* button = new QToolButton(m_samples);
    button->setProperty("path", path);
    button->setObjectName(QStringLiteral("sample"));
    button->setAutoRaise(true);
    button->setCursor(Qt::PointingHandCursor);
    button->setIcon(QIcon(QPixmap::fromImage(picture)));
    button->setIconSize(kSampleSize);
    m_sampleRow->addWidget(button);
    connect(button, &QToolButton::clicked, this, [this, path] { Q_EMIT openPathRequested(path); });
    m_samples->show();
    retranslate();
}

QRectF EmptyPage::dropArea() const {
    return QRectF(rect()).adjusted(kGapSection, kGapSection, -kGapSection, -kGapSection);
}

void EmptyPage::paintEvent(QPaintEvent*) {
    paintDropFrame(*this, dropArea(), m_highlighted);
}

}  // namespace heirloom::ui
