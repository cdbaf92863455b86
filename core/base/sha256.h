// SHA-256 of bytes and files, as 64 lower-case hexadecimal digits.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace heirloom {

// For content that arrives in pieces.
class Sha256 {
public:
    Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    ~Sha256();

    void add(ByteView piece);
    // Empty when the library failed. Call once.
    std::string finish();

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

std::string sha256Hex(ByteView content);

// Reads the file in pieces. Errors: NotFound, NotReadable, InvalidArgument (a folder or
// device).
Result<std::string> sha256OfFile(const std::filesystem::path& path);

}  // namespace heirloom
