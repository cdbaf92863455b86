// The presets on offer, read once and again whenever they change: built-in ones and the user's.
//
// Thread rule: GUI thread. Reading looks at the user's presets, a handful of small files.
#pragma once

#include <vector>

#include <QObject>
#include <QString>

#include "ui/common/app_context.h"

namespace heirloom::ui {

class PresetCatalog : public QObject {
    Q_OBJECT
public:
    explicit PresetCatalog(AppContext& context, QObject* parent = nullptr);

    const std::vector<Preset>& own() const { return m_own.presets; }
    const std::vector<PresetProblem>& problems() const { return m_own.problems; }
    // By id; an empty one means the plain preset. Null where there is none.
    const Preset* find(const QString& id) const;

Q_SIGNALS:
    void changed();

private:
    void reload();

    AppContext& m_context;
    PresetList m_own;
};

}  // namespace heirloom::ui
