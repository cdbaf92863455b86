// The long work on the open photo: decoding, finding and restoring faces, writing files.
//
// Thread rule: GUI thread; the work runs on a thread of its own, where the photo's session
// lives. One job at a time: a new one stops the one before and drops its results. The
// destructor stops and waits (at most for one face).
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QVector>

#include "core/batch/provenance_facts.h"
#include "core/export/export_job.h"
#include "core/restore/photo_session.h"
#include "ui/common/serial_worker.h"
#include "ui/photo/photo_facts.h"
#include "ui/photo/render_tasks.h"

namespace heirloom::ui {

struct OpenedPhoto {
    Photo photo;
    SharedScene scene;  // of the photo as it is
    SharedDisplay display;
    PhotoFacts facts;  // what the file tells; times as the camera wrote them
};

struct ExaminedPhoto {
    PhotoFindings findings;
    std::vector<PhotoWarning> judgements;
    QVector<QImage> thumbnails;  // of the faces
};

struct FaceNews {
    SharedScene scene;  // with the faces so far
    int face = 0;       // counted from 1
    QImage thumbnail;
};

struct PreparedNews {
    Result<PreparedPhoto> photo;
    SharedScene scene;           // of a photo that is there
    QVector<QImage> thumbnails;  // of its faces as they came
    double seconds = 0.0;
};

struct ExportJob {
    ExportPhotos photos;
    ExportOptions options;
    RestorationFacts facts;  // its models are asked for by the work
    FaceChoices choices;     // for the print copy
};

struct WorkProgress {
    std::string stage;
    double fraction = 0.0;  // of the job
    int face = 0;
    int faceCount = 0;
};

class PhotoWork : public QObject {
    Q_OBJECT
public:
    explicit PhotoWork(std::unique_ptr<ModelProvider> models, QObject* parent = nullptr);
    ~PhotoWork() override;

    // opened() and examined(); or openFailed(), or opened() and examineFailed().
    void open(const std::filesystem::path& path);
    // faceReady() for each face, then prepared(). boxes: of the faces by number, normalised,
    // for their thumbnails.
    void prepare(const RestoreParameters& parameters, const FaceChoices& choices,
                 const SharedDisplay& display, const QVector<QRectF>& boxes);
    void save(ExportJob job);  // exported()
    void stop();               // the job ends soon, with Cancelled
    void close();              // stops, and frees what it holds

Q_SIGNALS:
    void opened(const OpenedPhoto& photo);
    void examined(const ExaminedPhoto& photo);
    void openFailed(const Error& error);
    void examineFailed(const Error& error);
    void faceReady(const FaceNews& news);
    void prepared(const PreparedNews& news);
    void exported(const ExportOutcome& outcome);
    void progress(const WorkProgress& progress);

private:
    using StopFlag = std::shared_ptr<std::atomic<bool>>;
    struct Job;

    Job startJob();
    void openNow(const Job& job, const std::filesystem::path& path);
    Result<void> examineNow(const Job& job);
    PreparedNews prepareNow(const Job& job, const RestoreParameters& parameters,
                            const FaceChoices& choices, const SharedDisplay& display,
                            const QVector<QRectF>& boxes);
    ExportOutcome exportNow(const Job& job, ExportJob& work);
    Result<Photo> printSized(const Job& job, const ExportJob& work);

    int m_job = 0;
    StopFlag m_stop;
    std::unique_ptr<ModelProvider> m_models;  // this and the session are the thread's
    std::optional<PhotoSession> m_session;
    SerialWorker m_worker{"photo"};  // last, so that it ends first
};

}  // namespace heirloom::ui
