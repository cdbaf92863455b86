// What became of the files that were imported, newest first, at the top of the page. Where
// a file does not tell what its network does, the person is asked in place.
#pragma once

#include <QWidget>

#include "ui/models/model_item.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace heirloom::ui {

class Notice;

// One file: while it is imported, and after.
class ImportNotice : public QWidget {
    Q_OBJECT
public:
    explicit ImportNotice(const QString& path, QWidget* parent = nullptr);

    const QString& path() const { return m_path; }
    bool isDone() const { return m_outcome.has_value(); }
    void setFraction(double fraction);
    void setOutcome(const ImportOutcome& outcome);

Q_SIGNALS:
    void chooseRequested(const QString& file);
    void removeRequested(const QString& file);
    void dismissed();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void setAsking(bool asking);

    QString m_path;
    double m_fraction = 0.0;
    std::optional<ImportOutcome> m_outcome;
    Notice* m_notice = nullptr;
    QWidget* m_question = nullptr;
    QLabel* m_sentence = nullptr;
    QLabel* m_consequence = nullptr;
    QPushButton* m_yes = nullptr;
    QPushButton* m_leave = nullptr;
    QPushButton* m_remove = nullptr;
};

class ImportNotices : public QWidget {
    Q_OBJECT
public:
    explicit ImportNotices(QWidget* parent = nullptr);

    void begin(const QString& path);
    void setFraction(const QString& path, double fraction);
    void end(const ImportOutcome& outcome);

Q_SIGNALS:
    void chooseRequested(const QString& file);
    void removeRequested(const QString& file);

private:
    ImportNotice* unfinished(const QString& path) const;

    QVBoxLayout* m_column = nullptr;
    QList<ImportNotice*> m_notices;  // oldest first
};

}  // namespace heirloom::ui
