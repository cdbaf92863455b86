// What is known of the file and the picture, folded; and the warnings about the photo as a
// whole, which stay in sight.
#pragma once

#include <QVector>
#include <QWidget>

#include "ui/photo/photo_document.h"

class QGridLayout;
class QLabel;

namespace heirloom::ui {

class ElidedLabel;
class FoldingSection;
class HistogramView;
class NoteList;

class FactsPanel : public QWidget {
    Q_OBJECT
public:
    FactsPanel(PhotoDocument& document, QWidget* parent);
    void setUnfolded(bool unfolded);
    // "Format: JPEG, 8 bit" and so on, as shown.
    QStringList lines() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Fact {
        QString name;
        QString value;
    };
    QVector<Fact> facts() const;
    void retranslate();
    void refresh();
    void refreshNotes();

    PhotoDocument& m_document;
    NoteList* m_notes = nullptr;
    FoldingSection* m_section = nullptr;
    QGridLayout* m_grid = nullptr;
    QVector<QLabel*> m_names;
    QVector<ElidedLabel*> m_values;
    HistogramView* m_histogram = nullptr;
};

}  // namespace heirloom::ui
