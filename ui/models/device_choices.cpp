#include "ui/models/device_choices.h"

#include <algorithm>
#include <thread>

#include <QComboBox>
#include <QCoreApplication>
#include <QStandardItemModel>
#include <QUrl>

namespace heirloom::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(DeviceCard)
};

// reason: why it cannot be chosen; empty when it can.
template <class Value>
void add(QComboBox& box, const QString& name, Value value, const QString& reason = {}) {
    const QString label = reason.isEmpty() ? name : Words::tr("%1 (%2)").arg(name, reason);
    box.addItem(label, static_cast<int>(value));
    const auto* model = qobject_cast<QStandardItemModel*>(box.model());
    if (model != nullptr) model->item(box.count() - 1)->setEnabled(reason.isEmpty());
}

QString missing(const DeviceOffer& offer, bool isThere, const QString& reason) {
    if (isThere) return {};
    return offer.isKnown ? reason : Words::tr("being looked for");
}

void showValue(QComboBox& box, int value) {
    const int index = box.findData(value);
    box.setCurrentIndex(std::max(0, index));
}

}  // namespace

void fillDevices(QComboBox& box, const DeviceOffer& offer) {
    box.clear();
    add(box, Words::tr("Automatic"), Device::Auto);
    add(box, Words::tr("Processor (CPU)"), Device::Cpu);
    add(box, Words::tr("Graphics card (CUDA)"), Device::Cuda,
        missing(offer, offer.cuda, Words::tr("none found")));
}

void fillPrecisions(QComboBox& box, const DeviceOffer& offer) {
    const QString reason = Words::tr("not available here");
    box.clear();
    add(box, Words::tr("Automatic"), Precision::Auto);
    add(box, Words::tr("Full (fp32)"), Precision::Fp32);
    add(box, Words::tr("Half (bf16)"), Precision::Bf16, missing(offer, offer.bf16, reason));
    add(box, Words::tr("Half (fp16)"), Precision::Fp16, missing(offer, offer.fp16, reason));
}

void showDevice(QComboBox& box, Device device) {
    showValue(box, static_cast<int>(device));
}

void showPrecision(QComboBox& box, Precision precision) {
    showValue(box, static_cast<int>(precision));
}

Device chosenDevice(const QComboBox& box) {
    return static_cast<Device>(box.currentData().toInt());
}

Precision chosenPrecision(const QComboBox& box) {
    return static_cast<Precision>(box.currentData().toInt());
}

int mostThreads() {
    return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

bool isProxyAddress(const QString& text) {
    if (text.isEmpty()) return true;
    const bool hasScheme = text.contains(QLatin1String("://"));
    const QUrl url(hasScheme ? text : QLatin1String("http://") + text, QUrl::StrictMode);
    static const QStringList kSchemes{"http", "https", "socks4", "socks4a", "socks5", "socks5h"};
    return url.isValid() && !url.host().isEmpty() && kSchemes.contains(url.scheme());
}

}  // namespace heirloom::ui
