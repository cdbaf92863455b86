#include "core/image/codec_jpeg_check.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

#include <jerror.h>
#include <opencv2/core/utility.hpp>

#include "core/image/codec_jpeg_support.h"

namespace heirloom {

namespace {

// Blocks from the thread that writes to the one that reads.
class BlockQueue {
public:
    bool add(ByteView block) noexcept {
        try {
            const std::lock_guard lock(m_mutex);
            m_blocks.push_back(block);
        } catch (const std::bad_alloc&) {
            return false;
        }
        m_changed.notify_one();
        return true;
    }

    void end() {
        {
            const std::lock_guard lock(m_mutex);
            m_ended = true;
        }
        m_changed.notify_one();
    }

    // Waits; empty at the end.
    ByteView next() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_ended || m_taken < m_blocks.size(); });
        return m_taken < m_blocks.size() ? m_blocks[m_taken++] : ByteView();
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<ByteView> m_blocks;
    std::size_t m_taken = 0;
    bool m_ended = false;
};

// libjpeg's view of the queue.
struct QueueSource {
    jpeg_source_mgr manager{};  // first, because libjpeg only knows this part
    BlockQueue* queue = nullptr;
};

void startNothing(j_decompress_ptr) {}

boolean takeBlock(j_decompress_ptr info) {
    auto& source = *reinterpret_cast<QueueSource*>(info->src);
    const ByteView block = source.queue->next();
    if (block.empty()) ERREXIT(info, JERR_INPUT_EOF);
    source.manager.next_input_byte = block.data();
    source.manager.bytes_in_buffer = block.size();
    return TRUE;
}

void skipBytes(j_decompress_ptr info, long count) {
    auto left = static_cast<std::size_t>(std::max(0L, count));
    while (left > info->src->bytes_in_buffer) {
        left -= info->src->bytes_in_buffer;
        takeBlock(info);
    }
    info->src->next_input_byte += left;
    info->src->bytes_in_buffer -= left;
}

}  // namespace

class JpegCheck::Reader {
public:
    Reader() {
        installJpegErrors(m_errors);
        m_info.err = &m_errors.manager;
        m_source.queue = &m_queue;
        m_source.manager.init_source = startNothing;
        m_source.manager.fill_input_buffer = takeBlock;
        m_source.manager.skip_input_data = skipBytes;
        m_source.manager.resync_to_restart = jpeg_resync_to_restart;
        m_source.manager.term_source = startNothing;
        if (cv::getNumThreads() < 2) return;
        try {
            m_thread = std::thread([this] { read(); });
        } catch (const std::system_error&) {
            // finish() reads instead.
        }
    }
    ~Reader() {
        m_queue.end();
        if (m_thread.joinable()) m_thread.join();
        jpeg_destroy_decompress(&m_info);
    }

    bool add(ByteView block) noexcept { return m_queue.add(block); }

    bool finish() {
        m_queue.end();
        if (m_thread.joinable()) {
            m_thread.join();
        } else {
            read();
        }
        return m_isSound;
    }

private:
    // The means of 8 x 8 pixels, for which all codes are read as well.
    void read() {
        const bool read = runGuarded(m_errors, [&] {
            jpeg_create_decompress(&m_info);
            m_info.src = &m_source.manager;
            jpeg_read_header(&m_info, TRUE);
            m_info.out_color_space = m_info.jpeg_color_space;
            m_info.scale_num = 1;
            m_info.scale_denom = 8;
            m_info.do_fancy_upsampling = FALSE;
            jpeg_start_decompress(&m_info);
            const JSAMPARRAY row = (*m_info.mem->alloc_sarray)(
                reinterpret_cast<j_common_ptr>(&m_info), JPOOL_IMAGE,
                m_info.output_width * static_cast<JDIMENSION>(m_info.output_components), 1);
            while (m_info.output_scanline < m_info.output_height) {
                jpeg_read_scanlines(&m_info, row, 1);
            }
            jpeg_finish_decompress(&m_info);
        });
        m_isSound = read && m_errors.manager.num_warnings == 0;
    }

    BlockQueue m_queue;
    QueueSource m_source;
    JpegErrors m_errors;
    jpeg_decompress_struct m_info{};
    bool m_isSound = false;  // the reading thread's until it has ended
    std::thread m_thread;
};

JpegCheck::JpegCheck() : m_reader(std::make_unique<Reader>()) {}
JpegCheck::~JpegCheck() = default;

bool JpegCheck::add(ByteView block) noexcept {
    return m_reader->add(block);
}

bool JpegCheck::finish() {
    return m_reader->finish();
}

ByteView pictureOfJpeg(ByteView file) {
    constexpr std::uint8_t kFirstApplication = 0xE0, kLastApplication = 0xEF, kComment = 0xFE;
    std::size_t position = 2;
    while (position + 4 <= file.size() && file[position] == 0xFF) {
        const std::uint8_t marker = file[position + 1];
        const bool isApplication = marker >= kFirstApplication && marker <= kLastApplication;
        if (!isApplication && marker != kComment) return file.subspan(position);
        position += std::size_t{2} + (std::size_t{file[position + 2]} << 8 | file[position + 3]);
    }
    return {};
}

}  // namespace heirloom
