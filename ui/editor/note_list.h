// The amber lines under what they concern: one Notice a warning, "Why?" for its reason.
#pragma once

#include <QVector>
#include <QWidget>

#include "ui/photo/photo_facts.h"

class QVBoxLayout;

namespace heirloom::ui {

class Notice;

class NoteList : public QWidget {
    Q_OBJECT
public:
    explicit NoteList(QWidget* parent = nullptr);
    // Hidden while there are none.
    void setNotes(const QVector<PhotoNote>& notes);
    QStringList sentences() const;

private:
    QVBoxLayout* m_column = nullptr;
    QVector<Notice*> m_notices;
    QVector<PhotoNote> m_notes;
};

}  // namespace heirloom::ui
