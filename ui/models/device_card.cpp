#include "ui/models/device_card.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMetaObject>
#include <QPushButton>
#include <QSpinBox>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/common/notice.h"
#include "ui/common/small_widgets.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"
#include "ui/models/device_choices.h"

namespace heirloom::ui {

namespace {
constexpr int kMemoryInterval = 2000;  // milliseconds
}

DeviceCard::DeviceCard(AppContext& context, Probe probe, QWidget* parent)
    : CardFrame(parent), m_context(context), m_probe(std::move(probe)), m_worker("device") {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGapGroup, kGapGroup, kGapGroup, kGapGroup);
    column->setSpacing(kGapTiny);
    m_title = makeTitle(this);
    column->addWidget(m_title);
    buildEngine(*column);
    buildMemory(*column);
    buildFiles(*column);
    m_timer.setInterval(kMemoryInterval);
    connect(&m_timer, &QTimer::timeout, this, &DeviceCard::readMemory);
    connect(&context.settings(), &Settings::engineChanged, this, &DeviceCard::refreshSettings);
    retranslate();
}

DeviceCard::Field DeviceCard::addField(QVBoxLayout& column, QWidget* control) {
    Field field{new QLabel(this), makeHint(this)};
    field.name->setBuddy(control);
    column.addSpacing(kGap);
    column.addWidget(field.name);
    column.addWidget(control);
    column.addWidget(field.hint);
    return field;
}

void DeviceCard::buildEngine(QVBoxLayout& column) {
    m_device = new QComboBox(this);
    m_device->setObjectName("device");
    m_deviceField = addField(column, m_device);
    m_precision = new QComboBox(this);
    m_precision->setObjectName("precision");
    m_precisionField = addField(column, m_precision);
    m_threads = new QSpinBox(this);
    m_threads->setObjectName("threads");
    m_threads->setRange(0, mostThreads());
    m_threads->setKeyboardTracking(false);
    m_threadsField = addField(column, m_threads);
    for (QWidget* control : std::initializer_list<QWidget*>{m_device, m_precision, m_threads}) {
        control->setFocusPolicy(Qt::StrongFocus);
        control->installEventFilter(this);
    }
    connect(m_device, &QComboBox::activated, this, &DeviceCard::applyEngine);
    connect(m_precision, &QComboBox::activated, this, &DeviceCard::applyEngine);
    connect(m_threads, &QSpinBox::valueChanged, this, &DeviceCard::applyEngine);
}

void DeviceCard::buildMemory(QVBoxLayout& column) {
    m_memoryTitle = new QLabel(this);
    m_memoryText = new QLabel(this);
    m_memoryText->setObjectName("memoryUse");
    m_memoryText->setFont(numberFont());
    m_loadedText = makeHint(this);
    m_loadedText->setObjectName("loadedModels");
    m_free = makeButton("memory", this);
    m_free->setObjectName("freeMemory");
    column.addSpacing(kGapWide);
    column.addWidget(makeSeparator(this));
    column.addSpacing(kGap);
    column.addWidget(m_memoryTitle);
    column.addWidget(m_memoryText);
    column.addWidget(m_loadedText);
    column.addWidget(m_free, 0, Qt::AlignLeft);
    connect(m_free, &QPushButton::clicked, this, [this] {
        m_worker.postLatest("free", [&models = m_context.models()] { freeMemory(models); });
        readMemory();
    });
}

void DeviceCard::buildFiles(QVBoxLayout& column) {
    column.addSpacing(kGapWide);
    column.addWidget(makeSeparator(this));
    m_proxy = new QLineEdit(this);
    m_proxy->setObjectName("proxy");
    m_proxyField = addField(column, m_proxy);
    m_proxyWarning = new Notice(Notice::Kind::Warning, this);
    m_proxyWarning->hide();
    column.addWidget(m_proxyWarning);
    m_folder = new ElidedLabel(this);
    m_folderField = addField(column, m_folder);
    m_openFolder = makeButton("folder", this);
    m_openFolder->setObjectName("openFolder");
    column.addWidget(m_openFolder, 0, Qt::AlignLeft);
    m_folderError = new Notice(Notice::Kind::Error, this);
    m_folderError->hide();
    column.addWidget(m_folderError);
    connect(m_proxy, &QLineEdit::editingFinished, this, &DeviceCard::applyProxy);
    connect(m_openFolder, &QPushButton::clicked, this, &DeviceCard::openFolder);
}

void DeviceCard::applyEngine() {
    EngineOptions options = m_context.settings().engine();
    options.runtime.device = chosenDevice(*m_device);
    options.runtime.precision = chosenPrecision(*m_precision);
    options.runtime.threads = m_threads->value();
    m_context.settings().setEngine(options);
}

void DeviceCard::applyProxy() {
    const QString proxy = m_proxy->text().trimmed();
    const bool isSound = isProxyAddress(proxy);
    m_proxyWarning->setVisible(!isSound);
    if (!isSound) {
        m_proxyWarning->show(Notice::Kind::Warning,
                             tr("This is no proxy address; write http://HOST:PORT."));
    } else if (proxy != m_context.settings().proxy()) {
        m_context.settings().setProxy(proxy);
    }
}

