#include "ui/window/header_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>

#include "ui/common/icons.h"
#include "ui/common/language.h"
#include "ui/common/small_widgets.h"
#include "ui/window/window_actions.h"

namespace heirloom::ui {

HeaderBar::HeaderBar(AppContext& context, WindowActions& actions, QWidget* parent)
    : QWidget(parent),
      m_context(context),
      m_device(new QToolButton(this)),
      m_language(new QToolButton(this)),
      m_theme(makeIconButton("theme-dark", this)) {
    setObjectName("headerBar");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(kGapWide, kGap, kGapWide, kGap);
    row->setSpacing(kGapTiny);
    for (QAction* tab :
         {actions.tabSingle, actions.tabBatch, actions.tabAdvanced, actions.tabModels}) {
        row->addWidget(makeTab(tab));
    }
    row->addStretch();
    for (QToolButton* chip : {m_device, m_language, m_theme}) {
        chip->setAutoRaise(true);
        chip->setProperty("chip", true);
        chip->setFocusPolicy(Qt::TabFocus);
        row->addWidget(chip);
    }
    m_device->setObjectName("deviceChip");
    m_language->setObjectName("languageChip");
    m_theme->setObjectName("themeChip");
    m_device->setIcon(icon("cpu"));
    m_device->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_language->setText(QStringLiteral("EN / 中"));
    connect(m_device, &QToolButton::clicked, this, &HeaderBar::deviceClicked);
    connect(m_language, &QToolButton::clicked, this, [this] {
        m_context.settings().setLanguage(isChinese() ? LanguageChoice::English
                                                     : LanguageChoice::Chinese);
    });
    connect(m_theme, &QToolButton::clicked, this, [this] {
        m_context.settings().setTheme(isDarkTheme() ? ThemeChoice::Light : ThemeChoice::Dark);
    });
    connect(&m_context.settings(), &Settings::engineChanged, this, &HeaderBar::retranslate);
    retranslate();
}

QToolButton* HeaderBar::makeTab(QAction* action) {
    auto* tab = new QToolButton(this);
    tab->setDefaultAction(action);
    tab->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    tab->setProperty("tab", true);
    tab->setAutoRaise(true);
    tab->setFocusPolicy(Qt::TabFocus);
    return tab;
}

void HeaderBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

void HeaderBar::retranslate() {
    const RuntimeOptions& runtime = m_context.settings().engine().runtime;
    const QString device = runtime.device == Device::Cuda  ? tr("GPU")
                           : runtime.device == Device::Cpu ? tr("CPU")
                                                           : tr("Device: automatic");
    m_device->setText(device);
    m_device->setToolTip(tr("Where the networks run; click for the settings"));
    m_device->setAccessibleName(tr("Device: %1").arg(device));
    m_language->setToolTip(tr("Switch to Chinese"));
    m_language->setAccessibleName(m_language->toolTip());
    const bool dark = isDarkTheme();
    setIconButtonText(m_theme, dark ? tr("Light theme") : tr("Dark theme"));
    m_theme->setIcon(icon(dark ? "theme-light" : "theme-dark"));
}

}  // namespace heirloom::ui
