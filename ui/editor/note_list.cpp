#include "ui/editor/note_list.h"

#include <algorithm>

#include <QVBoxLayout>

#include "ui/common/notice.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

bool same(const PhotoNote& left, const PhotoNote& right) {
    return left.sentence == right.sentence && left.why == right.why;
}

}  // namespace

NoteList::NoteList(QWidget* parent) : QWidget(parent) {
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(kGapTiny);
    hide();
}

void NoteList::setNotes(const QVector<PhotoNote>& notes) {
    // Untouched where nothing differs, so that an unfolded reason stays open.
    if (std::equal(notes.begin(), notes.end(), m_notes.begin(), m_notes.end(), same)) return;
    m_notes = notes;
    while (m_notices.size() > notes.size()) delete m_notices.takeLast();
    while (m_notices.size() < notes.size()) {
        auto* notice = new Notice(Notice::Kind::Warning, this);
        m_column->addWidget(notice);
        m_notices.append(notice);
    }
    for (qsizetype i = 0; i < notes.size(); ++i) {
        m_notices[i]->show(Notice::Kind::Warning, notes[i].sentence, notes[i].why);
    }
    setVisible(!notes.isEmpty());
}

QStringList NoteList::sentences() const {
    QStringList result;
    for (const PhotoNote& note : m_notes) result << note.sentence;
    return result;
}

}  // namespace heirloom::ui
