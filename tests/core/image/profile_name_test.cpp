#include "core/image/profile_name.h"

#include <string>

#include <gtest/gtest.h>
#include <lcms2.h>

#include "tests/support/sample_photos.h"

namespace heirloom {
namespace {

using namespace testing;

Bytes profileCalled(const wchar_t* name) {
    cmsHPROFILE profile = cmsCreate_sRGBProfile();
    cmsMLU* text = cmsMLUalloc(nullptr, 1);
    cmsMLUsetWide(text, "en", "US", name);
    cmsWriteTag(profile, cmsSigProfileDescriptionTag, text);
    cmsMLUfree(text);
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(profile, nullptr, &size);
    Bytes bytes(size);
    cmsSaveProfileToMem(profile, bytes.data(), &size);
    cmsCloseProfile(profile);
    return bytes;
}

TEST(ProfileName, IsTheDescription) {
    EXPECT_EQ(profileName(profileCalled(L"Display P3")), "Display P3");
}

TEST(ProfileName, KeepsOtherScripts) {
    EXPECT_EQ(profileName(profileCalled(L"\u626B\u63CF\u4EEA \u00E9")),
              "\xE6\x89\xAB\xE6\x8F\x8F\xE4\xBB\xAA \xC3\xA9");
}

TEST(ProfileName, StaysOnOneShortLine) {
    EXPECT_EQ(profileName(profileCalled(L" Wide\nGamut\t ")), "Wide Gamut");
    EXPECT_EQ(profileName(profileCalled(std::wstring(500, L'x').c_str())), std::string(80, 'x'));
}

TEST(ProfileName, IsEmptyWithoutAProfileThatCanBeRead) {
    EXPECT_EQ(profileName({}), "");
    EXPECT_EQ(profileName(Bytes(200, 7)), "");
    Bytes cut = rgbProfile();
    cut.resize(60);
    EXPECT_EQ(profileName(cut), "");
}

}  // namespace
}  // namespace heirloom
