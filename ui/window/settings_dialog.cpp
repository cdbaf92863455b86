#include "ui/window/settings_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace heirloom::ui {

SettingsDialog::SettingsDialog(AppContext& context, QWidget* parent)
    : QDialog(parent),
      m_context(context),
      m_languageName(new QLabel(this)),
      m_themeName(new QLabel(this)),
      m_engineName(new QLabel(this)),
      m_recentName(new QLabel(this)),
      m_language(new QComboBox(this)),
      m_theme(new QComboBox(this)),
      m_engine(new QPushButton(this)),
      m_recent(new QPushButton(this)),
      m_close(new QPushButton(this)) {
    setObjectName("settingsDialog");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGapSection, kGapSection, kGapSection, kGapGroup);
    column->setSpacing(kGapSection);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(kGapSection);
    form->setVerticalSpacing(kGapWide);
    form->addRow(m_languageName, m_language);
    form->addRow(m_themeName, m_theme);
    form->addRow(m_engineName, m_engine);
    form->addRow(m_recentName, m_recent);
    m_languageName->setBuddy(m_language);
    m_themeName->setBuddy(m_theme);
    m_language->addItems({{}, QStringLiteral("English"), QStringLiteral("简体中文")});
    m_theme->addItems({{}, {}, {}});
    showChoices();
    column->addLayout(form);
    column->addStretch();
    auto* buttons = new QDialogButtonBox(this);
    buttons->addButton(m_close, QDialogButtonBox::RejectRole);
    column->addWidget(buttons);
    setMinimumWidth(460);

    connect(m_language, &QComboBox::activated, this,
            [this](int index) { m_context.settings().setLanguage(LanguageChoice(index)); });
    connect(m_theme, &QComboBox::activated, this,
            [this](int index) { m_context.settings().setTheme(ThemeChoice(index)); });
    connect(&context.settings(), &Settings::languageChanged, this, &SettingsDialog::showChoices);
    connect(&context.settings(), &Settings::themeChanged, this, &SettingsDialog::showChoices);
    connect(m_engine, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT modelsRequested();
    });
    connect(m_recent, &QPushButton::clicked, this, [this] {
        m_context.settings().clearRecentFiles();
        m_recent->setEnabled(false);
    });
    m_recent->setEnabled(!context.settings().recentFiles().isEmpty());
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    retranslate();
}

void SettingsDialog::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QDialog::changeEvent(event);
}

void SettingsDialog::showChoices() {
    m_language->setCurrentIndex(int(m_context.settings().language()));
    m_theme->setCurrentIndex(int(m_context.settings().theme()));
}

void SettingsDialog::retranslate() {
    setWindowTitle(tr("Settings"));
    m_languageName->setText(tr("Language"));
    m_themeName->setText(tr("Theme"));
    m_engineName->setText(tr("Device and precision"));
    m_recentName->setText(tr("Recent files"));
    m_language->setItemText(0, tr("As the system"));
    m_theme->setItemText(0, tr("As the system"));
    m_theme->setItemText(1, tr("Light"));
    m_theme->setItemText(2, tr("Dark"));
    m_engine->setText(tr("On the Models page…"));
    m_recent->setText(tr("Forget them"));
    m_close->setText(tr("Close"));
}

}  // namespace heirloom::ui
