// Where the networks run, how precisely and on how many threads, what memory they take,
// and by which proxy and into which folder models come.
#pragma once

#include <functional>

#include <QTimer>

#include "ui/common/app_context.h"
#include "ui/common/serial_worker.h"
#include "ui/models/card_frame.h"
#include "ui/models/device_state.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace heirloom::ui {

class ElidedLabel;
class Notice;

class DeviceCard : public CardFrame {
    Q_OBJECT
public:
    // probe: called once on a thread of this card, when it is first shown.
    using Probe = std::function<DeviceOffer(int threads)>;
    explicit DeviceCard(AppContext& context, Probe probe = probeDevice, QWidget* parent = nullptr);

Q_SIGNALS:
    void memoryRead(const heirloom::ui::MemoryUse& use);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    struct Field {
        QLabel* name = nullptr;
        QLabel* hint = nullptr;
    };
    Field addField(QVBoxLayout& column, QWidget* control);
    void buildEngine(QVBoxLayout& column);
    void buildMemory(QVBoxLayout& column);
    void buildFiles(QVBoxLayout& column);
    void retranslate();
    void refreshChoices();
    void refreshSettings();
    void refreshMemory();
    void applyEngine();
    void applyProxy();
    void readMemory();
    void askDevice();
    void openFolder();

    AppContext& m_context;
    Probe m_probe;
    DeviceOffer m_offer;
    bool m_isAsked = false;
    MemoryUse m_memory;
    QTimer m_timer;
    QLabel* m_title = nullptr;
    Field m_deviceField, m_precisionField, m_threadsField, m_proxyField, m_folderField;
    QComboBox* m_device = nullptr;
    QComboBox* m_precision = nullptr;
    QSpinBox* m_threads = nullptr;
    QLabel* m_memoryTitle = nullptr;
    QLabel* m_memoryText = nullptr;
    QLabel* m_loadedText = nullptr;
    QPushButton* m_free = nullptr;
    QLineEdit* m_proxy = nullptr;
    Notice* m_proxyWarning = nullptr;
    ElidedLabel* m_folder = nullptr;
    QPushButton* m_openFolder = nullptr;
    Notice* m_folderError = nullptr;
    SerialWorker m_worker;  // last, so that it has ended before anything else goes
};

}  // namespace heirloom::ui
