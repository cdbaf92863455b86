#include "core/nn/checkpoint_container.h"

#include <algorithm>
#include <optional>

#include "core/nn/byte_reader.h"

namespace heirloom {

namespace {

namespace fs = std::filesystem;
using pickle::Document;
using pickle::Kind;

constexpr std::string_view kPickleName = "data.pkl";
// 0x1950a86a20f9469cfc6c, as pickle writes a long.
constexpr std::string_view kLegacyMagic = "\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";
constexpr std::int64_t kLegacyProtocol = 1001;

Error damaged(const fs::path& name, const std::string& reason) {
    return makeError(ErrorCode::Damaged,
                     "The model file %1 is damaged: %2. Download or copy it again.", name, reason);
}

Error bigEndian(const fs::path& name) {
    return makeError(ErrorCode::Unsupported,
                     "%1 was saved on a big-endian machine, which is not supported. Save it again "
                     "on an ordinary PC.",
                     name);
}

// torch writes one top folder, whose name is free.
const std::string_view* findPickle(const ZipDirectory& zip) {
    for (const auto& [name, entry] : zip.entries()) {
        if (!name.ends_with(kPickleName)) continue;
        const std::string_view folder = name.substr(0, name.size() - kPickleName.size());
        if (folder.empty() || folder.find('/') == folder.size() - 1) return &name;
    }
    return nullptr;
}

bool readPart(ByteView file, std::size_t& position, Document& document, std::string& reason) {
    if (!pickle::read(file.subspan(position), document, reason)) return false;
    position += document.bytesRead;
    return true;
}

bool isLittleEndian(const Document& systemInfo) {
    const pickle::Value& dict = systemInfo.rootValue();
    if (dict.kind != Kind::Dict) return true;
    for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
        if (systemInfo[dict.items[i]].text == "little_endian") {
            return systemInfo[dict.items[i + 1]].number != 0;
        }
    }
    return true;
}

bool hasLegacyMagic(ByteView file) {
    // PROTO 2, LONG1 with 10 bytes.
    constexpr std::size_t kHeader = 4;
    if (file.size() < kHeader + kLegacyMagic.size()) return false;
    const std::string_view text = ByteReader::asText(file);
    return file[0] == 0x80 && file[2] == 0x8a && file[3] == kLegacyMagic.size() &&
           text.substr(kHeader, kLegacyMagic.size()) == kLegacyMagic;
}

}  // namespace

Result<CheckpointContainer> CheckpointContainer::read(ByteView file, const fs::path& name) {
    CheckpointContainer container;
    Result<void> done = makeError(
        ErrorCode::Unsupported,
        "%1 is not a PyTorch model file. Choose a .pth or .pt file; if it should be one, download "
        "it again.",
        name);
    if (ZipDirectory::hasMagic(file)) {
        done = container.readZip(file, name);
    } else if (hasLegacyMagic(file)) {
        done = container.readLegacy(file, name);
    }
    if (!done) return std::move(done).error();
    return container;
}

Result<void> CheckpointContainer::readZip(ByteView file, const fs::path& name) {
    m_isZip = true;
    std::string reason;
    if (!m_zip.read(file, reason)) return damaged(name, reason);
    const std::string_view* found = findPickle(m_zip);
    if (found == nullptr) {
        return makeError(ErrorCode::Unsupported,
                         "%1 is a ZIP archive but not a PyTorch model file. Choose a .pth or .pt "
                         "file.",
                         name);
    }
    m_folder = found->substr(0, found->size() - kPickleName.size());

    ByteView content;
    if (const ZipEntry* order = m_zip.find(m_folder + "byteorder")) {
        if (!m_zip.content(*order, content, reason)) return damaged(name, reason);
        if (ByteReader::asText(content) == "big") return bigEndian(name);
    }
    const ZipEntry& entry = *m_zip.find(*found);
    if (!entry.stored) {
        return makeError(ErrorCode::Unsupported,
                         "%1 is a compressed archive, which PyTorch never writes. Unpack it and "
                         "save the model again with torch.save.",
                         name);
    }
    if (!m_zip.content(entry, content, reason)) return damaged(name, reason);
    if (!pickle::read(content, m_document, reason)) {
        return damaged(name, "the list of its weights cannot be read, " + reason);
    }
    return {};
}

