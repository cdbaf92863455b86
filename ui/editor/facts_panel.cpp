#include "ui/editor/facts_panel.h"

#include <QEvent>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include "ui/common/small_widgets.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"
#include "ui/editor/histogram_view.h"
#include "ui/editor/note_list.h"

namespace heirloom::ui {

namespace {

struct Facts {
    Q_DECLARE_TR_FUNCTIONS(heirloom::ui::FactsPanel)
};

QString sizeText(QSize size) {
    const double megapixels = double(size.width()) * size.height() / 1e6;
    const QString pixels = QStringLiteral("%1 × %2").arg(size.width()).arg(size.height());
    const int decimals = megapixels < 10.0 ? 1 : 0;
    return Facts::tr("%1 (%2 megapixels)")
        .arg(pixels, QLocale().toString(megapixels, 'f', decimals));
}

QString gradeText(QualityGrade grade) {
    switch (grade) {
        case QualityGrade::High: return Facts::tr("High, like a digital photo");
        case QualityGrade::Medium: return Facts::tr("Medium, like a later print or scan");
        case QualityGrade::Low: return Facts::tr("Low, like old film");
    }
    return {};
}

QString formatText(const PhotoFacts& facts) {
    const std::string_view name = formatName(facts.format);
    return Facts::tr("%1, %2 bit")
        .arg(QString::fromUtf8(name.data(), qsizetype(name.size())))
        .arg(facts.bitsPerSample);
}

QString facesText(qsizetype count, double share) {
    if (count == 0) return Facts::tr("none");
    const double percent = share * 100.0;
    const int decimals = percent < 10.0 ? 1 : 0;
    return Facts::tr("%1, together %2 % of the picture")
        .arg(QString::number(count), QLocale().toString(percent, 'f', decimals));
}

}  // namespace

FactsPanel::FactsPanel(PhotoDocument& document, QWidget* parent)
    : QWidget(parent), m_document(document) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGap);
    m_notes = new NoteList(this);
    column->addWidget(m_notes);
    m_section = new FoldingSection(this);
    m_section->setObjectName(QStringLiteral("facts"));
    column->addWidget(m_section);
    m_grid = new QGridLayout;
    m_grid->setHorizontalSpacing(kGapWide);
    m_grid->setVerticalSpacing(kGapTiny);
    m_grid->setColumnStretch(1, 1);
    m_section->content()->addLayout(m_grid);
    m_histogram = new HistogramView(m_section);
    m_section->content()->addWidget(m_histogram);
    m_section->setUnfolded(false);
    connect(&document, &PhotoDocument::factsChanged, this, &FactsPanel::refresh);
    connect(&document, &PhotoDocument::facesChanged, this, &FactsPanel::refresh);
    connect(&document, &PhotoDocument::warningsChanged, this, &FactsPanel::refreshNotes);
    retranslate();
}

void FactsPanel::setUnfolded(bool unfolded) {
    m_section->setUnfolded(unfolded);
}

void FactsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void FactsPanel::retranslate() {
    m_section->setTitle(tr("Photo facts"));
    refresh();
    refreshNotes();
}

QVector<FactsPanel::Fact> FactsPanel::facts() const {
    const PhotoFacts& facts = m_document.facts();
    QVector<Fact> result;
    const auto add = [&](const QString& name, const QString& value) {
        if (!value.isEmpty()) result.append({name, value});
    };
    if (facts.path.isEmpty()) return result;
    add(tr("File"), QFileInfo(facts.path).fileName());
    add(tr("Pixels"), facts.size.isEmpty() ? QString() : sizeText(facts.size));
    add(tr("File size"), bytesText(facts.bytes));
    add(tr("Format"), formatText(facts));
    add(tr("Profile"), facts.profile.isEmpty() ? tr("none, taken for sRGB") : facts.profile);
    add(tr("Taken"), facts.captureTime);
    add(tr("Camera"), facts.camera);
    add(tr("Lens"), facts.lens);
    if (facts.hasGps) add(tr("Place"), tr("stored in the file"));
    if (facts.damaged) add(tr("State"), tr("damaged; what can be read is shown"));
    if (facts.wasRestored) add(tr("History"), tr("restored by Heirloom before"));
    if (facts.quality) {
        add(tr("Faces"), facesText(m_document.faces().size(), facts.facesShare));
        add(tr("Quality"), gradeText(facts.quality->grade));
    }
    return result;
}

void FactsPanel::refresh() {
    const QVector<Fact> shown = facts();
    while (m_names.size() < shown.size()) {
        const int row = int(m_names.size());
        m_names.append(makeHint(m_section));
        m_names.back()->setWordWrap(false);
        m_values.append(new ElidedLabel(m_section));
        m_grid->addWidget(m_names.back(), row, 0);
        m_grid->addWidget(m_values.back(), row, 1);
    }
    for (qsizetype i = 0; i < m_names.size(); ++i) {
        const bool used = i < shown.size();
        m_names[i]->setVisible(used);
        m_values[i]->setVisible(used);
        if (!used) continue;
        m_names[i]->setText(shown[i].name);
        m_values[i]->setFullText(shown[i].value);
    }
    m_histogram->setHistograms(m_document.facts().before, m_document.facts().after);
    setEnabled(!shown.isEmpty());
}

void FactsPanel::refreshNotes() {
    QVector<PhotoNote> notes;
    for (const PhotoNote& note : m_document.facts().notes) {
        if (note.about == PhotoNote::About::Photo) notes.append(note);
    }
    m_notes->setNotes(notes);
}

QStringList FactsPanel::lines() const {
    QStringList result;
    for (const Fact& fact : facts()) result << tr("%1: %2").arg(fact.name, fact.value);
    return result;
}

}  // namespace heirloom::ui
