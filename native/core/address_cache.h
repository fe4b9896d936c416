// In: binary addresses. Out: the index of their text. Spares formatting and hashing text for each event.
#pragma once
#include <vector>

#include "address.h"
#include "batch.h"
#include "frame.h"

namespace dnstop {

/// The text of an address of IP version 4 or 6.
AddressText address_text(const Address& address, uint8_t version);

/// A direct-mapped cache before the text dictionary. An index that has been given to another string since is
/// noticed by the entry's generation.
class AddressCache {
 public:
  explicit AddressCache(Batch& batch) : batch_(batch), entries_(kEntries) {}

  /// The text index of an address of IP version 4 or 6.
  uint32_t text(const Address& address, uint8_t version);

 private:
  static constexpr size_t kEntries = 4096;
  struct Entry {
    Address address;
    uint32_t index = 0;
    uint32_t generation = 0;
    uint8_t version = 0;
  };

  Batch& batch_;
  std::vector<Entry> entries_;
};

}  // namespace dnstop
