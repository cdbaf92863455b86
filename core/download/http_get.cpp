#include "core/download/http_get.h"

#include <curl/curl.h>

#include <charconv>
#include <memory>
#include <mutex>
#include <string_view>

#include "core/base/version.h"
#include "core/download/http_failure.h"
#include "core/download/url_rules.h"

namespace heirloom {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kPollMilliseconds = 50;

struct EasyDeleter {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct MultiDeleter {
    void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
struct ListDeleter {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n";
    const auto first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// One request and its answer, without following redirects.
class Transfer {
public:
    Transfer(const HttpRequest& request, const std::string& address, const HttpReceiver& receiver)
        : m_request(request), m_address(address), m_receiver(receiver) {}
    ~Transfer() {
        if (m_isAdded) curl_multi_remove_handle(m_multi.get(), m_easy.get());
    }
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    std::optional<HttpFailure> run(const RunControl& control);
    bool isRedirect() const { return m_response.status / 100 == 3 && !m_location.empty(); }
    const std::string& location() const { return m_location; }

private:
    bool prepare();
    std::optional<HttpFailure> outcome();
    bool readHeader(std::string_view line);
    bool begin();
    bool take(ByteView piece);

    static std::size_t onHeader(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t onBody(char* data, std::size_t size, std::size_t count, void* self);

    const HttpRequest& m_request;
    const std::string& m_address;
    const HttpReceiver& m_receiver;
    // Handles go in reverse: the transfer leaves the multi handle before either is freed.
    std::unique_ptr<curl_slist, ListDeleter> m_headers;
    std::unique_ptr<CURLM, MultiDeleter> m_multi;
    std::unique_ptr<CURL, EasyDeleter> m_easy;
    bool m_isAdded = false;

    HttpResponse m_response;
    std::string m_location;
    bool m_hasBegun = false;
    std::optional<HttpFailure> m_refused;  // by the receiver, or for the status
    Clock::time_point m_lastSign;          // of life
    char m_detail[CURL_ERROR_SIZE] = "";
};

bool Transfer::prepare() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    m_easy.reset(curl_easy_init());
    m_multi.reset(curl_multi_init());
    if (!m_easy || !m_multi) return false;
    if (!m_request.ifRange.empty()) {
        m_headers.reset(curl_slist_append(nullptr, ("If-Range: " + m_request.ifRange).c_str()));
    }
    CURL* easy = m_easy.get();
    const std::string agent = std::string("Heirloom/") + kVersion;
    const std::string range = std::to_string(m_request.from) + "-";
    const long timeout = static_cast<long>(m_request.stallTimeout.count());
    bool isSet = true;
    const auto set = [&isSet, easy](CURLoption option, auto value) {
        isSet = isSet && curl_easy_setopt(easy, option, value) == CURLE_OK;
    };
    set(CURLOPT_URL, m_address.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_SSL_VERIFYPEER, 1L);
    set(CURLOPT_SSL_VERIFYHOST, 2L);
    set(CURLOPT_FOLLOWLOCATION, 0L);  // mayRedirect() is stricter than libcurl
    set(CURLOPT_USERAGENT, agent.c_str());
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, timeout);
    // Cancelling must not wait for the name server.
    set(CURLOPT_QUICK_EXIT, 1L);
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(CURLOPT_ERRORBUFFER, m_detail);
    set(CURLOPT_HEADERFUNCTION, &Transfer::onHeader);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_WRITEFUNCTION, &Transfer::onBody);
    set(CURLOPT_WRITEDATA, this);
    if (m_headers) set(CURLOPT_HTTPHEADER, m_headers.get());
    if (m_request.from > 0) set(CURLOPT_RANGE, range.c_str());
    if (!m_request.proxy.empty()) set(CURLOPT_PROXY, m_request.proxy.c_str());
    m_isAdded = isSet && curl_multi_add_handle(m_multi.get(), easy) == CURLM_OK;
    return m_isAdded;
}

std::size_t Transfer::onHeader(char* data, std::size_t size, std::size_t count, void* self) {
    return static_cast<Transfer*>(self)->readHeader({data, size * count}) ? size * count : 0;
}

std::size_t Transfer::onBody(char* data, std::size_t size, std::size_t count, void* self) {
    const ByteView piece(reinterpret_cast<const std::uint8_t*>(data), size * count);
    return static_cast<Transfer*>(self)->take(piece) ? piece.size() : 0;
}

// False ends the transfer.
bool Transfer::readHeader(std::string_view line) {
    m_lastSign = Clock::now();
    if (m_hasBegun) return true;  // trailers
    if (line.starts_with("HTTP/")) {
        m_response = {};
        m_location.clear();
        const auto blank = line.find(' ');
        if (blank == std::string_view::npos) return true;
        const std::string_view status = line.substr(blank + 1, 3);
        std::from_chars(status.data(), status.data() + status.size(), m_response.status);
        return true;
    }
    // A wrong answer is refused before its content comes; 1xx announces another answer.
    if (trimmed(line).empty()) return m_response.status < 200 || begin();
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return true;
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trimmed(line.substr(colon + 1));
    const auto is = [name](const char* wanted) {
        return curl_strnequal(name.data(), wanted, name.size()) && wanted[name.size()] == 0;
    };
    if (is("ETag")) m_response.etag = value;
    if (is("Last-Modified")) m_response.lastModified = value;
    if (is("Content-Range")) m_response.contentRange = value;
    if (is("Location")) m_location = value;
    std::uint64_t length = 0;
    if (is("Content-Length") &&
        std::from_chars(value.data(), value.data() + value.size(), length).ec == std::errc()) {
        m_response.length = length;
    }
    return true;
}

// The headers are complete. False ends the transfer.
bool Transfer::begin() {
    m_hasBegun = true;
    if (isRedirect()) return false;
    if (m_response.status != 200 && m_response.status != 206) {
        m_refused = badStatus(m_address, m_response.status);
        return false;
    }
    if (auto accepted = m_receiver.started(m_response); !accepted) {
        m_refused = permanent(std::move(accepted).error());
    }
    return !m_refused;
}

bool Transfer::take(ByteView piece) {
    m_lastSign = Clock::now();
    if (auto taken = m_receiver.received(piece); !taken) {
        m_refused = permanent(std::move(taken).error());
    }
    return !m_refused;
}

std::optional<HttpFailure> Transfer::run(const RunControl& control) {
    if (!prepare()) return connectionFailure(m_address, CURLE_OUT_OF_MEMORY);
    m_lastSign = Clock::now();
    for (int running = 1; running > 0;) {
        if (control.shouldStop()) return permanent(cancelledError());
        if (Clock::now() - m_lastSign > m_request.stallTimeout) return stalled(m_address);
        if (curl_multi_perform(m_multi.get(), &running) != CURLM_OK) {
            return connectionFailure(m_address, CURLE_OUT_OF_MEMORY);
        }
        if (running > 0) {
            curl_multi_poll(m_multi.get(), nullptr, 0, kPollMilliseconds, nullptr);
        }
    }
    return outcome();
}

std::optional<HttpFailure> Transfer::outcome() {
    int left = 0;
    const CURLMsg* message = curl_multi_info_read(m_multi.get(), &left);
    const CURLcode code = message != nullptr ? message->data.result : CURLE_RECV_ERROR;
    if (m_refused) return m_refused;
    if (m_hasBegun && (code == CURLE_OK || isRedirect())) return std::nullopt;
    HttpFailure failure = connectionFailure(m_address, code);
    failure.error.detail = m_detail[0] != 0 ? m_detail : curl_easy_strerror(code);
    return failure;
}

}  // namespace

std::optional<HttpFailure> httpGet(const HttpRequest& request, const HttpReceiver& receiver,
                                   const RunControl& control) {
    std::string address = request.address;
    if (!isWebAddress(address)) {
        return permanent(makeError(ErrorCode::InvalidArgument,
                                   "%1 is no address of a file on the web.", address));
    }
    for (int hop = 0; hop <= request.maxRedirects; ++hop) {
        Transfer transfer(request, address, receiver);
        auto failure = transfer.run(control);
        if (failure || !transfer.isRedirect()) return failure;
        const auto next = resolveLocation(address, transfer.location());
        if (!next || !mayRedirect(address, *next)) {
            return permanent(makeError(ErrorCode::NotReadable,
                                       "%1 leads on to %2, which is not safe to download from. "
                                       "Import the file from another source.",
                                       address, next.value_or(transfer.location())));
        }
        address = *next;
    }
    return permanent(makeError(ErrorCode::NotReadable,
                               "%1 leads from one address to the next without end. Try again "
                               "later, or import the file from another source.",
                               request.address));
}

}  // namespace heirloom
