#include "core/download/http_failure.h"

#include <curl/curl.h>

namespace heirloom {

HttpFailure permanent(Error error) {
    return {std::move(error), false, 0};
}

HttpFailure stalled(const std::string& address) {
    return {makeError(ErrorCode::NotReadable,
                      "Nothing arrives from %1 any more. Check the network and try again; what has "
                      "arrived is kept.",
                      address),
            true, 0};
}

HttpFailure badStatus(const std::string& address, int status) {
    if (status == 404 || status == 410) {
        return {makeError(ErrorCode::NotFound,
                          "The file is no longer at %1 (status %2). Look for a newer version of "
                          "Heirloom, or import the file from another source.",
                          address, status),
                false, status};
    }
    if (status >= 500 || status == 408 || status == 429) {
        return {makeError(ErrorCode::NotReadable,
                          "The server cannot send %1 at the moment (status %2). Try again later.",
                          address, status),
                true, status};
    }
    return {makeError(ErrorCode::NotReadable,
                      "The server refused to send %1 (status %2). Import the file from another "
                      "source.",
                      address, status),
            false, status};
}

HttpFailure connectionFailure(const std::string& address, int code) {
    switch (code) {
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
            return permanent(
                makeError(ErrorCode::NotReadable,
                          "The server of %1 cannot prove who it is, so nothing was downloaded. "
                          "Check the date of this machine and the proxy settings.",
                          address));
        case CURLE_OUT_OF_MEMORY:
            return permanent(makeError(ErrorCode::OutOfMemory,
                                       "Memory ran out while %1 was downloaded. Close other "
                                       "programs and try again.",
                                       address));
        case CURLE_PARTIAL_FILE:
        case CURLE_RECV_ERROR:
        case CURLE_GOT_NOTHING:
        case CURLE_HTTP2_STREAM:
            return {makeError(ErrorCode::NotReadable,
                              "The connection to %1 broke off. Check the network and try again; "
                              "what has arrived is kept.",
                              address),
                    true, 0};
        default:
            return {makeError(ErrorCode::NotReadable,
                              "No connection to %1. Check the network and the proxy settings and "
                              "try again.",
                              address),
                    true, 0};
    }
}

}  // namespace heirloom
