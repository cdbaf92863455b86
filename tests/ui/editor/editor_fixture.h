// An editor page with a real document and networks that do what a test wants.
#pragma once

#include <memory>

#include <QPushButton>

#include "tests/ui/ui_support.h"
#include "ui/common/notice.h"
#include "ui/common/small_widgets.h"
#include "ui/editor/action_bar.h"
#include "ui/editor/editor_page.h"
#include "ui/editor/face_strip.h"
#include "ui/editor/parameter_controls.h"
#include "ui/editor/single_panel.h"
#include "ui/photo/photo_document.h"

namespace heirloom::ui::test {

class EditorTest : public UiTest {
protected:
    EditorTest();

    // Shows the empty page in a window of the smallest size.
    void start();
    // start(), then a photo of 480 x 360 with two faces, looked at to the end.
    void openPhoto(const QString& name = QStringLiteral("photo.png"));
    void enhance();
    // Saves beside the photo and returns the file that was written.
    QString saveNow();

    AppContext& context() { return *m_context; }
    PhotoDocument& document() { return *m_document; }
    EditorPage& page() { return *m_page; }

    // The visible one of that name; null where there is none.
    template <class Widget>
    Widget* find(const QString& name = {}) {
        for (Widget* widget : m_page->findChildren<Widget*>(name)) {
            if (widget->isVisibleTo(m_page.get())) return widget;
        }
        return nullptr;
    }
    ParameterSlider* slider(NumberParameter parameter);
    QPushButton* enhanceButton() { return find<QPushButton>(QStringLiteral("enhance")); }
    // Sentences of the notices that can be seen.
    QStringList noticeSentences();

private:
    std::unique_ptr<AppContext> m_context;
    std::unique_ptr<PhotoDocument> m_document;
    std::unique_ptr<EditorPage> m_page;
};

}  // namespace heirloom::ui::test
