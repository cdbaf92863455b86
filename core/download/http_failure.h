// Internal to core/download: the sentences for requests that fail, and whether asking again
// can help.
#pragma once

#include <string>

#include "core/download/http_get.h"

namespace heirloom {

HttpFailure permanent(Error error);
// No byte came for too long.
HttpFailure stalled(const std::string& address);
// The server answered with this status instead of the file.
HttpFailure badStatus(const std::string& address, int status);
// code: a CURLcode, the reason why there is no whole answer.
HttpFailure connectionFailure(const std::string& address, int code);

}  // namespace heirloom
