// The page as a person uses it.
#include <QCheckBox>
#include <QDialog>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QLabel>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QUrl>

#include "tests/ui/heartbeat.h"
#include "tests/ui/models/models_test_case.h"
#include "ui/common/text.h"
#include "ui/models/model_card.h"
#include "ui/models/models_page.h"

namespace heirloom::ui::test {
namespace {

using Action = ModelCard::Action;

class ModelsPageTest : public ModelsTest {
protected:
    ModelsPage& page() {
        if (!m_page) {
            m_page = std::make_unique<ModelsPage>(context());
            makeQuick(pageLibrary());
            m_page->resize(1100, 800);
            m_page->show();
            EXPECT_TRUE(waitUntil([&] { return pageLibrary().isListed(); }));
        }
        return *m_page;
    }
    ModelLibrary& pageLibrary() { return *m_page->findChild<ModelLibrary*>(); }
    ModelCard* card(const QString& file) {
        for (ModelCard* card : page().findChildren<ModelCard*>()) {
            if (card->item().id() == file) return card;
        }
        ADD_FAILURE() << "no card of " << file.toStdString();
        return nullptr;
    }
    QPushButton* button(const QString& file, Action action) { return card(file)->button(action); }
    template <class Widget>
    Widget* shown(const QString& name) {
        Widget* found = nullptr;
        waitUntil([&] {
            found = page().findChild<Widget*>(name);
            return found != nullptr && found->isVisible();
        });
        EXPECT_NE(found, nullptr) << name.toStdString();
        return found;
    }
    bool isGone(const QString& name) {
        return waitUntil([&] { return page().findChild<QWidget*>(name) == nullptr; });
    }
    bool isThere(const QString& file, ModelState state) {
        return waitUntil([&] { return card(file)->item().record.state == state; });
    }
    bool says(const QString& words) {
        return waitUntil([&] {
            for (const auto& [widget, text] : visibleTexts(page())) {
                if (text.contains(words)) return true;
            }
            return false;
        });
    }
    void import(const std::string& name, ByteView content) {
        save(elsewhere(name), content);
        QSignalSpy imported(&(page(), pageLibrary()), &ModelLibrary::imported);
        page().importFiles({fromPath(elsewhere(name))});
        ASSERT_TRUE(waitUntil([&] { return imported.count() == 1; }));
        waitUntil([&] { return pageLibrary().find(QString::fromStdString(name)).has_value(); },
                  300);
    }
    void closePage() { m_page.reset(); }
    void TearDown() override { closePage(); }

private:
    std::unique_ptr<ModelsPage> m_page;
};

TEST_F(ModelsPageTest, NothingIsDownloadedBeforeTheLicenceIsAccepted) {
    button("tiny.pth", Action::Download)->click();
    auto* agree = shown<QCheckBox>("agree");
    auto* accept = shown<QPushButton>("acceptLicence");
    EXPECT_FALSE(agree->isChecked());
    EXPECT_FALSE(accept->isEnabled());
    shown<QPushButton>("cancelLicence")->click();
    ASSERT_TRUE(isGone("licenceDialog"));
    EXPECT_FALSE(page().isDownloading());
    EXPECT_TRUE(server().requests().empty());

    button("tiny.pth", Action::Download)->click();
    EXPECT_FALSE(shown<QCheckBox>("agree")->isChecked()) << "asked anew";
    shown<QCheckBox>("agree")->click();
    shown<QPushButton>("acceptLicence")->click();
    EXPECT_TRUE(page().isDownloading());
    EXPECT_TRUE(isThere("tiny.pth", ModelState::Installed));
    EXPECT_FALSE(page().isDownloading());
}

TEST_F(ModelsPageTest, TheLicenceTellsNameSizeTermsAndSource) {
    page().offerDownload("Tiny");
    auto* dialog = shown<QDialog>("licenceDialog");
    QStringList told;
    for (const auto& [widget, text] : visibleTexts(*dialog)) told.append(text);
    const QString all = told.join('\n');
    EXPECT_TRUE(all.contains("Tiny"));
    EXPECT_TRUE(all.contains(bytesText(published("tiny.pth").size())));
    EXPECT_TRUE(all.contains("academic and non-commercial"));
    EXPECT_TRUE(all.contains("You may not use it to earn money"));
    EXPECT_TRUE(all.contains("127.0.0.1"));
    EXPECT_EQ(namelessControls(*dialog), QStringList());
    dialog->reject();
}

TEST_F(ModelsPageTest, AnOfferBeforeTheListIsThereIsKept) {
    ModelsPage early(context());
    early.offerDownload("Tiny");
    EXPECT_TRUE(waitUntil([&] { return early.findChild<QDialog*>("licenceDialog") != nullptr; }));
}

TEST_F(ModelsPageTest, AnOfferOfWhatIsInstalledOrUnknownIsAnswered) {
    QSignalSpy said(&page(), &ModelsPage::message);
    page().offerDownload("Nothing");
    page().offerDownload("Small");
    EXPECT_EQ(said.count(), 2);
    EXPECT_EQ(page().findChild<QDialog*>("licenceDialog"), nullptr);
}

TEST_F(ModelsPageTest, RemovingAsksFirst) {
    save(user() / "tiny.pth", published("tiny.pth"));
    button("tiny.pth", Action::Remove)->click();
    auto* box = shown<QMessageBox>("confirmRemoval");
    EXPECT_TRUE(box->text().contains("Tiny"));
    box->defaultButton()->click();
    ASSERT_TRUE(isGone("confirmRemoval"));
    EXPECT_TRUE(fs::exists(user() / "tiny.pth"));

    button("tiny.pth", Action::Remove)->click();
    box = shown<QMessageBox>("confirmRemoval");
    for (QAbstractButton* choice : box->buttons()) {
        if (box->buttonRole(choice) == QMessageBox::DestructiveRole) choice->click();
    }
    EXPECT_TRUE(isThere("tiny.pth", ModelState::Available));
    EXPECT_FALSE(fs::exists(user() / "tiny.pth"));
}

TEST_F(ModelsPageTest, WhatIsBundledHasNoRemoveButton) {
    EXPECT_EQ(button("small.pth", Action::Remove), nullptr);
    EXPECT_NE(button("small.pth", Action::Verify), nullptr);
    EXPECT_NE(button("small.pth", Action::Choose), nullptr);
    EXPECT_EQ(button("small.pth", Action::Download), nullptr);
}

TEST_F(ModelsPageTest, ImportTellsWhatWasRecognisedAndWhatWasNot) {
    import("bad.pth", noise(100));
    EXPECT_TRUE(says("bad.pth"));
    import("face.pth", tinyDetector());
    EXPECT_TRUE(says("RetinaFace face detector with MobileNet-0.25"));
    EXPECT_TRUE(says("Face detectors"));
}

TEST_F(ModelsPageTest, AFileOfUnknownTaskIsAskedAboutAndUsedOnlyAfterYes) {
    import("mine.pth", tinyRestorer(9));
    auto* question = shown<QWidget>("taskQuestion");
    EXPECT_TRUE(says("Does mine.pth restore faces?"));
    EXPECT_EQ(context().settings().engine().model, "auto");
    ASSERT_TRUE(waitUntil([&] { return pageLibrary().find("mine").has_value(); }));
    shown<QPushButton>("taskYes")->click();
    EXPECT_EQ(context().settings().engine().model, "mine");
    EXPECT_FALSE(question->isVisible());
    EXPECT_TRUE(waitUntil([&] { return card("mine.pth")->item().isChosen; }));
    button("mine.pth", Action::ChooseAutomatically)->click();
    EXPECT_EQ(context().settings().engine().model, "auto");
}

TEST_F(ModelsPageTest, LeavingTheQuestionOpenKeepsTheFileUnused) {
    import("mine.pth", tinyRestorer(9));
    shown<QPushButton>("taskUnknown")->click();
    EXPECT_EQ(context().settings().engine().model, "auto");
    EXPECT_TRUE(fs::exists(user() / "mine.pth"));
    EXPECT_FALSE(page().findChild<QWidget*>("taskQuestion")->isVisible());
}

TEST_F(ModelsPageTest, AFailedDownloadSaysWhyInTheCardAndTriesAgain) {
    addresses["tiny.pth"] = "http://127.0.0.1:9/tiny.pth";
    (page(), pageLibrary()).downloads().start("tiny.pth");
    EXPECT_TRUE(says("No connection to"));
    EXPECT_TRUE(says("download failed"));
    auto* again = card("tiny.pth")->findChild<QPushButton*>("noticeAction");
    ASSERT_TRUE(again != nullptr && again->isVisible());
    ::unsetenv("no_proxy");
    context().settings().setProxy(QString::fromStdString(server().address("")));
    again->click();
    EXPECT_TRUE(isThere("tiny.pth", ModelState::Installed));
}

TEST_F(ModelsPageTest, DropsAreHandedOn) {
    QSignalSpy dropped(&page(), &ModelsPage::pathsDropped);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile("/somewhere/a.pth"), QUrl::fromLocalFile("/somewhere/b.pt")});
    // A drop goes to whoever took the drag.
    QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&page(), &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent drop(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&page(), &drop);
    ASSERT_EQ(dropped.count(), 1);
    EXPECT_EQ(dropped[0][0].toStringList(), QStringList({"/somewhere/a.pth", "/somewhere/b.pt"}));
}

