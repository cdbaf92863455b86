#include "ui/common/resources.h"

#include <QDir>

// Q_INIT_RESOURCE does not work inside a namespace.
static void initHeirloomResources() {
    Q_INIT_RESOURCE(heirloom);
}

namespace heirloom::ui {

void ensureResources() {
    static const bool done = (initHeirloomResources(), true);
    Q_UNUSED(done)
}

}  // namespace heirloom::ui
