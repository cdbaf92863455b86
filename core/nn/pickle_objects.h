// Internal to core/nn: the allow-list of the pickle machine. What torch.save writes about
// storages, tensors and parameters becomes data; everything else becomes opaque.
#pragma once

#include <optional>

#include "core/nn/pickle_machine.h"

namespace heirloom::pickle {

// The value of a persistent id: a storage, or opaque.
Value storageFromPersistentId(Document& document, ValueId id);

// What calling the global would give: a dict, a tensor, or opaque.
Value makeObject(Document& document, ValueId callable, ValueId arguments,
                 std::size_t mostDimensions);

// A parameter is its data: the tensor that the call wraps, when it is such a call.
std::optional<ValueId> parameterData(const Document& document, ValueId callable, ValueId arguments);

}  // namespace heirloom::pickle
