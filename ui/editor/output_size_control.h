// How large the result is: a factor, or a long side in pixels; with the size that comes of it.
#pragma once

#include <QWidget>

#include "ui/photo/photo_document.h"

class QLabel;
class QSpinBox;

namespace heirloom::ui {

class SegmentedControl;

class OutputSizeControl : public QWidget {
    Q_OBJECT
public:
    OutputSizeControl(PhotoDocument& document, QWidget* parent);

    // "Result: 3000 × 2250 pixels"; empty without a photo.
    static QString sentence(const PhotoDocument& document);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void refresh();
    void choose(int index);
    void chooseLongSide(int pixels);
    int proposedLongSide() const;

    PhotoDocument& m_document;
    QLabel* m_name = nullptr;
    SegmentedControl* m_choice = nullptr;
    QLabel* m_longSideName = nullptr;
    QSpinBox* m_longSide = nullptr;
    QLabel* m_hint = nullptr;
    QLabel* m_result = nullptr;
};

}  // namespace heirloom::ui
