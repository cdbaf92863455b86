// One step of the open photo's history.
#pragma once

#include <functional>

#include <QUndoCommand>

#include "ui/photo/edit_state.h"

namespace heirloom::ui {

class EditCommand : public QUndoCommand {
public:
    using Apply = std::function<void(const EditState&)>;

    // continues: joins the step before, where that has the same name.
    EditCommand(Apply apply, EditState before, EditState after, const QString& name, bool continues)
        : QUndoCommand(name),
          m_apply(std::move(apply)),
          m_before(std::move(before)),
          m_after(std::move(after)),
          m_continues(continues) {}

    void undo() override { m_apply(m_before); }
    void redo() override { m_apply(m_after); }
    int id() const override { return 1; }
    bool mergeWith(const QUndoCommand* other) override {
        const auto* next = static_cast<const EditCommand*>(other);
        if (!next->m_continues || next->text() != text()) return false;
        m_after = next->m_after;
        setObsolete(m_after == m_before);
        return true;
    }

private:
    Apply m_apply;
    EditState m_before;
    EditState m_after;
    bool m_continues;
};

}  // namespace heirloom::ui
