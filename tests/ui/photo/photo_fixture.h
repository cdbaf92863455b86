// What tests of the open photo share: a document with fake networks, and what it told.
#pragma once

#include <memory>
#include <optional>

#include <QJsonArray>
#include <QJsonObject>
#include <QSignalSpy>
#include <QUndoStack>

#include "core/image/photo.h"
#include "tests/ui/ui_support.h"
#include "ui/photo/photo_document.h"

namespace heirloom::ui::test {

class PhotoTest : public UiTest {
protected:
    PhotoTest();
    ~PhotoTest() override;

    AppContext& context() { return *m_context; }
    PhotoDocument& document() { return *m_document; }
    void closeDocument() { m_document.reset(); }
    // Starts over with other networks.
    void useNetworks(ModelsFactory factory);

    // A picture with two faces, 320 x 240; the networks find them.
    QString pictureWithTwoFaces(const QString& name = "family.png");
    // Any photo, written as it is in the format that the name asks for.
    QString writePhoto(const QString& name, const Photo& photo);

    // Each waits for the end of it, and fails the test where that does not come.
    void open(const QString& path);
    void enhance();
    void settle();
    // Returns the written files.
    QStringList save(const ExportOptions& options = {});

    void change(double RestoreParameters::*member, double value, bool continues = false);
    void setMode(RestoreMode mode);
    // Parameters at rest apart from the strength, so that only faces change.
    void plain(double strength = 70.0);

    // The last pictures that were told.
    const Picture& before() const { return m_before; }
    const Picture& after() const { return m_after; }
    const std::optional<QImage>& patch() const { return m_patch; }
    QRectF patchArea() const { return m_patchArea; }
    int patches() const { return m_patches; }

private:
    void makeDocument();

    std::unique_ptr<AppContext> m_context;
    std::unique_ptr<PhotoDocument> m_document;
    Picture m_before, m_after;
    std::optional<QImage> m_patch;
    QRectF m_patchArea;
    int m_patches = 0;
};

// The largest difference of a colour channel; 256 where sizes differ.
int largestDifference(const QImage& a, const QImage& b);

// Colour in the middle of the box; normalised.
QColor colourAt(const QImage& image, const QRectF& box);

// Shows all of the photo so that one of its pixels takes this many of the screen's.
ViewRequest wholeAt(double zoom);

}  // namespace heirloom::ui::test
