#include "tests/ui/editor/editor_fixture.h"

#include <QSignalSpy>

namespace heirloom::ui::test {

namespace {

constexpr int kWaitMilliseconds = 15000;

}  // namespace

EditorTest::EditorTest() {
    networks().setFaces({heirloom::test::faceAt({150.0f, 150.0f}, 120.0f),
                         heirloom::test::faceAt({330.0f, 190.0f}, 120.0f)});
}

void EditorTest::start() {
    m_context = makeContext();
    m_document = std::make_unique<PhotoDocument>(*m_context);
    m_page = std::make_unique<EditorPage>(*m_context, *m_document);
    // What a window of 1024 x 640 leaves below menu and tabs.
    show(*m_page, {1024, 560});
}

void EditorTest::openPhoto(const QString& name) {
    if (!m_page) start();
    QSignalSpy examined(m_document.get(), &PhotoDocument::examined);
    m_document->open(writePicture(name, {480, 360}));
    ASSERT_TRUE(examined.wait(kWaitMilliseconds));
}

void EditorTest::enhance() {
    QSignalSpy finished(m_document.get(), &PhotoDocument::enhanceFinished);
    m_document->enhance();
    ASSERT_TRUE(finished.wait(kWaitMilliseconds));
}

QString EditorTest::saveNow() {
    QSignalSpy saved(m_document.get(), &PhotoDocument::saved);
    m_page->save();
    if (!saved.wait(kWaitMilliseconds)) return {};
    return saved.front().front().toStringList().value(0);
}

ParameterSlider* EditorTest::slider(NumberParameter parameter) {
    return find<ParameterSlider>(parameterId(parameter));
}

QStringList EditorTest::noticeSentences() {
    QStringList result;
    for (const Notice* notice : m_page->findChildren<Notice*>()) {
        if (notice->isVisibleTo(m_page.get())) result << notice->sentence();
    }
    return result;
}

}  // namespace heirloom::ui::test
