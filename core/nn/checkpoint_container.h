// Internal to core/nn: the two layouts of torch.save, a zip archive or the sequence of
// pickles from before 1.6, brought to one form: a document and where its storages lie.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/nn/pickle_machine.h"
#include "core/nn/zip_directory.h"

namespace heirloom {

class CheckpointContainer {
public:
    // file must outlive the container. name is used in messages.
    static Result<CheckpointContainer> read(ByteView file, const std::filesystem::path& name);

    const pickle::Document& document() const { return m_document; }

    // The bytes of a storage, exactly as many as it has elements; false with a reason when
    // the file does not hold them.
    bool storage(const pickle::StorageReference& reference, ByteView& bytes,
                 std::string& reason) const;

private:
    CheckpointContainer() = default;
    Result<void> readZip(ByteView file, const std::filesystem::path& name);
    Result<void> readLegacy(ByteView file, const std::filesystem::path& name);
    bool readLegacyStorages(ByteView rest, const pickle::Document& keys, std::string& reason);
    bool rootStorage(std::string_view key, ByteView& bytes, std::string& reason) const;

    pickle::Document m_document;
    bool m_isZip = false;
    ZipDirectory m_zip;
    std::string m_folder;                                // in the zip, with its slash
    std::map<std::string_view, ByteView> m_legacyRoots;  // by key
};

}  // namespace heirloom
