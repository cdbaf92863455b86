#include "core/download/http_download.h"

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>

#include "core/download/content_range.h"
#include "core/download/http_get.h"
#include "core/download/part_file.h"
#include "core/download/rate_meter.h"

namespace heirloom {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr auto kReportInterval = std::chrono::milliseconds(100);
constexpr auto kWaitSlice = std::chrono::milliseconds(20);
constexpr int kMostDoublings = 5;

std::string nameOf(const DownloadRequest& request) {
    return request.target.filename().string();
}

Error wrongSize(const DownloadRequest& request, std::uint64_t bytes) {
    return makeError(ErrorCode::Damaged,
                     "%1 was not installed: the server has a file of %2 bytes, but the published "
                     "one has %3. Try again later, or import the file from another source.",
                     nameOf(request), bytes, *request.bytes);
}

Error tooLarge(const DownloadRequest& request, std::uint64_t limit) {
    return makeError(ErrorCode::LimitExceeded,
                     "%1 was not installed: the server sends more than the %2 bytes that it may "
                     "have. Try again later, or import the file from another source.",
                     nameOf(request), limit);
}

Error wrongHash(const DownloadRequest& request) {
    return makeError(ErrorCode::Damaged,
                     "%1 was not installed: what the server sent is not the published file, its "
                     "checksum differs. Try again later, or import the file from another source.",
                     nameOf(request));
}

Error emptyFile(const DownloadRequest& request) {
    return makeError(ErrorCode::Damaged,
                     "%1 was not installed: the server sent an empty file. Try again later, or "
                     "import the file from another source.",
                     nameOf(request));
}

Error badRange(const DownloadRequest& request) {
    return makeError(ErrorCode::NotReadable,
                     "The server did not send the part of %1 that was missing. Try again later.",
                     nameOf(request));
}

bool isWrongContent(const Error& error) {
    return error.code == ErrorCode::Damaged || error.code == ErrorCode::LimitExceeded;
}

// One run of HttpDownload.
class Session {
public:
    Session(const DownloadRequest& request, const DownloadOptions& options,
            const RunControl& control, PartFile part)
        : m_request(request), m_options(options), m_control(control), m_part(std::move(part)) {}

    Result<Downloaded> run();

private:
    Result<void> prepare();
    Result<void> fetch();
    std::optional<HttpFailure> fetchOnce();
    Result<void> started(const HttpResponse& response);
    Result<void> received(ByteView piece);
    Result<void> checkSpace() const;
    Result<void> checkLength() const;
    Result<void> waitBefore(int attempt) const;
    void report(bool isLast);

    bool isFromThisAddress() const { return m_part.origin().address == m_request.address; }
    bool mayResume() const;
    bool continuesPart(const HttpResponse& response) const;
    std::optional<std::uint64_t> total() const {
        return m_request.bytes ? m_request.bytes : m_part.origin().total;
    }
    std::uint64_t limit() const { return total().value_or(m_options.maxBytes); }

