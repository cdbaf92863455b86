// The open photo: its file, faces, parameters, history and pictures. Single and Advanced show
// the same one; nothing of it is a widget.
//
// Thread rule: GUI thread. Decoding, networks and rendering run on threads of its own; their
// results arrive as signals. The destructor cancels and waits (at most for one face).
#pragma once

#include <memory>
#include <optional>

#include <QImage>
#include <QJsonObject>
#include <QObject>
#include <QRectF>
#include <QVector>

#include "core/export/export_job.h"
#include "core/restore/parameters.h"
#include "core/restore/preset.h"
#include "ui/common/app_context.h"
#include "ui/compare/compare_view.h"
#include "ui/photo/photo_facts.h"

class QUndoStack;

namespace heirloom::ui {

class PhotoDocument : public QObject {
    Q_OBJECT
public:
    enum class State {
        Empty,
        Opening,  // decoding, finding faces, judging
        Ready,
        Enhancing,  // the network works
        Saving,
    };

    explicit PhotoDocument(AppContext& context, QObject* parent = nullptr);
    ~PhotoDocument() override;

    State state() const;
    // Replaces what is open; the caller asks about unsaved work first. A failure is told by
    // openFailed() and leaves the document empty.
    void open(const QString& path);
    void close();
    QString path() const;
    const PhotoFacts& facts() const;  // grows while opening: faces and quality come last
    const QVector<FaceItem>& faces() const;
    bool isEnhanced() const;      // faces of this photo have been restored
    bool hasUnsavedWork() const;  // a result that no file holds

    // Parameters. Changes through edit() are undo steps; changes with continues and the same
    // name join the step before.
    const RestoreParameters& parameters() const;
    void edit(const RestoreParameters& parameters, const QString& name, bool continues = false);
    // id of the preset that was chosen; empty: plain. Modified: parameters differ from it.
    QString presetId() const;
    bool isPresetModified() const;
    void choosePreset(const Preset& preset);
    void resetToPreset();
    // What the photo's quality recommends, applied by itself on opening, unless the person
    // moved something.
    QString recommendedPreset() const;
    QString recommendationReason() const;
    bool followsRecommendation() const;

    // Faces, by number; undo steps, too.
    void setFaceEnabled(int number, bool enabled);
    void setFaceStrength(int number, std::optional<double> strength, bool continues = false);
    // box: normalised. Returns why there can be no face; empty when it was added.
    QString addFace(const QRectF& box);
    void removeAddedFace(int number);

    QUndoStack* history() const;

    // Runs the networks with the parameters; later changes that need them run them again by
    // themselves. Ends with enhanceFinished().
    void enhance();
    void cancel();
    QString outcomeSentence() const;  // of the last enhancing: "3 faces restored in 4 s"

    // Files. Ends with saved() or saveFailed(); the original is never the target.
    QString suggestedOutput() const;
    void save(const ExportOptions& options);
    // The settled result in sRGB, for the clipboard; null while it is not settled.
    QImage resultImage() const;

    // What the view shows now; pictures are rendered for it.
    void setView(const ViewRequest& request);
    void setChangesWanted(bool wanted);
    bool isSettled() const;  // the after picture is exact

    // What a crash must not lose: path, parameters, preset, faces.
    QJsonObject workingState() const;
    void openWorkingState(const QJsonObject& state);

Q_SIGNALS:
    void stateChanged();
    void opened();    // decoded and shown; faces follow
    void examined();  // faces, quality and recommendation are known
    void openFailed(const QString& path, const QString& sentence, const QString& detail);
    void beforeChanged(const Picture& before);
    void afterChanged(const Picture& after, bool newFaces);
    void afterPatchChanged(const QImage& patch, const QRectF& area);  // normalised
    void changePictureChanged(const QImage& heat);
    void settled();
    void factsChanged();
    void facesChanged();
    void parametersChanged();
    void presetChanged();
    void recommendationChanged();
    void warningsChanged();
    // stage: for people. fraction 0...1. secondsLeft below 0: not known yet.
    void progressChanged(const QString& stage, double fraction, double secondsLeft);
    void enhanceFinished(bool cancelled);
    void enhanceFailed(const QString& sentence, const QString& detail);
    void saved(const QStringList& files, const QStringList& warnings);
    void saveFailed(const QString& sentence, const QString& detail);
    void unsavedChanged();

private:
    struct Private;
    std::unique_ptr<Private> m;
};

}  // namespace heirloom::ui
