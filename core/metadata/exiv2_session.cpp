#include "core/metadata/exiv2_session.h"

#include <exiv2/exiv2.hpp>

namespace heirloom {

namespace {

constexpr std::size_t kMaxLog = 4096;

std::mutex& processMutex() {
    static std::mutex mutex;
    return mutex;
}

// Only touched under the mutex.
std::string& sessionLog() {
    static std::string log;
    return log;
}

void keepLog(int, const char* message) {
    if (sessionLog().size() < kMaxLog) sessionLog() += message;
}

// The toolkit asks for this lock itself, also while this module already holds its own.
void lockToolkit(void* mutex, bool lock) {
    auto& toolkit = *static_cast<std::recursive_mutex*>(mutex);
    if (lock) {
        toolkit.lock();
    } else {
        toolkit.unlock();
    }
}

// Afresh each time: the toolkit remembers every prefix that a photo binds to a namespace,
// and would then read and write the next photo's XMP under the wrong one, or not at all.
void initialise() {
    static std::recursive_mutex toolkitMutex;
    Exiv2::LogMsg::setHandler(keepLog);
    Exiv2::XmpParser::terminate();
    Exiv2::XmpParser::initialize(lockToolkit, &toolkitMutex);
}

}  // namespace

Exiv2Session::Exiv2Session() : m_lock(processMutex()) {
    initialise();
    sessionLog().clear();
}

const std::string& Exiv2Session::log() const {
    return sessionLog();
}

}  // namespace heirloom
