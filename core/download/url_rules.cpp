#include "core/download/url_rules.h"

#include <curl/curl.h>

#include <memory>

namespace heirloom {

namespace {

struct UrlDeleter {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, UrlDeleter>;

std::string part(const Url& url, CURLUPart which) {
    char* text = nullptr;
    if (!url || curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return {};
    std::string value(text);
    curl_free(text);
    return value;
}

// Lower case; empty when the address cannot be read.
std::string schemeOf(const std::string& address) {
    const Url url(curl_url());
    const bool isRead = url && curl_url_set(url.get(), CURLUPART_URL, address.c_str(),
                                            CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
    return isRead ? part(url, CURLUPART_SCHEME) : std::string();
}

}  // namespace

bool isWebAddress(const std::string& address) {
    const std::string scheme = schemeOf(address);
    return scheme == "http" || scheme == "https";
}

std::optional<std::string> resolveLocation(const std::string& from, const std::string& location) {
    const Url url(curl_url());
    const auto set = [&url](const std::string& text) {
        return curl_url_set(url.get(), CURLUPART_URL, text.c_str(),
                            CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE) == CURLUE_OK;
    };
    if (!url || !set(from) || !set(location)) return std::nullopt;
    std::string resolved = part(url, CURLUPART_URL);
    if (resolved.empty()) return std::nullopt;
    return resolved;
}

bool mayRedirect(const std::string& from, const std::string& to) {
    return isWebAddress(to) && (schemeOf(from) != "https" || schemeOf(to) == "https");
}

}  // namespace heirloom
