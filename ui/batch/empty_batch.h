// What the batch page shows while its list is empty: where photos come from.
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace heirloom::ui {

class EmptyBatch : public QWidget {
    Q_OBJECT
public:
    explicit EmptyBatch(QWidget* parent = nullptr);
    void setDropHighlighted(bool highlighted);  // a drag is over the page

Q_SIGNALS:
    void openRequested();
    void openFolderRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void refreshIcon();
    void retranslate();

    bool m_highlighted = false;
    QLabel* m_icon = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_hint = nullptr;
    QPushButton* m_open = nullptr;
    QPushButton* m_folder = nullptr;
};

}  // namespace heirloom::ui
