// Choices per face for many photos, read from a file:
//
//   {"heirloom_faces": 1, "photos": [{"input": "a.jpg", "faces": [
//       {"face": 2, "enabled": false},
//       {"face": 3, "strength": 40},
//       {"box": [310, 80, 402, 201], "strength": 80, "landmarks": [[x, y], 5 of them]}]}]}
//
// Numbers, coordinates and landmarks are those of `detect --json`. Its output, or a run's
// report, can be used as it is, with "enabled" and "strength" written into the faces and
// boxes added: there a face has the number of its position, and keeps its choice even where
// faces are numbered differently, because its box is known. A report's strength counts as
// the face's own where it is not the strength of that whole run. Faces without an entry are
// restored as usual.
//
// May be read from several threads at once.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/restore/face_choices.h"

namespace heirloom {

class FaceChoicesFile {
public:
    // Refuses, with the file, the place and what is allowed: whatever is not valid JSON of
    // this form, and files above 64 MB.
    static Result<FaceChoicesFile> load(const std::filesystem::path& file);

    // Empty for a photo that the file does not name. A photo is named by its path as given,
    // by any path that leads to the same file (relative ones from the current folder or from
    // the file's own), or by its file name alone where the path leads to no file.
    FaceChoices choicesFor(const std::filesystem::path& input) const;

    // Fails with InvalidArgument where one entry would fit several inputs. Returns a warning
    // for every entry that fits none.
    Result<std::vector<Message>> checkInputs(
        const std::vector<std::filesystem::path>& inputs) const;

private:
    struct Entry {
        std::filesystem::path input;
        FaceChoices choices;
    };
    FaceChoicesFile() = default;

    void index();
    std::optional<std::size_t> entryFor(const std::filesystem::path& input) const;

    std::filesystem::path m_file;
    std::vector<Entry> m_entries;
    // Places in m_entries.
    std::map<std::string, std::size_t> m_byPath;
    std::map<std::string, std::size_t> m_byCanonicalPath;
    std::map<std::string, std::optional<std::size_t>> m_byName;  // empty: several share it
};

}  // namespace heirloom
