#include "tests/support/http_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace heirloom::test {

namespace {

constexpr int kTick = 20;  // milliseconds

ByteView viewOf(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// Up to and with the empty line; what was read when the client goes before.
std::string readHead(int socket) {
    std::string head;
    char byte = 0;
    while (!head.ends_with("\r\n\r\n") && ::recv(socket, &byte, 1, 0) == 1) head += byte;
    return head;
}

ServerRequest parseHead(const std::string& head) {
    ServerRequest request;
    const auto first = head.find(' ');
    request.target = head.substr(first + 1, head.find(' ', first + 1) - first - 1);
    for (auto start = head.find("\r\n"); start != std::string::npos;) {
        const auto end = head.find("\r\n", start + 2);
        if (end == std::string::npos) break;
        const std::string line = head.substr(start + 2, end - start - 2);
        std::string name = line.substr(0, line.find(':'));
        std::transform(name.begin(), name.end(), name.begin(), ::tolower);
        if (name.size() + 2 <= line.size()) request.headers[name] = line.substr(name.size() + 2);
        start = end;
    }
    return request;
}

// Sends the head for what the client asked for; returns that part of the content.
ByteView beginFile(const ServerRequest& request, ServerReply& reply, ByteView content,
                   const std::string& etag) {
    const auto start = request.rangeStart();
    const std::string ifRange = request.header("if-range");
    const bool isSame = ifRange.empty() || ifRange == etag;
    std::map<std::string, std::string> headers;
    if (!etag.empty()) headers["ETag"] = etag;
    const std::size_t from = start && isSame ? std::min(*start, content.size()) : 0;
    headers["Content-Length"] = std::to_string(content.size() - from);
    if (from > 0) {
        headers["Content-Range"] = "bytes " + std::to_string(from) + "-" +
                                   std::to_string(content.size() - 1) + "/" +
                                   std::to_string(content.size());
    }
    reply.head(from > 0 ? 206 : 200, headers);
    return content.subspan(from);
}

}  // namespace

std::string ServerRequest::header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

std::optional<std::size_t> ServerRequest::rangeStart() const {
    const std::string range = header("range");
    const std::string start = "bytes=";
    if (!range.starts_with(start)) return std::nullopt;
    return std::stoul(range.substr(start.size()));
}

void ServerReply::head(int status, const std::map<std::string, std::string>& headers) {
    std::string text = "HTTP/1.1 " + std::to_string(status) + " X\r\nConnection: close\r\n";
    for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
    send(viewOf(text + "\r\n"));
}

bool ServerReply::send(ByteView content) {
    while (!content.empty()) {
        const ssize_t count = ::send(m_socket, content.data(), content.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        content = content.subspan(static_cast<std::size_t>(count));
    }
    return true;
}

bool ServerReply::chunk(ByteView content) {
    char size[32];
    std::snprintf(size, sizeof size, "%zx\r\n", content.size());
    return send(viewOf(size)) && send(content) && send(viewOf("\r\n"));
}

bool ServerReply::waitForClient(int milliseconds) {
    pollfd event{m_socket, POLLIN, 0};
    return m_stopping || ::poll(&event, 1, milliseconds) != 0;
}

void ServerReply::drip(ByteView content) {
    for (std::size_t i = 0; i < content.size(); ++i) {
        if (!send(content.subspan(i, 1)) || waitForClient(kTick)) return;
    }
}

void ServerReply::stall() {
    while (!waitForClient(kTick)) {
    }
}

HttpServer::HttpServer(Handler handler) : m_handler(std::move(handler)) {
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in place{};
    place.sin_family = AF_INET;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof place;
    auto* generic = reinterpret_cast<sockaddr*>(&place);
    if (m_listener < 0 || ::bind(m_listener, generic, length) != 0 ||
        ::listen(m_listener, 16) != 0 || ::getsockname(m_listener, generic, &length) != 0) {
        throw std::runtime_error("no socket for the test server");
    }
    m_port = ntohs(place.sin_port);
    m_thread = std::thread([this] { listen(); });
}

HttpServer::~HttpServer() {
    m_stopping = true;
    m_thread.join();
    for (std::thread& connection : m_connections) connection.join();
    ::close(m_listener);
}

std::string HttpServer::address(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(m_port) + path;
}

std::vector<ServerRequest> HttpServer::requests() const {
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

void HttpServer::listen() {
    while (!m_stopping) {
        pollfd event{m_listener, POLLIN, 0};
        if (::poll(&event, 1, kTick) <= 0) continue;
        const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket >= 0) m_connections.emplace_back([this, socket] { serve(socket); });
    }
}

void HttpServer::serve(int socket) {
    ServerRequest request = parseHead(readHead(socket));
    {
        const std::lock_guard lock(m_mutex);
        request.number = static_cast<int>(m_requests.size());
        m_requests.push_back(request);
    }
    ServerReply reply(socket, m_stopping);
    m_handler(request, reply);
    // All that was sent arrives before the end of the connection.
    ::shutdown(socket, SHUT_WR);
    ::close(socket);
}

void sendFile(const ServerRequest& request, ServerReply& reply, ByteView content,
              const std::string& etag) {
    reply.send(beginFile(request, reply, content, etag));
}

void sendCut(const ServerRequest& request, ServerReply& reply, ByteView content, std::size_t bytes,
             const std::string& etag) {
    const ByteView wanted = beginFile(request, reply, content, etag);
    reply.send(wanted.first(std::min(bytes, wanted.size())));
}

}  // namespace heirloom::test