TEST_F(ModelsPageTest, EveryControlHasAName) {
    save(user() / "tiny.pth", published("tiny.pth"));
    save(user() / "second.pth.part", noise(1000));
    page();
    import("mine.pth", tinyRestorer(9));
    import("bad.pth", noise(100));
    EXPECT_EQ(namelessControls(page()), QStringList());
}

TEST_F(ModelsPageTest, EveryTextFollowsTheLanguage) {
    save(user() / "tiny.pth", published("tiny.pth"));
    save(user() / "foreign.pth", noise(1000));
    save(user() / "second.pth.part", noise(1000));
    page();
    import("mine.pth", tinyRestorer(9));
    import("bad.pth", noise(100));
    pageLibrary().verify("tiny.pth");
    ASSERT_TRUE(says("its checksum is the published one"));
    const auto before = visibleTexts(page());
    const BracketingTranslation other;
    const auto after = visibleTexts(page());
    EXPECT_GT(before.size(), 30u);
    for (const auto& [widget, text] : before) {
        // Names of models and paths stay.
        const bool isName = widget->objectName() == "modelName" || text.contains("/");
        if (isName || !after.contains(widget)) continue;
        EXPECT_TRUE(after.at(widget).contains('[')) << after.at(widget).toStdString();
    }
}

