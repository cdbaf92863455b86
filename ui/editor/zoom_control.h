// − [63 %] + fit: how large the picture is shown. 100 % is one pixel of the photo on one of
// the screen.
#pragma once

#include <QWidget>

#include "ui/compare/compare_view.h"

class QComboBox;
class QToolButton;

namespace heirloom::ui {

class ZoomControl : public QWidget {
    Q_OBJECT
public:
    ZoomControl(CompareView& view, QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void showZoom();
    void choose(int index);
    void takeTyped();

    CompareView& m_view;
    QToolButton* m_out = nullptr;
    QComboBox* m_value = nullptr;
    QToolButton* m_in = nullptr;
    QToolButton* m_fit = nullptr;
};

}  // namespace heirloom::ui
