#include "tests/support/npy.h"

#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace heirloom::test {

namespace {

struct Array {
    std::string descr;
    std::vector<int> shape;
    std::vector<char> data;
};

Array readArray(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> bytes((std::istreambuf_iterator<char>(file)),
                                  std::istreambuf_iterator<char>());
    constexpr std::size_t kPrefix = 10;  // magic, version, header length (version 1)
    if (bytes.size() < kPrefix || std::memcmp(bytes.data(), "\x93NUMPY\x01", 7) != 0) {
        throw std::runtime_error("no .npy file: " + path.string());
    }
    const std::size_t length =
        static_cast<unsigned char>(bytes[8]) + 256u * static_cast<unsigned char>(bytes[9]);
    const std::string header(bytes.data() + kPrefix, length);
    Array array;
    const std::size_t descr = header.find("'descr': '") + 10;
    array.descr = header.substr(descr, header.find('\'', descr) - descr);
    std::size_t at = header.find("'shape': (") + 10;
    const std::size_t end = header.find(')', at);
    while (at < end) {
        array.shape.push_back(std::stoi(header.substr(at)));
        at = header.find(',', at) + 1;
        while (at < end && header[at] == ' ') ++at;
    }
    array.data.assign(bytes.begin() + static_cast<std::ptrdiff_t>(kPrefix + length), bytes.end());
    return array;
}

}  // namespace

Planes readPlanes(const std::filesystem::path& path) {
    const Array array = readArray(path);
    if (array.descr != "<f4" || array.shape.size() != 4 || array.shape[0] != 1) {
        throw std::runtime_error("not 1 x C x H x W float32: " + path.string());
    }
    Planes planes(array.shape[1], array.shape[2], array.shape[3]);
    if (array.data.size() != planes.values.size() * sizeof(float)) {
        throw std::runtime_error("wrong length: " + path.string());
    }
    std::memcpy(planes.values.data(), array.data.data(), array.data.size());
    return planes;
}

std::vector<std::uint8_t> readBytes(const std::filesystem::path& path) {
    const Array array = readArray(path);
    if (array.descr != "|u1") throw std::runtime_error("not uint8: " + path.string());
    return {array.data.begin(), array.data.end()};
}

}  // namespace heirloom::test
