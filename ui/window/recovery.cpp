#include "ui/window/recovery.h"

#include <algorithm>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include "core/base/file_io.h"
#include "ui/common/text.h"

namespace heirloom::ui {

namespace {

constexpr int kMostStates = 20;
constexpr qint64 kMostBytes = 4 << 20;

const QString kPath = QStringLiteral("path");
const QString kOpen = QStringLiteral("open");
const QString kStates = QStringLiteral("states");

}  // namespace

Recovery::Recovery(const QString& folder)
    : m_file(folder + QStringLiteral("/unfinished.json")),
      m_lock(folder + QStringLiteral("/unfinished.lock")) {
    QDir().mkpath(folder);
    m_lock.setStaleLockTime(0);  // a crashed program's lock is told by its process
    m_active = m_lock.tryLock(0);
    QFile file(m_file);
    if (!m_active || !file.open(QIODevice::ReadOnly) || file.size() > kMostBytes) return;
    const QJsonObject root = QJsonDocument::fromJson(file.readAll()).object();
    m_open = root.value(kOpen).toString();
    const QJsonArray states = root.value(kStates).toArray();
    for (const auto& state : states) {
        const QJsonObject object = state.toObject();
        if (!object.value(kPath).toString().isEmpty()) m_states.append(object);
    }
}

Recovery::~Recovery() = default;

QJsonObject Recovery::unfinished() const {
    return m_open.isEmpty() ? QJsonObject() : stateOf(m_open);
}

QJsonObject Recovery::stateOf(const QString& path) const {
    const auto found = std::find_if(
        m_states.begin(), m_states.end(),
        [&](const QJsonObject& state) { return state.value(kPath).toString() == path; });
    return found == m_states.end() ? QJsonObject() : *found;
}

void Recovery::keep(const QJsonObject& state) {
    const QString path = state.value(kPath).toString();
    if (path.isEmpty()) return;
    if (m_open == path && !m_states.isEmpty() && m_states.first() == state) return;
    m_open = path;
    m_states.removeIf(
        [&](const QJsonObject& other) { return other.value(kPath).toString() == path; });
    m_states.prepend(state);
    while (m_states.size() > kMostStates) m_states.removeLast();
    write();
}

void Recovery::forget(const QString& path) {
    const auto removed = m_states.removeIf(
        [&](const QJsonObject& state) { return state.value(kPath).toString() == path; });
    if (m_open == path) m_open.clear();
    if (removed > 0) write();
}

void Recovery::noteClosed() {
    if (m_open.isEmpty()) return;
    m_open.clear();
    write();
}

void Recovery::write() {
    if (!m_active) return;
    QJsonArray states;
    for (const QJsonObject& state : m_states) states.append(state);
    const QByteArray text = QJsonDocument(QJsonObject{{kOpen, m_open}, {kStates, states}}).toJson();
    m_writer.postLatest("write", [text, file = toPath(m_file)] {
        // Losing this file loses nothing that the person saved, so a failure stays silent.
        const ByteView bytes(reinterpret_cast<const std::uint8_t*>(text.constData()),
                             static_cast<std::size_t>(text.size()));
        (void)writeFileAtomically(file, bytes, Replace::ExistingFile);
    });
}

}  // namespace heirloom::ui
