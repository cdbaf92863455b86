// What the editor shows while no photo is open: a large area to drop one on, a button, samples
// to try, and what went wrong when a file could not be opened.
#pragma once

#include <memory>

#include <QImage>
#include <QWidget>

#include "ui/common/app_context.h"
#include "ui/common/serial_worker.h"

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace heirloom::ui {

class Notice;

class EmptyPage : public QWidget {
    Q_OBJECT
public:
    EmptyPage(AppContext& context, QWidget* parent);
    ~EmptyPage() override;

    // While files are dragged over the page.
    void setHighlighted(bool highlighted);
    void showFailure(const QString& path, const QString& sentence, const QString& detail);
    void clearFailure();

Q_SIGNALS:
    void openRequested();
    void openPathRequested(const QString& path);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void refreshIcon();
    void readSamples();
    void addSample(const QString& path, const QImage& picture);
    QRectF dropArea() const;

    AppContext& m_context;
    bool m_highlighted = false;
    QString m_failedPath;
    Notice* m_failure = nullptr;
    QLabel* m_icon = nullptr;
    QLabel* m_sentence = nullptr;
    QPushButton* m_open = nullptr;
    QWidget* m_samples = nullptr;
    QLabel* m_trySample = nullptr;
    QHBoxLayout* m_sampleRow = nullptr;
    // Last, so that its thread has ended before anything else of this page goes.
    std::unique_ptr<SerialWorker> m_worker;
};

}  // namespace heirloom::ui
