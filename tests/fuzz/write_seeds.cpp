// Writes the first inputs for the fuzzers: write_fuzz_seeds FOLDER
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tests/support/checkpoint_builder.h"
#include "tests/support/damage.h"
#include "tests/support/exif_builder.h"
#include "tests/support/sample_photos.h"

namespace heirloom::fuzz {

namespace {

namespace fs = std::filesystem;
using namespace heirloom::testing;

constexpr int kFormats = 5;
constexpr int kBlockStep = 15;  // as in metadata_target.cpp

class SeedFolder {
public:
    explicit SeedFolder(fs::path path) : m_path(std::move(path)) { fs::create_directories(m_path); }
    void add(const std::string& name, const Bytes& content) const {
        std::ofstream(m_path / name, std::ios::binary)
            .write(reinterpret_cast<const char*>(content.data()),
                   static_cast<std::streamsize>(content.size()));
    }

private:
    fs::path m_path;
};

Bytes chosen(int choice, const Bytes& content) {
    Bytes seed{static_cast<std::uint8_t>(choice)};
    seed.insert(seed.end(), content.begin(), content.end());
    return seed;
}

Bytes bytesOf(const std::string& text) {
    return Bytes(text.begin(), text.end());
}

void writeCheckpoints(const SeedFolder& folder) {
    test::CheckpointBuilder builder;
    builder.add("a.weight", {3, 2}).add("a.bias", {3}).wrap("g_ema");
    builder.addRaw("half", ScalarType::Float16, {2, 2}, {1, 2}, 1, Bytes(10, 0x3c)).parameters();
    folder.add("zip", builder.zip());
    folder.add("legacy", builder.legacy());
    folder.add("small", test::CheckpointBuilder().add("w", {1}).zip());
}

void writePhotos(const SeedFolder& folder) {
    for (const DamageCase& damage : damageCases()) folder.add(damage.name, damage.file);
    for (const auto format :
         {FileFormat::Png, FileFormat::Tiff, FileFormat::WebP, FileFormat::Bmp, FileFormat::Jpeg}) {
        folder.add("small" + std::string(formatName(format)),
                   encoded(samplePhoto(7, 5, PixelLayout::Rgb), format));
        folder.add("grey" + std::string(formatName(format)),
                   encoded(samplePhoto(7, 5, PixelLayout::Gray), format));
    }
    folder.add("pages", tiffOfPages({{samplePixels(9, 7, PixelLayout::Rgb)},
                                     {samplePixels(4, 3, PixelLayout::Gray), true}}));
    folder.add("animation", animatedWebp(2));
}

void writeMetadata(const SeedFolder& folder) {
    const FileFormat formats[kFormats] = {FileFormat::Jpeg, FileFormat::Png, FileFormat::WebP,
                                          FileFormat::Tiff, FileFormat::Bmp};
    for (int i = 0; i < kFormats; ++i) {
        const std::string name(formatName(formats[i]));
        folder.add("picture" + name, chosen(i, photoWithEverything(formats[i])));
        folder.add("exif" + name, chosen(kBlockStep + i, cameraExif(6).build()));
        folder.add("exifNoGps" + name, chosen(kBlockStep + kFormats + i, cameraExif(6).build()));
        folder.add("iptc" + name, chosen(2 * kBlockStep + i, sampleIptc()));
        folder.add("xmp" + name, chosen(3 * kBlockStep + i, bytesOf(sampleXmp(6))));
        folder.add("xmpNoGps" + name, chosen(3 * kBlockStep + kFormats + i, bytesOf(sampleXmp(6))));
    }
}

}  // namespace

}  // namespace heirloom::fuzz

int main(int count, char** arguments) {
    if (count != 2) {
        std::fprintf(stderr, "usage: write_fuzz_seeds FOLDER\n");
        return 2;
    }
    const std::filesystem::path folder = arguments[1];
    heirloom::fuzz::writeCheckpoints(heirloom::fuzz::SeedFolder(folder / "checkpoint"));
    heirloom::fuzz::writePhotos(heirloom::fuzz::SeedFolder(folder / "photo"));
    heirloom::fuzz::writeMetadata(heirloom::fuzz::SeedFolder(folder / "metadata"));
    return 0;
}
