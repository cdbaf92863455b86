// The quiet line of the first start: a better model exists, with its size and licence. Gone
// for good once dismissed or once a large model is installed.
#pragma once

#include <optional>

#include <QWidget>

#include "ui/common/app_context.h"
#include "ui/common/serial_worker.h"

namespace heirloom::ui {

class Notice;

class ModelBanner : public QWidget {
    Q_OBJECT
public:
    explicit ModelBanner(AppContext& context, QWidget* parent = nullptr);

Q_SIGNALS:
    void downloadRequested(const QString& model);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void retranslate();
    void takeOffer(const std::optional<ModelRecord>& offer, bool hasLarge);
    void goForGood();

    AppContext& m_context;
    Notice* m_notice = nullptr;
    QString m_model;
    std::optional<ModelRecord> m_offer;
    SerialWorker m_worker;  // last, so that it has ended before anything else goes
};

}  // namespace heirloom::ui
