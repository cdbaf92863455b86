// The line below the toolbar: what is being done, how far it is and how long it takes, in a
// place of fixed height; otherwise what came of it, or what to do next.
#pragma once

#include <QWidget>

#include "ui/photo/photo_document.h"

class QLabel;
class QProgressBar;
class QStackedLayout;
class QToolButton;

namespace heirloom::ui {

class ElidedLabel;

class ProgressRow : public QWidget {
    Q_OBJECT
public:
    ProgressRow(PhotoDocument& document, QWidget* parent);

    // Until something else happens: "Saved as ...".
    void setOutcome(const QString& sentence);
    QString sentence() const;  // of the idle row

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeIdle();
    QWidget* makeBusy();
    void retranslate();
    void refresh();
    QString idleSentence() const;
    void showProgress(const QString& stage, double fraction, double secondsLeft);
    void startOver();

    PhotoDocument& m_document;
    QString m_outcome;
    QStackedLayout* m_pages = nullptr;
    ElidedLabel* m_sentence = nullptr;
    ElidedLabel* m_stage = nullptr;
    QProgressBar* m_bar = nullptr;
    QLabel* m_remaining = nullptr;
    QToolButton* m_cancel = nullptr;
};

}  // namespace heirloom::ui
