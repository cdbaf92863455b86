// Renders the open photo for the view: quickly while values move, exactly once they rest.
// What it settles on is what is saved, so the preview equals the export. product.md 6.4.
//
// Thread rule: GUI thread. Two threads of its own render; only the newest request counts.
#pragma once

#include <atomic>
#include <memory>
#include <optional>

#include <QObject>
#include <QTimer>

#include "ui/common/serial_worker.h"
#include "ui/photo/render_tasks.h"

namespace heirloom::ui {

class PreviewRenderer : public QObject {
    Q_OBJECT
public:
    explicit PreviewRenderer(QObject* parent = nullptr);
    ~PreviewRenderer() override;

    // A new photo: makes the picture of before, which is that of after, too, until show().
    void open(const Photo& original, SharedDisplay display);
    void close();

    // How the photo is to look from now on. scene: of the open photo.
    void show(RenderJob job, bool newFaces = false);
    // Faces whose thumbnails come with the settled picture; normalised.
    void setBoxes(const QVector<QRectF>& boxes) { m_boxes = boxes; }
    // While networks work, whole renderings would only take their time away.
    void holdSettling(bool holds);
    // Without waiting for values to rest.
    void settleNow();

    void setView(const ViewRequest& view);
    void setChangesWanted(bool wanted);

    bool isSettled() const { return m_settled.has_value(); }
    // Null while it is not settled.
    const SettledPicture* settled() const { return m_settled ? &*m_settled : nullptr; }
    const Picture& before() const { return m_before; }

Q_SIGNALS:
    void beforeReady(const Picture& before, const Histogram& histogram);
    void pictureReady(const Picture& after, bool newFaces);
    void patchReady(const QImage& patch, const QRectF& area);  // normalised
    void settledReady();
    void changePictureReady(const QImage& heat);
    void failed(const Error& error);

private:
    using StopFlag = std::shared_ptr<std::atomic<bool>>;

    void renderMoving();
    void prepareMoving();
    void startSettling();
    void rest();
    static void stop(StopFlag& flag);
    void takeBefore(Picture before, const Histogram& histogram);
    void takeMoving(const Result<MovingPicture>& moving, int version, bool newFaces);
    void takeSettled(Result<SettledPicture> settled, int version);
    void settleOn(SettledPicture settled);
    void updateChanges();
    void dropSettled();

    Photo m_original;
    Picture m_before;
    Histogram m_beforeHistogram;
    std::optional<RenderJob> m_job;
    std::optional<SettledPicture> m_settled;
    QVector<QRectF> m_boxes;
    ViewRequest m_view;
    bool m_newFaces = false;
    bool m_held = false;
    bool m_settleAtOnce = false;
    bool m_changesWanted = false;
    int m_photo = 0;         // counts open() and close()
    int m_version = 0;       // counts show()
    int m_shownVersion = 0;  // the newest that the view has
    StopFlag m_beforeStop;
    StopFlag m_stop;  // of the settling under way
    QTimer m_rest;
    QTimer m_viewRest;
    MovingPreview m_moving;  // the preview thread's
    // Last, so that they end first.
    SerialWorker m_settleWorker{"settle"};
    SerialWorker m_previewWorker{"preview"};
};

}  // namespace heirloom::ui
