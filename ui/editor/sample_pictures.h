// The sample pictures that come with the program, small, for the empty page.
//
// Thread rule: free functions without shared state; samplePictures() reads files and belongs on
// a worker, sampleName() speaks the language of the window.
#pragma once

#include <filesystem>

#include <QImage>
#include <QString>
#include <QVector>

namespace heirloom::ui {

struct SamplePicture {
    QString path;
    QImage picture;  // longer side about as asked for
};

// JPEG files of the folder by name; those that cannot be read are left out.
QVector<SamplePicture> samplePictures(const std::filesystem::path& folder, int longSide);

// "Cabinet card" of ".../cabinet-card.jpg".
QString sampleName(const QString& path);

}  // namespace heirloom::ui
