#include "ui/common/notice.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

#include "ui/common/icons.h"
#include "ui/common/small_widgets.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

constexpr int kNoticeIcon = 16;

struct Look {
    const char* icon;
    const char* kind;
    QColor ThemeColours::*colour;
};

Look lookOf(Notice::Kind kind) {
    switch (kind) {
        case Notice::Kind::Hint: return {"info", "hint", &ThemeColours::weakText};
        case Notice::Kind::Warning: return {"warning", "warning", &ThemeColours::warning};
        case Notice::Kind::Error: return {"error", "error", &ThemeColours::error};
        case Notice::Kind::Success: return {"check", "success", &ThemeColours::success};
    }
    return {"info", "hint", &ThemeColours::weakText};
}

}  // namespace

Notice::Notice(Kind kind, QWidget* parent) : QFrame(parent), m_kind(kind) {
    m_icon = new QLabel(this);
    m_icon->setFixedSize(kNoticeIcon, kNoticeIcon);
    m_sentence = new QLabel(this);
    m_sentence->setObjectName("noticeSentence");
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_detail = makeHint(this);
    m_detail->setObjectName("noticeDetail");
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_why = new QToolButton(this);
    m_why->setObjectName("noticeLink");
    m_why->setFocusPolicy(Qt::TabFocus);
    m_why->setCheckable(true);
    m_action = makeButton({}, this);
    m_action->setObjectName("noticeAction");
    m_action->setFlat(true);
    m_close = makeIconButton("close", this);
    m_close->setObjectName("noticeClose");
    m_close->setIconSize({kNoticeIcon, kNoticeIcon});

    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(kGap, kGapTiny + 2, kGap, kGapTiny + 2);
    layout->setHorizontalSpacing(kGap);
    layout->setVerticalSpacing(kGapTiny);
    layout->addWidget(m_icon, 0, 0, Qt::AlignVCenter);
    layout->addWidget(m_sentence, 0, 1);
    layout->addWidget(m_why, 0, 2, Qt::AlignVCenter);
    layout->addWidget(m_action, 0, 3, Qt::AlignVCenter);
    layout->addWidget(m_close, 0, 4, Qt::AlignVCenter);
    layout->addWidget(m_detail, 1, 1, 1, 4);
    layout->setColumnStretch(1, 1);

    connect(m_why, &QToolButton::clicked, this, [this] {
        m_unfolded = !m_unfolded;
        refresh();
    });
    connect(m_action, &QPushButton::clicked, this, &Notice::actionTriggered);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT dismissed();
    });
    m_action->hide();
    m_close->hide();
    retranslate();
    refresh();
    hide();
}

void Notice::show(Kind kind, const QString& sentence, const QString& detail) {
    if (detail != m_detail->text()) m_unfolded = false;
    m_kind = kind;
    m_sentence->setText(sentence);
    m_detail->setText(detail);
    setAccessibleName(sentence);
    retranslate();
    refresh();
    setVisible(true);
}

QString Notice::sentence() const {
    return m_sentence->text();
}

void Notice::setAction(const QString& label) {
    m_action->setText(label);
    m_action->setVisible(!label.isEmpty());
}

void Notice::setDismissable(bool dismissable) {
    m_close->setVisible(dismissable);
}

void Notice::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
    if (event->type() == QEvent::PaletteChange) refresh();
}

void Notice::retranslate() {
    m_why->setText(m_kind == Kind::Error ? tr("Show details") : tr("Why?"));
    setIconButtonText(m_close, tr("Put this away"));
}

void Notice::refresh() {
    const Look look = lookOf(m_kind);
    m_icon->setPixmap(
        iconPixmap(look.icon, themeColours().*look.colour, kNoticeIcon, devicePixelRatioF()));
    m_why->setVisible(!m_detail->text().isEmpty());
    m_why->setChecked(m_unfolded);
    m_detail->setVisible(m_unfolded && !m_detail->text().isEmpty());
    if (property("kind").toString() != QLatin1String(look.kind)) {
        setProperty("kind", QLatin1String(look.kind));
        style()->unpolish(this);
        style()->polish(this);
    }
}

}  // namespace heirloom::ui
