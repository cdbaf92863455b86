// Looking at results one by one: a large comparison, a verdict by one key, a note, and the
// strip of all results, worst first.
#pragma once

#include <QWidget>

#include "ui/batch/batch_list.h"
#include "ui/batch/review_order.h"
#include "ui/batch/review_pictures.h"

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;

namespace heirloom::ui {

class CompareView;
class ElidedLabel;
class Notice;
class SegmentedControl;

class ReviewPane : public QWidget {
    Q_OBJECT
public:
    ReviewPane(BatchList& list, Thumbnails& thumbnails, QWidget* parent = nullptr);
    ~ReviewPane() override;

    void showRow(int row);  // -1: nothing
    int row() const { return m_row; }
    ReviewOrder& order() { return *m_order; }
    CompareView& compare() { return *m_compare; }

    // For the photo that is shown; goes on to the next one. Only restored ones are judged.
    void judge(Verdict verdict);
    void updateStrip();  // a thumbnail has come
    // Keeps a note that is still being typed.
    void commitNote();

Q_SIGNALS:
    void rowShown(int row);
    void judged();  // a verdict or note changed
    void editRequested(const QString& path);
    void retryRequested(int row);

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeHeader();
    QWidget* makeVerdicts();
    void makeStrip();
    void connectAll();
    void updateRow(const QList<int>& rows);
    void loadPictures(PictureDetail detail);
    void take(const LoadedPair& pair);
    void loadFinerWhereNeeded();
    void showFacts();
    void showVerdict();
    void showCounts();
    void chooseInStrip();
    int longSide() const;
    ReviewPair pairOf(int row) const;
    void retranslate();

    BatchList& m_list;
    int m_row = -1;
    ReviewPair m_shown;  // whose pictures are asked for
    PictureDetail m_detail = PictureDetail::Screen;
    int m_firstLevel = 0;         // of what is on the screen
    bool m_fresh = true;          // a new photo: fits the view
    bool m_stripChanges = false;  // rows come or go; its choice is not the person's

    ReviewOrder* m_order = nullptr;
    ReviewPictures* m_pictures = nullptr;
    ElidedLabel* m_name = nullptr;
    QLabel* m_state = nullptr;
    SegmentedControl* m_filter = nullptr;
    CompareView* m_compare = nullptr;
    Notice* m_notice = nullptr;
    QPushButton* m_accept = nullptr;
    QPushButton* m_review = nullptr;
    QPushButton* m_reject = nullptr;
    QPushButton* m_edit = nullptr;
    QLineEdit* m_note = nullptr;
    QListView* m_strip = nullptr;
};

}  // namespace heirloom::ui
