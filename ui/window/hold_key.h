// The backslash shows the original for as long as it is held down; a shortcut would only
// know the press.
#pragma once

#include <QObject>

namespace heirloom::ui {

class CompareView;

class HoldKey : public QObject {
    Q_OBJECT
public:
    // A child of the view; watches the keys of its window.
    explicit HoldKey(CompareView& view);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    CompareView& m_view;
};

}  // namespace heirloom::ui
