// Internal to core/download: one GET request. The only place that sees libcurl, but for the
// parsing of addresses in url_rules.cpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/run_control.h"

namespace heirloom {

struct HttpRequest {
    std::string address;     // http or https
    std::uint64_t from = 0;  // first byte that is wanted; 0: the whole file
    std::string ifRange;     // an ETag or a date; empty: none
    std::chrono::milliseconds stallTimeout{30'000};
    int maxRedirects = 8;
    std::string proxy;  // empty: that of the environment
};

struct HttpResponse {
    int status = 0;  // 200 or 206
    std::string etag;
    std::string lastModified;
    std::string contentRange;
    std::optional<std::uint64_t> length;  // of this body, where it is told
};

// An error from either ends the transfer and is handed back, never tried again.
struct HttpReceiver {
    std::function<Result<void>(const HttpResponse&)> started;  // once, before any content
    std::function<Result<void>(ByteView)> received;
};

struct HttpFailure {
    Error error;
    bool mayRetry = false;  // a cut or stalled line, or a server that says "later"
    int status = 0;         // what the server answered, when that is the failure
};

// Follows redirects by the rules of mayRedirect(). TLS certificates are verified. Looks at
// control at least ten times a second. Callable from any thread.
std::optional<HttpFailure> httpGet(const HttpRequest& request, const HttpReceiver& receiver,
                                   const RunControl& control);

}  // namespace heirloom
