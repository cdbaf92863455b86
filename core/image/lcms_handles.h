// Owners for the handles of lcms2. Internal to core/image.
#pragma once

#include <memory>
#include <type_traits>

#include <lcms2.h>

namespace heirloom {

struct LcmsContextDeleter {
    void operator()(std::remove_pointer_t<cmsContext>* context) const { cmsDeleteContext(context); }
};
struct LcmsProfileDeleter {
    void operator()(void* profile) const { cmsCloseProfile(profile); }
};
struct LcmsTransformDeleter {
    void operator()(void* transform) const { cmsDeleteTransform(transform); }
};

// Declare the context first: everything else must be gone before it.
using LcmsContext = std::unique_ptr<std::remove_pointer_t<cmsContext>, LcmsContextDeleter>;
using LcmsProfile = std::unique_ptr<void, LcmsProfileDeleter>;
using LcmsTransform = std::unique_ptr<void, LcmsTransformDeleter>;

// A context of its own, which says nothing about errors: they show as missing handles.
inline LcmsContext createLcmsContext() {
    LcmsContext context(cmsCreateContext(nullptr, nullptr));
    if (context) {
        cmsSetLogErrorHandlerTHR(context.get(), [](cmsContext, cmsUInt32Number, const char*) {});
    }
    return context;
}

}  // namespace heirloom
