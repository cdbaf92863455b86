// A small HTTP/1.1 server on 127.0.0.1 that misbehaves as told. One thread for the listening
// socket and one for each connection, which answers one request.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/base/bytes.h"

namespace heirloom::test {

struct ServerRequest {
    std::string target;                          // "/a.pth"; a whole address by way of a proxy
    std::map<std::string, std::string> headers;  // names in lower case
    int number = 0;                              // 0 for the first request of the server

    std::string header(const std::string& name) const;
    // The N of "Range: bytes=N-".
    std::optional<std::size_t> rangeStart() const;
};

// Used on the thread of its connection.
class ServerReply {
public:
    ServerReply(int socket, const std::atomic<bool>& stopping)
        : m_socket(socket), m_stopping(stopping) {}

    void head(int status, const std::map<std::string, std::string>& headers = {});
    // False when the client has gone.
    bool send(ByteView content);
    bool chunk(ByteView content);  // an empty one ends a chunked body
    // Sends one byte every few milliseconds until the client goes.
    void drip(ByteView content);
    // Says nothing more until the client goes or the server ends.
    void stall();

private:
    bool waitForClient(int milliseconds);  // true when it has gone

    int m_socket;
    const std::atomic<bool>& m_stopping;
};

class HttpServer {
public:
    using Handler = std::function<void(const ServerRequest&, ServerReply&)>;

    explicit HttpServer(Handler handler);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    std::string address(const std::string& path = "/model.pth") const;
    std::vector<ServerRequest> requests() const;

private:
    void listen();
    void serve(int socket);

    Handler m_handler;
    int m_listener = -1;
    int m_port = 0;
    std::atomic<bool> m_stopping{false};
    mutable std::mutex m_mutex;
    std::vector<ServerRequest> m_requests;  // under m_mutex
    std::list<std::thread> m_connections;   // of the listening thread, until it has ended
    std::thread m_thread;
};

// What a good server does with Range and If-Range.
void sendFile(const ServerRequest& request, ServerReply& reply, ByteView content,
              const std::string& etag = "\"1\"");
// The same, but the connection breaks off after so many bytes of the body.
void sendCut(const ServerRequest& request, ServerReply& reply, ByteView content, std::size_t bytes,
             const std::string& etag = "\"1\"");

}  // namespace heirloom::test
