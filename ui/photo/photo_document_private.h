// The parts of PhotoDocument, shared by its source files. Internal to ui/photo.
#pragma once

#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QTimer>
#include <QUndoStack>

#include "ui/photo/document_parts.h"
#include "ui/photo/edit_state.h"
#include "ui/photo/face_need.h"
#include "ui/photo/photo_document.h"
#include "ui/photo/photo_notes.h"
#include "ui/photo/photo_work.h"
#include "ui/photo/preview_renderer.h"
#include "ui/photo/time_left.h"

namespace heirloom::ui {

struct PhotoDocument::Private {
    Private(PhotoDocument& document, AppContext& appContext);

    using Shown = ShownScene;
    using Run = FaceRun;

    // photo_document.cpp: opening and what is known of the photo.
    void reset();
    void setState(State newState);
    void takeOpened(const OpenedPhoto& opened);
    void takeBefore(const Picture& before, const Histogram& histogram);
    void takeExamined(const ExaminedPhoto& news);
    void endOpening();
    void failOpening(const Error& error);
    void tellOpenFailure();
    void applyRecommendation();
    void announceAll();

    // photo_document_faces.cpp
    int detectedCount() const { return static_cast<int>(detected.size()); }
    QRectF normalised(const cv::Rect2f& box) const;
    FacePictures& picturesOf(const cv::Rect2f& box);
    const FaceOutcome* outcomeOf(const cv::Rect2f& box) const;
    bool showsPatch(int number) const;
    FaceItem itemOf(int number, const cv::Rect2f& box);
    void rebuildFaces();
    void updateNotes();
    FaceChoices checked(const FaceChoices& choices, std::vector<Message>* problems = nullptr) const;
    void changeFace(
        int number, const QString& name, bool continues,
        const std::function<void(bool& enabled, std::optional<double>& strength)>& change);

    // photo_document_edits.cpp
    void push(EditState after, const QString& name, bool continues);
    void apply(const EditState& after);
    bool isModified() const;
    void updateUnsaved();

    // photo_document_enhance.cpp
    void refresh();
    void render(bool newFaces = false);
    void start(Run::Kind kind);
    void beginEnhancing();
    void takeFace(const FaceNews& news);
    void takePrepared(const PreparedNews& news);
    void adopt(const PreparedNews& news, const Run& done);
    void endRun(const Run& done, bool cancelled);
    void failRun(const Run& failed, const Error& error);
    void takeProgress(const WorkProgress& progress);
    void showProgress();
    void takeSettled();

    // photo_document_save.cpp
    void continueSaving();
    void failSaving(const QString& sentence, const QString& detail);
    ExportJob exportJob() const;
    void takeExported(const ExportOutcome& outcome);

    PhotoDocument& q;
    AppContext& context;
    State state = State::Empty;

    // The photo.
    QString path;
    Photo original;
    SharedDisplay display;
    PhotoFacts facts;
    struct OpenFailure {
        QString path;
        Error error;
    };
    std::optional<OpenFailure> openFailure;  // of the last photo; said again in another language
    QString captureTime;  // as in Exif
    NoteSources notes;
    std::vector<Face> detected;
    bool isShown = false;                   // opened() was emitted
    std::optional<ExaminedPhoto> findings;  // that wait for it
    Recommendation recommendation;
    QVector<FaceItem> faces;
    std::vector<FacePictures> pictures;

    // What a person decided.
    EditState edit;
    bool touched = false;        // the recommendation keeps its hands off
    bool enhanceWanted = false;  // as soon as the photo is examined
    QUndoStack history;
    bool announcedModified = false;

    // Faces.
    std::optional<Run> run;
    std::optional<Preparation> prepared;  // of the last run that came to its end
    std::vector<FaceOutcome> outcomes;    // of it
    Shown complete;                       // of it, or the photo as it is
    Shown shown;                          // now
    bool enhanced = false;
    bool stale = false;      // other models
    bool suspended = false;  // cancelled: nothing starts by itself until it has a new reason
    double seconds = 0.0;    // of the last run
    int restoredCount = 0;
    std::optional<RenderJob> look;  // that the renderer has

    // Progress.
    TimeLeft time;
    QElapsedTimer clock;
    QTimer tick;
    QString stage;

    // Files.
    std::optional<ExportOptions> saving;
    bool exporting = false;
    std::optional<EditState> exportedEdit;  // of the export under way
    std::optional<EditState> savedEdit;     // that a file holds
    bool savedEnhanced = false;
    bool announcedUnsaved = false;

    // Last, so that their threads end first.
    PreviewRenderer renderer;
    PhotoWork work;
};

}  // namespace heirloom::ui
