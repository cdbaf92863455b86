// What is known of the open photo, as plain values for widgets.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include <QImage>
#include <QRectF>
#include <QSize>
#include <QString>
#include <QStringList>
#include <QVector>

#include "core/base/file_format.h"
#include "core/export/histogram.h"
#include "core/quality/photo_quality.h"

namespace heirloom::ui {

struct PhotoNote {
    enum class About { Photo, Face, Strength, Result };
    About about = About::Photo;
    int face = 0;  // 1-based; 0: none in particular
    bool review = false;
    QString sentence;
    QString why;  // the reason in plain words; may be empty
};

struct PhotoFacts {
    QString path;
    QSize size;  // upright
    std::uint64_t bytes = 0;
    FileFormat format = FileFormat::Png;
    int bitsPerSample = 8;
    QString profile;      // its name; empty: none, taken for sRGB
    QString captureTime;  // as the camera wrote it, in the window's format
    QString camera;
    QString lens;
    bool hasGps = false;
    bool damaged = false;
    bool wasRestored = false;             // by Heirloom: provenance in its XMP
    std::optional<PhotoQuality> quality;  // once judged
    double facesShare = 0.0;              // of the photo's area, 0...1
    std::optional<Histogram> before;
    std::optional<Histogram> after;
    QVector<PhotoNote> notes;  // warnings: of reading, of the photo, of its faces and result
};

struct FaceItem {
    int number = 0;            // counted from 1; added ones come last
    QRectF box;                // normalised
    QImage thumbnail;          // as the photo has it, about 96 px, sRGB
    QImage restoredThumbnail;  // null until restored
    bool enabled = true;
    bool added = false;
    std::optional<double> strength;  // 0...100; empty: the photo's
    bool restored = false;
    bool review = false;
    QString model;        // that restored it
    QString modelReason;  // of an automatic choice
    QString note;         // why it was not restored, or what to look at
};

}  // namespace heirloom::ui
