// Which face of the open photo is the current one; shared by canvas, strip and shortcuts.
#pragma once

#include <QObject>

#include "ui/photo/photo_document.h"

namespace heirloom::ui {

class FaceSelection : public QObject {
    Q_OBJECT
public:
    explicit FaceSelection(PhotoDocument& document, QObject* parent = nullptr);

    int current() const { return m_current; }  // counted from 1; 0: there are no faces
    const FaceItem* face() const;              // null when there are none
    void setCurrent(int number);
    void step(int by);  // goes round

Q_SIGNALS:
    void changed(int number);
    // By the person, who wants to see it.
    void stepped(int number);

private:
    void followFaces();

    PhotoDocument& m_document;
    int m_current = 0;
    qsizetype m_count = 0;
};

}  // namespace heirloom::ui
