// Internal to core/nn/onednn: what the networks share on top of oneDNN.
#pragma once

#include <omp.h>

#include <memory>
#include <new>
#include <string>

#include <dnnl.hpp>

#include "core/base/result.h"
#include "core/nn/onednn/feature_map.h"
#include "core/nn/runtime.h"

namespace heirloom::nn::onednn {

const dnnl::engine& cpuEngine();

// The element type for a precision; Auto counts as Fp32.
Element elementFor(Precision precision);

// What oneDNN is fastest with: AVX-512 in float wants channels in blocks of 16, for
// Winograd, too; everything else, AMX above all, wants them last.
Layout preferredLayout(Element element);

dnnl::memory::data_type dataType(Element element);
dnnl::memory::format_tag formatTag(Layout layout);
dnnl::memory::desc mapDescription(const MapShape& shape, Element element);

// Runs work(first, last) for parts of [0, count) in all threads of the runtime. The parts
// follow each other, and their number is that of the threads. Nothing may be thrown.
template <class Work>
void inParallel(int count, const Work& work) {
#pragma omp parallel
    {
        const int threads = omp_get_num_threads();
        const int index = omp_get_thread_num();
        const auto border = [&](int i) {
            return static_cast<int>(static_cast<long long>(count) * i / threads);
        };
        if (border(index) < border(index + 1)) work(border(index), border(index + 1));
    }
}

// The number of threads that OpenMP uses belongs to the calling thread: every run sets it.
class ThreadBudget {
public:
    explicit ThreadBudget(int threads) : m_before(omp_get_max_threads()) {
        omp_set_num_threads(threads);
    }
    ~ThreadBudget() { omp_set_num_threads(m_before); }
    ThreadBudget(const ThreadBudget&) = delete;
    ThreadBudget& operator=(const ThreadBudget&) = delete;

private:
    int m_before;
};

// Runs work and turns what oneDNN throws into an Error; out of memory is told apart.
template <class Work>
auto guarded(const char* network, int threads, Work&& work) -> Result<decltype(work())> {
    const auto noMemory = [&] {
        return makeError(ErrorCode::OutOfMemory,
                         "The memory of this machine is not enough to run %1.", network);
    };
    try {
        const ThreadBudget budget(threads);
        return work();
    } catch (const dnnl::error& error) {
        if (error.status == dnnl_out_of_memory) return noMemory();
        Error failed = makeError(ErrorCode::Internal, "%1 failed while running.", network);
        failed.detail = error.message;
        return failed;
    } catch (const std::bad_alloc&) {
        return noMemory();
    }
}

// For work that may fail by itself as well as throw.
template <class Network, class Work>
Result<std::unique_ptr<Network>> created(const char* network, int threads, Work&& work) {
    auto result = guarded(network, threads, std::forward<Work>(work));
    if (!result) return result.error();
    return std::move(result).value();
}

}  // namespace heirloom::nn::onednn