// Five pickles: magic, protocol, system, the object, the keys of the storages; then for
// each key the number of elements and their bytes.
Result<void> CheckpointContainer::readLegacy(ByteView file, const fs::path& name) {
    std::size_t position = 0;
    std::string reason;
    Document part;
    const auto unreadable = [&] {
        return damaged(name, "the list of its weights cannot be read, " + reason);
    };
    if (!readPart(file, position, part, reason)) return unreadable();  // the magic
    if (!readPart(file, position, part, reason)) return unreadable();
    if (part.rootValue().kind != Kind::Int || part.rootValue().number != kLegacyProtocol) {
        return makeError(ErrorCode::Unsupported,
                         "%1 has an unknown version of PyTorch's old file format. Save it again "
                         "with a newer PyTorch.",
                         name);
    }
    if (!readPart(file, position, part, reason)) return unreadable();
    if (!isLittleEndian(part)) return bigEndian(name);
    if (!readPart(file, position, m_document, reason)) return unreadable();
    if (!readPart(file, position, part, reason)) return unreadable();
    if (!readLegacyStorages(file.subspan(position), part, reason)) return damaged(name, reason);
    return {};
}

bool CheckpointContainer::readLegacyStorages(ByteView rest, const Document& keys,
                                             std::string& reason) {
    if (keys.rootValue().kind != Kind::List) {
        reason = "the list of its storages is missing";
        return false;
    }
    std::map<std::string_view, ScalarType> types;
    for (const auto& storage : m_document.storages) {
        const auto [known, isNew] = types.emplace(storage.key, storage.type);
        if (!isNew && known->second != storage.type) {
            reason = "a storage has two types";
            return false;
        }
    }
    ByteReader reader(rest);
    for (const pickle::ValueId id : keys.rootValue().items) {
        const pickle::Value& key = keys[id];
        const auto type = types.find(key.text);
        if (key.kind != Kind::Text || type == types.end()) {
            reason = "it holds a storage that nothing uses";
            return false;
        }
        const std::size_t elementSize = byteSize(type->second);
        const auto count = reader.little<std::uint64_t>();
        if (!count || *count > reader.remaining() / elementSize) {
            reason = "it ends in the middle of a weight";
            return false;
        }
        m_legacyRoots[type->first] = *reader.take(*count * elementSize);
    }
    return true;
}

bool CheckpointContainer::rootStorage(std::string_view key, ByteView& bytes,
                                      std::string& reason) const {
    if (m_isZip) {
        const ZipEntry* entry = m_zip.find(m_folder + "data/" + std::string(key));
        if (entry != nullptr) return m_zip.content(*entry, bytes, reason);
    } else if (const auto found = m_legacyRoots.find(key); found != m_legacyRoots.end()) {
        bytes = found->second;
        return true;
    }
    reason = "its data is not in the file";
    return false;
}

bool CheckpointContainer::storage(const pickle::StorageReference& reference, ByteView& bytes,
                                  std::string& reason) const {
    ByteView root;
    if (!rootStorage(reference.key, root, reason)) return false;
    const std::uint64_t available = root.size() / byteSize(reference.type);
    const auto offset = static_cast<std::uint64_t>(reference.viewOffset);
    const auto wanted = static_cast<std::uint64_t>(reference.elements);
    if (offset > available || wanted > available - offset) {
        reason = "it claims " + std::to_string(wanted) + " elements, but the file holds " +
                 std::to_string(available - std::min(offset, available));
        return false;
    }
    const std::size_t size = byteSize(reference.type);
    bytes = root.subspan(static_cast<std::size_t>(offset) * size,
                         static_cast<std::size_t>(wanted) * size);
    return true;
}

}  // namespace heirloom
