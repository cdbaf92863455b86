// The entries of the device card's lists. What this machine does not have stays visible,
// disabled, with the reason.
//
// Thread rule: GUI thread.
#pragma once

#include <QString>

#include "core/nn/runtime.h"
#include "ui/models/device_state.h"

class QComboBox;

namespace heirloom::ui {

void fillDevices(QComboBox& box, const DeviceOffer& offer);
void fillPrecisions(QComboBox& box, const DeviceOffer& offer);

void showDevice(QComboBox& box, Device device);
void showPrecision(QComboBox& box, Precision precision);
Device chosenDevice(const QComboBox& box);
Precision chosenPrecision(const QComboBox& box);

int mostThreads();  // what the spin box goes up to

// Empty, HOST:PORT or a whole address with one of the schemes that proxies have.
bool isProxyAddress(const QString& text);

}  // namespace heirloom::ui
