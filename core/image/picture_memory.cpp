#include "core/image/picture_memory.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <system_error>

#include <opencv2/core.hpp>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace heirloom {

namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kHugePage = 2 << 20;
constexpr std::size_t kSmallest = 4 * kHugePage;  // below it the ends would be too much
constexpr double kBytesOfATask = 1 << 20;

#ifdef __linux__

class HugePageAllocator : public cv::MatAllocator {
public:
    // Only for two dimensions without a gap between the rows, and not for pixels that belong to
    // somebody else. Leaves to OpenCV whatever is small.
    cv::UMatData* allocate(int dims, const int* sizes, int type, void* data, size_t* step,
                           cv::AccessFlag access, cv::UMatUsageFlags usage) const override {
        const std::size_t pixel = CV_ELEM_SIZE(type);
        const std::size_t bytes =
            dims == 2 ? pixel * static_cast<std::size_t>(sizes[0]) * sizes[1] : 0;
        const auto ordinary = [&] {
            return cv::Mat::getStdAllocator()->allocate(dims, sizes, type, data, step, access,
                                                        usage);
        };
        if (data || bytes < kSmallest) return ordinary();
        // One page more, so that the pixels can start with a huge one.
        void* block = mmap(nullptr, bytes + kHugePage, PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (block == MAP_FAILED) return ordinary();        // which tells that memory is short
        madvise(block, bytes + kHugePage, MADV_HUGEPAGE);  // a wish
        auto owner = std::make_unique<cv::UMatData>(this);
        owner->origdata = static_cast<uchar*>(block);
        const auto address = reinterpret_cast<std::uintptr_t>(block);
        owner->data = owner->origdata + (kHugePage - address % kHugePage) % kHugePage;
        owner->size = bytes;
        step[0] = pixel * static_cast<std::size_t>(sizes[1]);
        step[1] = pixel;
        return owner.release();
    }

    bool allocate(cv::UMatData* data, cv::AccessFlag, cv::UMatUsageFlags) const override {
        return data != nullptr;
    }

    void deallocate(cv::UMatData* data) const override {
        if (!data) return;
        munmap(data->origdata, data->size + kHugePage);
        delete data;
    }
};

#endif

}  // namespace

cv::Mat newPicture(cv::Size size, int type) {
    cv::Mat picture;
#ifdef __linux__
    // Never destroyed: a picture may outlive every static object.
    static const auto* const allocator = new HugePageAllocator;
    picture.allocator = const_cast<HugePageAllocator*>(allocator);
#endif
    picture.create(size, type);
    picture.allocator = nullptr;  // the memory knows whom it belongs to
    return picture;
}

cv::Mat copiedPicture(const cv::Mat& pixels) {
    cv::Mat copy = newPicture(pixels.size(), pixels.type());
    cv::parallel_for_(
        cv::Range(0, pixels.rows),
        [&](const cv::Range& rows) {
            cv::Mat part = copy.rowRange(rows);
            pixels.rowRange(rows).copyTo(part);
        },
        std::max(1.0, static_cast<double>(pixels.total() * pixels.elemSize()) / kBytesOfATask));
    return copy;
}

MemoryAhead::MemoryAhead(const cv::Mat& picture) {
#if defined(__linux__) && defined(MADV_POPULATE_WRITE)
    const std::size_t bytes = picture.total() * picture.elemSize();
    if (bytes < kSmallest || !picture.isContinuous() || cv::getNumThreads() < 2) return;
    const auto start = reinterpret_cast<std::uintptr_t>(picture.data) / kPage * kPage;
    const std::size_t length = reinterpret_cast<std::uintptr_t>(picture.data) - start + bytes;
    try {
        // Where the kernel does not know this, pages come when they are touched.
        m_thread = std::thread([start, length] {
            madvise(reinterpret_cast<void*>(start), length, MADV_POPULATE_WRITE);
        });
    } catch (const std::system_error&) {
        // Without a thread as well.
    }
#else
    (void)picture;
#endif
}

MemoryAhead::~MemoryAhead() {
    if (m_thread.joinable()) m_thread.join();
}

}  // namespace heirloom
