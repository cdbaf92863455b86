// Memory for whole photos.
//
// The system hands out fresh memory page by page, when it is first touched. With ordinary
// pages that takes as long as decoding a third of the photo; with huge ones, where the kernel
// has some, hardly any time. Such memory goes back to the system with the last cv::Mat.
//
// Thread rule: callable from any thread.
#pragma once

#include <thread>

#include <opencv2/core/mat.hpp>

namespace heirloom {

// A picture whose values are not set yet.
cv::Mat newPicture(cv::Size size, int type);

// As cv::Mat::clone(), in several threads.
cv::Mat copiedPicture(const cv::Mat& pixels);

// Has the system hand out the memory of a new picture while a single thread fills its first
// rows. Does nothing for a small picture, nor where OpenCV may use no second thread.
class MemoryAhead {
public:
    explicit MemoryAhead(const cv::Mat& picture);
    ~MemoryAhead();  // waits
    MemoryAhead(const MemoryAhead&) = delete;
    MemoryAhead& operator=(const MemoryAhead&) = delete;

private:
    std::thread m_thread;
};

}  // namespace heirloom
