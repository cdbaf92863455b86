// Draws the program's icon as pictures, for menus and panels that load no SVG.
//
//   render_icon ICON.svg FOLDER SIZE...    writes FOLDER/SIZE.png
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>
#include <cstdio>

namespace {

bool renderIcon(QSvgRenderer& icon, int size, const QString& file) {
    QImage picture(size, size, QImage::Format_ARGB32_Premultiplied);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    icon.render(&painter);
    painter.end();
    return picture.save(file);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 4) return 2;
    QSvgRenderer icon(QString::fromLocal8Bit(argv[1]));
    const QString folder = QString::fromLocal8Bit(argv[2]);
    for (int i = 3; i < argc; ++i) {
        const int size = QString::fromLatin1(argv[i]).toInt();
        const QString file = QStringLiteral("%1/%2.png").arg(folder).arg(size);
        if (!icon.isValid() || size <= 0 || !renderIcon(icon, size, file)) {
            std::fprintf(stderr, "cannot draw %s as %s\n", argv[1], qPrintable(file));
            return 1;
        }
    }
    return 0;
}
