// What the preview's threads do with a scene: pictures for the screen. product.md 6.4.
//
// Thread rule: free functions, callable from any thread; MovingPreview belongs to one.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QImage>
#include <QRectF>
#include <QVector>

#include "core/base/run_control.h"
#include "core/export/histogram.h"
#include "core/preview/display_picture.h"
#include "core/preview/preview_scene.h"
#include "ui/compare/compare_view.h"
#include "ui/compare/picture.h"

namespace heirloom::ui {

using SharedDisplay = std::shared_ptr<const DisplayTransform>;
using SharedScene = std::shared_ptr<const PreviewScene>;

// How a scene is to look.
struct RenderJob {
    SharedScene scene;
    SharedDisplay display;
    RestoreParameters parameters;
    std::vector<double> strengths;  // of each patch, 0...1; below 0: the face is left out
};

// The scene with the job's strengths and without the faces that are left out.
PreviewScene lookOf(const RenderJob& job);
// Whether the result is the scene's background, pixel for pixel.
bool isAtRest(const RenderJob& job);

// A quick picture while values move: the visible rectangle, exactly or reduced, or the whole
// photo reduced.
struct MovingPicture {
    QImage patch;  // null: whole is meant
    QRectF area;   // of the patch, normalised; a reduced one may reach a little over the edge
    Picture whole;
};

class MovingPreview {
public:
    // Nothing visible gives an empty picture.
    Result<MovingPicture> render(const RenderJob& job, const ViewRequest& view);
    // Makes beforehand what the next render() with this view would make first.
    Result<void> prepare(const RenderJob& job, const ViewRequest& view);
    // Frees what it keeps from one call to the next.
    void clear();

private:
    Result<MovingPicture> renderRectangle(const RenderJob& job, const cv::Rect& rectangle) const;
    Result<MovingPicture> renderReduced(const RenderJob& job, const ViewRequest& view);
    Result<void> reduce(const RenderJob& job, int level);

    SharedScene m_reducedOf;
    std::vector<bool> m_leftOut;
    std::optional<ReducedScene> m_reduced;
};

// Photo pixels on the screen, all levels; stops between strips (Cancelled).
Result<Picture> displayed(const Photo& photo, const DisplayTransform& display,
                          const RunControl& control);

// The exact result: the photo that is saved, and its picture.
struct SettledPicture {
    Photo photo;
    Picture picture;
    Histogram histogram;
    QVector<QRectF> boxes;       // that were asked for, and their thumbnails
    QVector<QImage> thumbnails;  // null where nothing was done
    QImage withAlpha;            // the picture with its transparency; null where it has none
};
Result<SettledPicture> renderSettled(const RenderJob& job, const QVector<QRectF>& boxes,
                                     const RunControl& control);

// The change map as a picture of at most a few megapixels; null when stopped.
QImage changeImage(const Photo& before, const Photo& after, const RunControl& control);

// A face with some surroundings, longer side kThumbnailSide. box: normalised.
inline constexpr int kThumbnailSide = 96;
QImage thumbnailOf(const Picture& picture, const QRectF& box);
QImage thumbnailOf(const Photo& photo, const DisplayTransform& display, const QRectF& box);
// Of the scene as it looks with these parameters.
QImage thumbnailOf(const PreviewScene& scene, const RestoreParameters& parameters,
                   const DisplayTransform& display, const QRectF& box);

}  // namespace heirloom::ui
