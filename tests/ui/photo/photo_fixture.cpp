#include "tests/ui/photo/photo_fixture.h"

#include <algorithm>
#include <cmath>

#include <QFile>

#include "core/image/encode.h"
#include "tests/support/sample_photos.h"
#include "ui/common/text.h"

namespace heirloom::ui::test {

PhotoTest::PhotoTest() : m_context(makeContext()) {
    makeDocument();
}

void PhotoTest::useNetworks(ModelsFactory factory) {
    m_document.reset();
    m_context = std::make_unique<AppContext>(paths(), std::move(factory));
    makeDocument();
}

void PhotoTest::makeDocument() {
    m_document = std::make_unique<PhotoDocument>(*m_context);
    QObject::connect(m_document.get(), &PhotoDocument::beforeChanged, m_document.get(),
                     [this](const Picture& before) { m_before = before; });
    QObject::connect(m_document.get(), &PhotoDocument::afterChanged, m_document.get(),
                     [this](const Picture& after) { m_after = after; });
    QObject::connect(m_document.get(), &PhotoDocument::afterPatchChanged, m_document.get(),
                     [this](const QImage& patch, const QRectF& area) {
                         m_patch = patch;
                         m_patchArea = area;
                         ++m_patches;
                     });
}

PhotoTest::~PhotoTest() {
    networks().gate().open();
    m_document.reset();
}

QString PhotoTest::pictureWithTwoFaces(const QString& name) {
    networks().setFaces(
        {heirloom::test::faceAt({90, 120}, 90), heirloom::test::faceAt({230, 120}, 80)});
    return writePhoto(name, testing::samplePhoto(320, 240));
}

QString PhotoTest::writePhoto(const QString& name, const Photo& photo) {
    EncodeOptions options;
    options.format = formatFromExtension(name.section('.', -1).toStdString());
    const auto encoded = encodePhoto(photo, options);
    EXPECT_TRUE(encoded) << (encoded ? "" : encoded.error().text());
    const Bytes& bytes = encoded->file;
    return writeFile(name, QByteArray(reinterpret_cast<const char*>(bytes.data()),
                                      static_cast<qsizetype>(bytes.size())));
}

void PhotoTest::open(const QString& path) {
    QSignalSpy examined(m_document.get(), &PhotoDocument::examined);
    m_document->open(path);
    ASSERT_TRUE(waitUntil([&] { return !examined.isEmpty(); }));
}

void PhotoTest::enhance() {
    QSignalSpy finished(m_document.get(), &PhotoDocument::enhanceFinished);
    m_document->enhance();
    ASSERT_TRUE(waitUntil([&] { return !finished.isEmpty(); }));
}

void PhotoTest::settle() {
    ASSERT_TRUE(waitUntil([&] { return m_document->isSettled(); }));
}

QStringList PhotoTest::save(const ExportOptions& options) {
    QSignalSpy saved(m_document.get(), &PhotoDocument::saved);
    QSignalSpy failed(m_document.get(), &PhotoDocument::saveFailed);
    m_document->save(options);
    EXPECT_TRUE(waitUntil([&] { return !saved.isEmpty() || !failed.isEmpty(); }));
    if (!failed.isEmpty()) ADD_FAILURE() << failed[0][0].toString().toStdString();
    return saved.isEmpty() ? QStringList() : saved[0][0].toStringList();
}

void PhotoTest::change(double RestoreParameters::*member, double value, bool continues) {
    RestoreParameters parameters = m_document->parameters();
    parameters.*member = value;
    m_document->edit(parameters, "Change", continues);
}

void PhotoTest::setMode(RestoreMode mode) {
    RestoreParameters parameters = m_document->parameters();
    parameters.mode = mode;
    m_document->edit(parameters, "Mode");
}

void PhotoTest::plain(double strength) {
    RestoreParameters parameters;
    parameters.strength = strength;
    parameters.faithful = false;
    parameters.skinProtection = false;
    parameters.mode = RestoreMode::Detail;
    m_document->edit(parameters, "Plain");
}

int largestDifference(const QImage& a, const QImage& b) {
    if (a.size() != b.size()) return 256;
    int largest = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QRgb p = a.pixel(x, y);
            const QRgb q = b.pixel(x, y);
            largest = std::max({largest, std::abs(qRed(p) - qRed(q)),
                                std::abs(qGreen(p) - qGreen(q)), std::abs(qBlue(p) - qBlue(q))});
        }
    }
    return largest;
}

QColor colourAt(const QImage& image, const QRectF& box) {
    return image.pixelColor(static_cast<int>(box.center().x() * image.width()),
                            static_cast<int>(box.center().y() * image.height()));
}

ViewRequest wholeAt(double zoom) {
    return {QRectF(0.0, 0.0, 1.0, 1.0), zoom};
}

}  // namespace heirloom::ui::test
