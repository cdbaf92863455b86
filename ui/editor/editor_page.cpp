#include "ui/editor/editor_page.h"

#include <QGridLayout>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/common/reading_order.h"
#include "ui/common/small_widgets.h"
#include "ui/common/theme.h"
#include "ui/editor/editor_page_parts.h"

namespace heirloom::ui {

namespace {

constexpr int kNarrowestPanel = 300;
constexpr int kWidestPanel = 340;
constexpr int kEmptyPage = 0;
constexpr int kWorkspace = 1;
const QString kSplitterKey = QStringLiteral("editor/splitter");

QScrollArea* scrollingPanel(QWidget* panel, QWidget* parent) {
    auto* area = new QScrollArea(parent);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Its room is always there, so that nothing moves when content grows.
    area->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    area->setWidget(panel);
    new ReadingOrder(panel);
    return area;
}

}  // namespace

EditorPage::EditorPage(AppContext& context, PhotoDocument& document, QWidget* parent)
    : QWidget(parent), m(std::make_unique<Parts>(context, document, this)) {
    setAcceptDrops(true);
    m->pages = new QStackedLayout(this);
    m->empty = new EmptyPage(context, this);
    m->pages->addWidget(m->empty);
    m->pages->addWidget(makeWorkspace());
    m->link = new CanvasLink(document, *m->view, *m->selection, this);
    m->saver = new PhotoSaver(context, document, this);
    connectDocument();
    connectWidgets();
    followState();
    retranslate();
}

EditorPage::~EditorPage() = default;

QWidget* EditorPage::makeWorkspace() {
    m->splitter = new QSplitter(Qt::Horizontal, this);
    m->splitter->addWidget(makeCanvasSide());
    m->splitter->addWidget(makePanelSide());
    m->splitter->setChildrenCollapsible(false);
    m->splitter->setStretchFactor(0, 1);
    m->splitter->setStretchFactor(1, 0);
    m->splitter->setSizes({1000, kPanelWidth});
    m->splitter->restoreState(m->context.settings().value(kSplitterKey).toByteArray());
    connect(m->splitter, &QSplitter::splitterMoved, this,
            [this] { m->context.settings().setValue(kSplitterKey, m->splitter->saveState()); });
    return m->splitter;
}

QWidget* EditorPage::makeCanvasSide() {
    auto* side = new QWidget(this);
    auto* canvas = new QWidget(side);
    m->view = new CompareView(canvas);
    m->view->setObjectName(QStringLiteral("compareView"));
    m->busy = makeHint(canvas);
    m->busy->setAlignment(Qt::AlignCenter);
    m->busy->setAttribute(Qt::WA_TransparentForMouseEvents);
    m->notice = new Notice(Notice::Kind::Error, canvas);
    m->notice->setDismissable(true);
    auto* over = new QGridLayout(canvas);
    over->setContentsMargins(0, 0, 0, 0);
    over->addWidget(m->view, 0, 0, 3, 3);
    over->addWidget(m->busy, 0, 0, 3, 3);
    over->addWidget(m->notice, 1, 1);
    over->setRowStretch(0, 1);
    over->setRowMinimumHeight(2, kGapGroup);
    over->setColumnMinimumWidth(0, kGapGroup);
    over->setColumnStretch(1, 1);
    over->setColumnMinimumWidth(2, kGapGroup);
    m->notice->raise();

    m->toolbar = new EditorToolbar(*m->view, side);
    m->progress = new ProgressRow(m->document, side);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(canvas, 1);
    column->addWidget(m->toolbar);
    column->addWidget(makeSeparator(side));
    column->addWidget(m->progress);
    return side;
}

QWidget* EditorPage::makePanelSide() {
    auto* side = new QWidget(this);
    side->setProperty("panel", true);
    side->setAttribute(Qt::WA_StyledBackground);
    side->setMinimumWidth(kNarrowestPanel);
    side->setMaximumWidth(kWidestPanel);
    m->single = new SinglePanel(m->context, m->document, *m->presets, *m->selection);
    m->advanced = new AdvancedPanel(m->context, m->document, *m->presets, *m->selection);
    m->panels = new QStackedWidget(side);
    m->panels->addWidget(scrollingPanel(m->single, m->panels));
    m->panels->addWidget(scrollingPanel(m->advanced, m->panels));
    m->actions = new ActionBar(m->document, side);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m->panels, 1);
    column->addWidget(makeSeparator(side));
    column->addWidget(m->actions);
    return side;
}

void EditorPage::setPanel(Panel panel) {
    m->panel = panel;
    m->panels->setCurrentIndex(panel == Panel::Single ? 0 : 1);
}

EditorPage::Panel EditorPage::panel() const {
    return m->panel;
}

CompareView& EditorPage::view() {
    return *m->view;
}

void EditorPage::followState() {
    const PhotoDocument::State state = m->document.state();
    const int shown = state == PhotoDocument::State::Empty ? kEmptyPage : kWorkspace;
    const bool arrives = shown == kWorkspace && m->pages->currentIndex() == kEmptyPage;
    m->pages->setCurrentIndex(shown);
    if (arrives) {
        // The canvas takes the keys, as after a click: without the ring that it has got when
        // the empty page's button went and passed its focus on.
        m->view->clearFocus();
        m->view->setFocus(Qt::MouseFocusReason);
    }
    const bool looking = state == PhotoDocument::State::Opening;
    m->toolbar->setCanAddFace(!looking && state != PhotoDocument::State::Empty);
    // Until the picture is there; faces are looked for while it is shown already.
    m->busy->setVisible(looking && m->view->request().zoom <= 0.0);
    if (looking || state == PhotoDocument::State::Enhancing) m->notice->hide();
}

void EditorPage::followFaceFocus() {
    m->view->setFacesShown(m->toolbar->facesWanted() || m->single->faces().hasFocusInside());
}

}  // namespace heirloom::ui
