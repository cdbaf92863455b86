// The one lock and the initialisation of exiv2. Internal to core/metadata.
#pragma once

#include <mutex>
#include <string>

namespace heirloom {

// Whoever calls exiv2 holds one of these. exiv2's XMP toolkit is global and so is its log,
// which is kept here instead of being printed.
class Exiv2Session {
public:
    Exiv2Session();
    Exiv2Session(const Exiv2Session&) = delete;
    Exiv2Session& operator=(const Exiv2Session&) = delete;

    // What exiv2 complained about since this session began.
    const std::string& log() const;

private:
    std::unique_lock<std::mutex> m_lock;
};

}  // namespace heirloom