void DeviceCard::readMemory() {
    m_worker.postLatest("memory", [this, &models = m_context.models()] {
        QMetaObject::invokeMethod(
            this,
            [this, use = memoryUse(models)] {
                m_memory = use;
                refreshMemory();
                Q_EMIT memoryRead(use);
            },
            Qt::QueuedConnection);
    });
}

void DeviceCard::askDevice() {
    if (std::exchange(m_isAsked, true)) return;
    m_worker.post([this, probe = m_probe, threads = m_context.settings().engine().runtime.threads] {
        QMetaObject::invokeMethod(
            this,
            [this, offer = probe(threads)] {
                m_offer = offer;
                refreshChoices();
            },
            Qt::QueuedConnection);
    });
}

void DeviceCard::openFolder() {
    m_folderError->hide();
    m_worker.post([this, folder = m_context.paths().models.userFolder] {
        std::error_code failed;
        std::filesystem::create_directories(folder, failed);
        QMetaObject::invokeMethod(
            this,
            [this, folder, reason = failed ? failed.message() : std::string()] {
                const bool isOpen = reason.empty() && QDesktopServices::openUrl(
                                                          QUrl::fromLocalFile(fromPath(folder)));
                if (isOpen) return;
                m_folderError->setVisible(true);
                m_folderError->show(
                    Notice::Kind::Error,
                    tr("The models folder could not be opened. Check its permissions."),
                    QString::fromStdString(reason));
            },
            Qt::QueuedConnection);
    });
}

void DeviceCard::refreshChoices() {
    fillDevices(*m_device, m_offer);
    fillPrecisions(*m_precision, m_offer);
    refreshSettings();
}

void DeviceCard::refreshSettings() {
    const RuntimeOptions runtime = m_context.settings().engine().runtime;
    const QSignalBlocker quiet(m_threads);
    showDevice(*m_device, runtime.device);
    showPrecision(*m_precision, runtime.precision);
    m_threads->setValue(runtime.threads);
    m_proxy->setText(m_context.settings().proxy());
}

void DeviceCard::refreshMemory() {
    m_memoryText->setText(m_memory.resident > 0 ? bytesText(m_memory.resident) : tr("not known"));
    QStringList names;
    for (const UsedModel& model : m_memory.models) {
        names.append(
            tr("%1 (%2, %3)")
                .arg(fromUtf8(model.name), fromUtf8(model.device), fromUtf8(model.precision)));
    }
    m_loadedText->setText(
        names.isEmpty() ? tr("No model is loaded.")
                        : tr("Loaded: %1").arg(names.join(tr(", ", "between items of a list"))));
    m_free->setEnabled(!names.isEmpty());
}

void DeviceCard::retranslate() {
    m_title->setText(tr("Device"));
    m_deviceField.name->setText(tr("Runs on"));
    m_deviceField.hint->setText(tr("A graphics card is many times faster."));
    m_precisionField.name->setText(tr("Precision"));
    m_precisionField.hint->setText(tr("Automatic never changes what one can see."));
    m_threadsField.name->setText(tr("Threads"));
    m_threadsField.hint->setText(tr("Fewer leave more of the processor to other programs."));
    m_threads->setSpecialValueText(tr("Automatic"));
    m_memoryTitle->setText(tr("Memory in use by Heirloom"));
    m_free->setText(tr("Free memory"));
    m_free->setToolTip(tr("Unloads the models; the next photo loads them again."));
    m_proxyField.name->setText(tr("Proxy for downloads"));
    m_proxyField.hint->setText(tr("Empty: as the system has it."));
    m_proxy->setPlaceholderText("http://HOST:PORT");
    m_folderField.name->setText(tr("Models folder"));
    m_folderField.hint->setText(tr("Models that you download or import are kept here."));
    m_folder->setFullText(fromPath(m_context.paths().models.userFolder));
    m_openFolder->setText(tr("Open folder"));
    m_device->setAccessibleName(tr("Runs on"));
    m_precision->setAccessibleName(tr("Precision"));
    m_threads->setAccessibleName(tr("Threads"));
    m_proxy->setAccessibleName(tr("Proxy for downloads"));
    refreshChoices();
    refreshMemory();
}

// The wheel scrolls the panel; it changes a value only where the focus is.
bool DeviceCard::eventFilter(QObject* watched, QEvent* event) {
    const auto* control = qobject_cast<QWidget*>(watched);
    if (event->type() == QEvent::Wheel && control != nullptr && !control->hasFocus()) {
        event->ignore();
        return true;
    }
    return CardFrame::eventFilter(watched, event);
}

void DeviceCard::changeEvent(QEvent* event) {
    CardFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void DeviceCard::showEvent(QShowEvent* event) {
    CardFrame::showEvent(event);
    askDevice();
    readMemory();
    m_timer.start();
}

void DeviceCard::hideEvent(QHideEvent* event) {
    CardFrame::hideEvent(event);
    m_timer.stop();
}

}  // namespace heirloom::ui
