#include "core/base/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <system_error>
#include <vector>

namespace heirloom {

namespace fs = std::filesystem;

struct Sha256::Context {
    EVP_MD_CTX* handle = EVP_MD_CTX_new();
    bool isSound = handle != nullptr && EVP_DigestInit_ex(handle, EVP_sha256(), nullptr) == 1;

    Context() = default;
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ~Context() { EVP_MD_CTX_free(handle); }
};

Sha256::Sha256() : m_context(std::make_unique<Context>()) {}
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::add(ByteView piece) {
    Context& context = *m_context;
    context.isSound =
        context.isSound && EVP_DigestUpdate(context.handle, piece.data(), piece.size()) == 1;
}

std::string Sha256::finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    Context& context = *m_context;
    context.isSound =
        context.isSound && EVP_DigestFinal_ex(context.handle, digest.data(), &length) == 1;
    if (!context.isSound) return {};
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (unsigned int i = 0; i < length; ++i) {
        text += kDigits[digest[i] >> 4];
        text += kDigits[digest[i] & 15];
    }
    return text;
}

std::string sha256Hex(ByteView content) {
    Sha256 hash;
    hash.add(content);
    return hash.finish();
}

Result<std::string> sha256OfFile(const fs::path& path) {
    std::error_code unknown;
    const fs::file_status status = fs::status(path, unknown);
    if (status.type() == fs::file_type::not_found) {
        return makeError(ErrorCode::NotFound, "There is no file %1. Check the name.", path);
    }
    if (!fs::is_regular_file(status)) {
        return makeError(ErrorCode::InvalidArgument, "%1 is not a file. Choose a file instead.",
                         path);
    }
    const Error unreadable =
        makeError(ErrorCode::NotReadable,
                  "%1 could not be read. Check its permissions and the disk, and try again.", path);

    std::ifstream file(path, std::ios::binary);
    if (!file) return unreadable;
    Sha256 hash;
    std::vector<char> buffer(std::size_t{1} << 20);
    while (file) {
        file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        hash.add({reinterpret_cast<const std::uint8_t*>(buffer.data()),
                  static_cast<std::size_t>(file.gcount())});
    }
    if (file.bad()) return unreadable;
    std::string digest = hash.finish();
    if (digest.empty()) {
        return makeError(ErrorCode::Internal, "The checksum of %1 could not be computed.", path);
    }
    return digest;
}

}  // namespace heirloom
