// The icon family of this program: outlines of 1.5 px on a 20 px grid, drawn as SVG with
// "currentColor", coloured by the theme when they are painted.
#pragma once

#include <QIcon>
#include <QPixmap>

namespace heirloom::ui {

// name: of a file in resources/icons without extension, such as "compare-split". The icon
// follows theme changes by itself; disabled ones are fainter, checked ones take the accent.
QIcon icon(const QString& name);

// For a primary button: in the colour of text on the accent.
QIcon iconOnAccent(const QString& name);

// For painting by hand, in device-independent pixels.
QPixmap iconPixmap(const QString& name, const QColor& colour, int size, double devicePixelRatio);

// heirloom's own mark, for windows and about boxes.
QIcon applicationIcon();

}  // namespace heirloom::ui
