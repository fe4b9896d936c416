// In: binary addresses. Out: the index of their text (see address_cache.h).
#include "address_cache.h"

namespace dnstop {

namespace {
void put(uint8_t* out, uint64_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; i--, value >>= 8) out[i] = static_cast<uint8_t>(value);
}
}  // namespace

AddressText address_text(const Address& address, uint8_t version) {
  uint8_t bytes[16];
  if (version == 4) {
    put(bytes, address.low, 4);
    return address_text(Bytes(bytes, 4));
  }
  put(bytes, address.high, 8);
  put(bytes + 8, address.low, 8);
  return address_text(Bytes(bytes, 16));
}

uint32_t AddressCache::text(const Address& address, uint8_t version) {
  const uint64_t hash = (address.high * 31 + address.low) * 0x9e3779b97f4a7c15;
  Entry& entry = entries_[hash >> 52];
  static_assert(kEntries == size_t{1} << (64 - 52));
  const Dictionary& dictionary = batch_.dictionary(DictionaryKind::kText);
  const bool known = entry.version == version && entry.address == address &&
                     dictionary.generation(entry.index) == entry.generation;
  if (known) return entry.index;
  const uint32_t index = batch_.text(address_text(address, version).view());
  entry = {address, index, dictionary.generation(index), version};
  return index;
}

}  // namespace dnstop