    const DownloadRequest& m_request;
    const DownloadOptions& m_options;
    const RunControl& m_control;
    PartFile m_part;
    bool m_wasResumed = false;
    bool m_isPieced = false;   // the part holds content of more than one answer
    bool m_isUseless = false;  // the answer does not continue the part
    RateMeter m_rate;
    Clock::time_point m_lastReport;
};

Result<Downloaded> Session::run() {
    auto sound = prepare();
    bool mayStartOver = true;
    std::string hash;
    while (sound) {
        sound = fetch();
        if (!sound) break;
        hash = m_part.finishHash();
        if (!m_request.sha256 || hash == *m_request.sha256) break;
        // Pieces of two editions can have been joined; one whole answer tells.
        if (m_isPieced && std::exchange(mayStartOver, false)) {
            m_isPieced = m_wasResumed = false;
            sound = m_part.startOver({});
            continue;
        }
        sound = wrongHash(m_request);
    }
    if (sound && m_request.check) {
        sound = m_request.check(m_part.path(), hash);
        if (!sound) m_part.discard();
    }
    if (sound) report(true);
    const std::uint64_t bytes = m_part.size();
    if (sound) sound = m_part.moveToTarget();
    if (sound) return Downloaded{hash, bytes, m_wasResumed};
    if (isWrongContent(sound.error())) m_part.discard();
    return std::move(sound).error();
}

Result<void> Session::prepare() {
    const bool isTooLong = m_part.size() > limit();
    if (isTooLong || (m_part.size() > 0 && !mayResume())) {
        if (auto emptied = m_part.startOver({}); !emptied) return emptied;
    }
    m_wasResumed = m_isPieced = m_part.size() > 0;
    if (auto enough = checkSpace(); !enough) return enough;
    return m_part.hashPresent(m_control);
}

// Without a checksum, only the server's word tells whether it has the same file still.
bool Session::mayResume() const {
    if (m_request.sha256) return true;
    return isFromThisAddress() && !m_part.origin().validator().empty();
}

Result<void> Session::fetch() {
    int failures = 0;
    std::uint64_t farthest = m_part.size();
    for (;;) {
        const bool isComplete = m_part.size() > 0 && total() == m_part.size();
        auto failure = isComplete ? std::nullopt : fetchOnce();
        if (!failure) return checkLength();
        if (!failure->mayRetry) return std::move(failure->error);
        if (m_part.size() > farthest) {
            farthest = m_part.size();
            failures = 0;
        }
        if (++failures >= m_options.maxAttempts) return std::move(failure->error);
        if (auto waited = waitBefore(failures); !waited) return waited;
    }
}

std::optional<HttpFailure> Session::fetchOnce() {
    HttpRequest request;
    request.address = m_request.address;
    request.from = mayResume() ? m_part.size() : 0;
    if (request.from > 0 && isFromThisAddress()) request.ifRange = m_part.origin().validator();
    request.stallTimeout = m_options.stallTimeout;
    request.maxRedirects = m_options.maxRedirects;
    request.proxy = m_options.proxy;
    m_isUseless = false;
    const HttpReceiver receiver{[this](const HttpResponse& response) { return started(response); },
                                [this](ByteView piece) { return received(piece); }};
    auto failure = httpGet(request, receiver, m_control);
    constexpr int kRangeNotSatisfiable = 416;
    const bool isPartRefused =
        m_isUseless || (failure && failure->status == kRangeNotSatisfiable && request.from > 0);
    if (!isPartRefused) return failure;
    if (auto emptied = m_part.startOver({}); !emptied) {
        return HttpFailure{std::move(emptied).error(), false, 0};
    }
    m_wasResumed = m_isPieced = false;
    return HttpFailure{badRange(m_request), true, 0};
}

// A server that ignores If-Range tells by its headers that the file is another one.
bool Session::continuesPart(const HttpResponse& response) const {
    const auto range = parseContentRange(response.contentRange);
    if (m_part.size() == 0 || !range || range->first != m_part.size()) return false;
    const auto known = total();
    if (known && range->total && *known != *range->total) return false;
    const PartOrigin& origin = m_part.origin();
    const bool isOtherEdition = isFromThisAddress() && !origin.etag.empty() &&
                                !response.etag.empty() && origin.etag != response.etag;
    return !isOtherEdition;
}

Result<void> Session::started(const HttpResponse& response) {
    constexpr int kPartialContent = 206;
    if (response.status == kPartialContent) {
        m_isUseless = !continuesPart(response);
        if (m_isUseless) return badRange(m_request);
        m_isPieced = true;
        return checkSpace();
    }
    if (m_request.bytes && response.length && *response.length != *m_request.bytes) {
        return wrongSize(m_request, *response.length);
    }
    if (response.length && *response.length > m_options.maxBytes && !m_request.bytes) {
        return tooLarge(m_request, m_options.maxBytes);
    }
    m_wasResumed = m_isPieced = false;
    auto emptied = m_part.startOver(
        {m_request.address, response.etag, response.lastModified, response.length});
    return emptied ? checkSpace() : emptied;
}

Result<void> Session::received(ByteView piece) {
    if (piece.size() > limit() - m_part.size()) return tooLarge(m_request, limit());
    auto appended = m_part.append(piece);
    report(false);
    return appended;
}

Result<void> Session::checkSpace() const {
    const auto wanted = total();
    std::error_code unknown;
    const fs::path folder = m_part.path().parent_path();
    const fs::space_info space = fs::space(folder.empty() ? "." : folder, unknown);
    if (unknown || !wanted || *wanted - m_part.size() <= space.available) return {};
    constexpr std::uint64_t kMegabyte = 1'000'000;
    return makeError(ErrorCode::DiskFull,
                     "%1 needs %2 MB more, but only %3 MB are free in %4. Free some space and try "
                     "again.",
                     nameOf(m_request), (*wanted - m_part.size()) / kMegabyte + 1,
                     space.available / kMegabyte, folder);
}

Result<void> Session::checkLength() const {
    if (m_part.size() == 0) return emptyFile(m_request);
    if (m_request.bytes && *m_request.bytes != m_part.size()) {
        return wrongSize(m_request, m_part.size());
    }
    return {};
}

Result<void> Session::waitBefore(int attempt) const {
    const auto delay = m_options.firstDelay * (1 << std::min(attempt - 1, kMostDoublings));
    const auto end = Clock::now() + delay;
    while (Clock::now() < end) {
        if (m_control.shouldStop()) return cancelledError();
        std::this_thread::sleep_for(std::min<Clock::duration>(kWaitSlice, end - Clock::now()));
    }
    return {};
}

void Session::report(bool isLast) {
    const auto now = Clock::now();
    if (!isLast && now - m_lastReport < kReportInterval) return;
    m_lastReport = now;
    m_rate.update(m_part.size(), now);
    DownloadProgress progress{m_part.size(), total(), m_rate.bytesPerSecond(), {}};
    double fraction = isLast ? 1.0 : 0.0;
    if (progress.total && *progress.total > 0) {
        const double left = static_cast<double>(*progress.total - progress.received);
        fraction = 1.0 - left / static_cast<double>(*progress.total);
        if (progress.bytesPerSecond > 0) progress.secondsLeft = left / progress.bytesPerSecond;
    }
    if (m_options.progress) m_options.progress(progress);
    m_control.report({"download", fraction});
}

}  // namespace

HttpDownload::HttpDownload(DownloadRequest request, DownloadOptions options)
    : m_request(std::move(request)), m_options(std::move(options)) {}

Result<Downloaded> HttpDownload::run(const RunControl& control) {
    auto part = PartFile::open(m_request.target);
    if (!part) return std::move(part).error();
    return Session(m_request, m_options, control, std::move(part).value()).run();
}

std::uint64_t discardPart(const fs::path& target) {
    std::error_code none;
    const std::uintmax_t bytes = fs::file_size(partPath(target), none);
    if (none) return 0;
    auto part = PartFile::open(target);
    if (!part) return 0;
    part->discard();
    return bytes;
}

}  // namespace heirloom
