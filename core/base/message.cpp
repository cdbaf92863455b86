#include "core/base/message.h"

#include <cstdio>

namespace heirloom {

std::string Message::argumentText(double value) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.4g", value);
    return buffer;
}

std::string Message::text() const {
    std::string result;
    result.reserve(m_pattern.size() + 64);
    for (std::size_t i = 0; i < m_pattern.size(); ++i) {
        const char c = m_pattern[i];
        if (c == '%' && i + 1 < m_pattern.size() && m_pattern[i + 1] >= '1' &&
            m_pattern[i + 1] <= '9') {
            const auto index = static_cast<std::size_t>(m_pattern[i + 1] - '1');
            if (index < m_arguments.size()) {
                result += m_arguments[index];
                ++i;
                continue;
            }
        }
        result += c;
    }
    return result;
}

}  // namespace heirloom
