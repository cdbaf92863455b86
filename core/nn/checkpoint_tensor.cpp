// Element access of a CheckpointTensor: sizes, strides and number formats.
#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "core/nn/checkpoint.h"

namespace heirloom {

namespace {

// IEEE 754 binary16; subnormals are scaled by the float unit instead of shifted by hand.
float floatFromHalf(std::uint16_t half) {
    const std::uint32_t sign = (half & 0x8000u) << 16;
    const std::uint32_t magnitude = half & 0x7fffu;
    if (magnitude >= 0x7c00u) {
        return std::bit_cast<float>(sign | 0x7f800000u | (magnitude & 0x3ffu) << 13);
    }
    if (magnitude >= 0x0400u) {
        return std::bit_cast<float>(sign | ((magnitude << 13) + 0x38000000u));
    }
    const float value = static_cast<float>(magnitude) * 0x1p-24f;
    return sign != 0 ? -value : value;
}

float floatFromBfloat(std::uint16_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

// Storages in a legacy file are not aligned, hence the copy.
template <class Stored>
Stored loadAt(ByteView storage, std::int64_t element) {
    Stored value;
    std::memcpy(&value, storage.data() + static_cast<std::size_t>(element) * sizeof(Stored),
                sizeof(Stored));
    return value;
}

bool isContiguous(const CheckpointTensor& tensor) {
    std::int64_t expected = 1;
    for (std::size_t i = tensor.shape.size(); i-- > 0;) {
        if (tensor.shape[i] != 1 && tensor.strides[i] != expected) return false;
        expected *= tensor.shape[i];
    }
    return true;
}

// Calls visit(storageElement) for every element in row-major order.
template <class Visit>
void forEachElement(const CheckpointTensor& tensor, std::int64_t count, Visit&& visit) {
    if (isContiguous(tensor)) {
        for (std::int64_t i = 0; i < count; ++i) visit(i);
        return;
    }
    std::vector<std::int64_t> index(tensor.shape.size(), 0);
    std::int64_t element = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        visit(element);
        for (std::size_t axis = index.size(); axis-- > 0;) {
            element += tensor.strides[axis];
            if (++index[axis] < tensor.shape[axis]) break;
            element -= tensor.strides[axis] * tensor.shape[axis];
            index[axis] = 0;
        }
    }
}

template <class Stored, class Convert>
std::vector<float> converted(const CheckpointTensor& tensor, Convert&& convert) {
    const std::int64_t count = tensor.elementCount();
    std::vector<float> values(static_cast<std::size_t>(count));
    float* next = values.data();
    forEachElement(tensor, count, [&](std::int64_t element) {
        *next++ = convert(loadAt<Stored>(tensor.storage, element));
    });
    return values;
}

std::vector<float> copiedFloats(const CheckpointTensor& tensor) {
    if (!isContiguous(tensor)) return converted<float>(tensor, [](float value) { return value; });
    std::vector<float> values(static_cast<std::size_t>(tensor.elementCount()));
    std::memcpy(values.data(), tensor.storage.data(), values.size() * sizeof(float));
    return values;
}

template <class Stored>
std::vector<float> castToFloat(const CheckpointTensor& tensor) {
    return converted<Stored>(tensor, [](Stored value) { return static_cast<float>(value); });
}

}  // namespace

std::size_t byteSize(ScalarType type) {
    switch (type) {
        case ScalarType::Int8:
        case ScalarType::UInt8:
        case ScalarType::Bool: return 1;
        case ScalarType::Float16:
        case ScalarType::BFloat16:
        case ScalarType::Int16: return 2;
        case ScalarType::Float32:
        case ScalarType::Int32: return 4;
        case ScalarType::Float64:
        case ScalarType::Int64: return 8;
    }
    return 8;
}

std::int64_t CheckpointTensor::elementCount() const {
    // Beside a side of 0 the others may be anything, so their product could overflow.
    if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return 0;
    std::int64_t count = 1;
    for (const std::int64_t length : shape) count *= length;
    return count;
}

const float* CheckpointTensor::contiguousFloats() const {
    const auto address = reinterpret_cast<std::uintptr_t>(storage.data());
    const bool usable =
        type == ScalarType::Float32 && address % alignof(float) == 0 && isContiguous(*this);
    return usable ? reinterpret_cast<const float*>(storage.data()) : nullptr;
}

std::vector<float> CheckpointTensor::toFloat() const {
    if (elementCount() == 0) return {};
    switch (type) {
        case ScalarType::Float16: return converted<std::uint16_t>(*this, floatFromHalf);
        case ScalarType::BFloat16: return converted<std::uint16_t>(*this, floatFromBfloat);
        case ScalarType::Float32: return copiedFloats(*this);
        case ScalarType::Float64: return castToFloat<double>(*this);
        case ScalarType::Int8: return castToFloat<std::int8_t>(*this);
        case ScalarType::UInt8: return castToFloat<std::uint8_t>(*this);
        case ScalarType::Int16: return castToFloat<std::int16_t>(*this);
        case ScalarType::Int32: return castToFloat<std::int32_t>(*this);
        case ScalarType::Int64: return castToFloat<std::int64_t>(*this);
        case ScalarType::Bool:
            return converted<std::uint8_t>(*this, [](std::uint8_t b) { return b ? 1.0f : 0.0f; });
    }
    return {};
}

}  // namespace heirloom