TEST_F(ModelsPageTest, TheWindowBeatsOnDuringALargeDownload) {
    constexpr std::size_t kLarge = 50'000'000;
    publish("second.pth", noise(kLarge));
    page();
    int reports = 0;
    QObject::connect(&pageLibrary(), &ModelLibrary::itemChanged, [&] { ++reports; });
    QElapsedTimer whole;
    whole.start();
    const Heartbeat heart;
    pageLibrary().downloads().start("second.pth");
    ASSERT_TRUE(isThere("second.pth", ModelState::Installed));
    waitUntil([] { return false; }, 200);  // the list that follows
    RecordProperty("longest_stall_ms", std::to_string(heart.longestStall()));
    std::printf("50 MB in %lld ms, %d reports, longest stall of the window %.1f ms, work %.1f ms\n",
                static_cast<long long>(whole.elapsed()), reports, heart.longestStall(),
                heart.longestWork());
    EXPECT_LE(heart.longestWork(), kLongestWork);
    EXPECT_LE(heart.longestStall(), kLongestStall);
}

TEST_F(ModelsPageTest, ClosingInTheMiddleOfADownloadKeepsWhatArrived) {
    handler = [this](const ServerRequest&, ServerReply& reply) {
        const Bytes& content = published("second.pth");
        reply.head(200, {{"ETag", "\"1\""}, {"Content-Length", std::to_string(content.size())}});
        reply.send(ByteView(content).first(100'000));
        reply.stall();
    };
    (page(), pageLibrary()).downloads().start("second.pth");
    const fs::path part = user() / "second.pth.part";
    ASSERT_TRUE(waitUntil([&] { return fs::exists(part) && fs::file_size(part) == 100'000; }));
    QElapsedTimer closing;
    closing.start();
    closePage();
    EXPECT_LT(closing.elapsed(), 1000);
    EXPECT_EQ(fs::file_size(part), 100'000u);
    EXPECT_FALSE(fs::exists(user() / "second.pth"));
}

}  // namespace
}  // namespace heirloom::ui::test
