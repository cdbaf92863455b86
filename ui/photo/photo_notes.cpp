#include "ui/photo/photo_notes.h"

#include <QCoreApplication>

#include "ui/common/text.h"

namespace heirloom::ui {

namespace {

using Kind = PhotoWarning::Kind;

struct NoteTexts {
    Q_DECLARE_TR_FUNCTIONS(heirloom::ui::PhotoNotes)

public:
    static QString why(Kind kind) {
        switch (kind) {
            case Kind::SmallFace:
                return tr("A small face carries little detail, so more of it is guessed.");
            case Kind::StrongStrength:
                return tr("Near 100 little of the photo's own skin is left.");
            case Kind::ClippedFace:
                return tr("Where the photo is plain black or white it holds no detail to keep.");
            case Kind::TurnedFace:
                return tr("The network has learnt from faces that look at the camera.");
            case Kind::LargeFile: return tr("Opening, showing and saving it take longer.");
            case Kind::SmallPhoto: return tr("There are few pixels to start from.");
            case Kind::IdentityDrift:
                return tr(
                    "Eyes, nose or mouth lie elsewhere than in the photo. Compare the two, "
                    "and lower this face's strength if it is not the same person.");
            case Kind::CoveredFace:
                return tr("What a hand, hair or glasses hide is guessed. Compare the two.");
        }
        return {};
    }
};

PhotoNote::About aboutOf(Kind kind) {
    switch (kind) {
        case Kind::SmallFace:
        case Kind::ClippedFace:
        case Kind::TurnedFace: return PhotoNote::About::Face;
        case Kind::StrongStrength: return PhotoNote::About::Strength;
        case Kind::LargeFile:
        case Kind::SmallPhoto: return PhotoNote::About::Photo;
        case Kind::IdentityDrift:
        case Kind::CoveredFace: return PhotoNote::About::Result;
    }
    return PhotoNote::About::Photo;
}

PhotoNote noteOf(const PhotoWarning& warning) {
    return {aboutOf(warning.kind), warning.face, warning.review, text(warning.message),
            NoteTexts::why(warning.kind)};
}

PhotoNote plainNote(PhotoNote::About about, const QString& sentence) {
    return {about, 0, false, sentence, {}};
}

}  // namespace

QVector<PhotoNote> photoNotes(const NoteSources& sources) {
    using About = PhotoNote::About;
    QVector<PhotoNote> notes;
    if (sources.problem) notes.append(plainNote(About::Result, text(*sources.problem)));
    for (const Message& warning : sources.reading) {
        notes.append(plainNote(About::Photo, text(warning)));
    }
    if (sources.strength) notes.append(noteOf(*sources.strength));
    for (const PhotoWarning& warning : sources.judgements) notes.append(noteOf(warning));
    for (const Message& warning : sources.work) {
        notes.append(plainNote(About::Result, text(warning)));
    }
    return notes;
}

QString faceNote(const NoteSources& sources, int face, bool& review) {
    QStringList sentences;
    for (const PhotoWarning& warning : sources.judgements) {
        if (warning.face != face) continue;
        sentences.append(text(warning.message));
        review = review || warning.review;
    }
    return sentences.join(QLatin1Char('\n'));
}

}  // namespace heirloom::ui
