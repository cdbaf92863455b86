// Internal to core/download: which addresses may be asked.
#pragma once

#include <optional>
#include <string>

namespace heirloom {

// Only http and https.
bool isWebAddress(const std::string& address);

// The absolute address that a Location header names, seen from the page that sent it;
// nullopt when it is none.
std::optional<std::string> resolveLocation(const std::string& from, const std::string& location);

// Whether a redirect may lead there: to http and https only, and never from https to http,
// where anybody on the way could change the file.
bool mayRedirect(const std::string& from, const std::string& to);

}  // namespace heirloom
