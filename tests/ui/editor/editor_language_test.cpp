// The language changes while a photo is open: no text may stay behind.
#include <QAbstractButton>
#include <QComboBox>
#include <QCoreApplication>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTranslator>

#include "tests/ui/editor/editor_fixture.h"
#include "ui/editor/export_dialog.h"
#include "ui/editor/facts_panel.h"

namespace heirloom::ui {
namespace {

using namespace test;

// Puts every sentence in quotation marks, so that what went past the translation shows.
class MarkingTranslator : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char*, const char* source, const char*, int) const override {
        return u'«' + QString::fromUtf8(source) + u'»';
    }
};

class EditorLanguage : public EditorTest {
protected:
    ~EditorLanguage() override { QCoreApplication::removeTranslator(&m_translator); }

    void switchLanguage() {
        QCoreApplication::installTranslator(&m_translator);
        // The document speaks up again when the setting changes.
        context().settings().setLanguage(LanguageChoice::Chinese);
        for (int i = 0; i < 3; ++i) QCoreApplication::processEvents();
    }

    static QStringList visibleTexts(QWidget& root) {
        QStringList texts;
        for (QWidget* widget : root.findChildren<QWidget*>()) {
            if (!widget->isVisibleTo(&root)) continue;
            if (auto* label = qobject_cast<QLabel*>(widget)) texts << label->text();
            if (auto* button = qobject_cast<QAbstractButton*>(widget)) texts << button->text();
            if (auto* edit = qobject_cast<QLineEdit*>(widget)) texts << edit->placeholderText();
            if (auto* box = qobject_cast<QComboBox*>(widget)) {
                for (int i = 0; i < box->count(); ++i) texts << box->itemText(i);
            }
            texts << widget->toolTip() << widget->accessibleName();
        }
        return texts;
    }

    // Neither translated nor a number, a size, a format or a name that is no word.
    static QStringList leftBehind(QWidget& root) {
        static const QRegularExpression data(
            "^[\\d\\s.,:%×+–-]*$|^photo.*|^fake$|^(JPEG|PNG|WebP|TIFF)$|.*\\.pth$|^.*lite.*$|^/.*");
        QStringList result;
        for (const QString& text : visibleTexts(root)) {
            if (!text.contains(u'«') && !data.match(text).hasMatch()) result << text;
        }
        result.removeDuplicates();
        return result;
    }

private:
    MarkingTranslator m_translator;
};

TEST_F(EditorLanguage, ChangesEveryTextOfTheEmptyPage) {
    start();
    EXPECT_FALSE(leftBehind(page()).isEmpty());
    switchLanguage();
    EXPECT_EQ(leftBehind(page()).join('\n').toStdString(), "");
}

TEST_F(EditorLanguage, ChangesEveryTextOfBothPanelsWithAPhotoOpen) {
    openPhoto();
    enhance();
    RestoreParameters strong = document().parameters();
    strong.strength = 95.0;
    document().edit(strong, "strength");
    find<FactsPanel>()->setUnfolded(true);
    ASSERT_TRUE(leftBehind(page()).contains("Strength"));
    switchLanguage();
    EXPECT_EQ(leftBehind(page()).join('\n').toStdString(), "");
    page().setPanel(EditorPage::Panel::Advanced);
    EXPECT_EQ(leftBehind(page()).join('\n').toStdString(), "");
}

TEST_F(EditorLanguage, ChangesTheExportDialogWhileItIsOpen) {
    openPhoto();
    enhance();
    page().exportPhoto();
    auto* dialog = page().findChild<ExportDialog*>();
    ASSERT_NE(dialog, nullptr);
    const ExportChoices before = dialog->choices();
    switchLanguage();
    EXPECT_EQ(leftBehind(*dialog).join('\n').toStdString(), "");
    EXPECT_EQ(dialog->choices().pattern, before.pattern);
    EXPECT_EQ(dialog->choices().policy, before.policy);
}

}  // namespace
}  // namespace heirloom::ui
