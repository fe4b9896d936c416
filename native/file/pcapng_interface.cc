// In: an interface description block (draft-ietf-opsawg-pcapng 4.2). Out: what its packets need (see the
// header).
#include "pcapng_interface.h"

#include "remark.h"

namespace dnstop {

namespace {
constexpr uint16_t kEndOfOptions = 0;
constexpr uint16_t kComment = 1;
constexpr uint16_t kName = 2;
constexpr uint16_t kTimeResolution = 9;
constexpr uint16_t kTimeOffset = 14;
constexpr size_t kMaxName = 255;
constexpr unsigned __int128 kSecond = 1'000'000'000;
}  // namespace

bool next_option(FileFields& fields, PcapngOption& option) {
  option.code = fields.u16();
  const uint16_t length = fields.u16();
  option.value = fields.reader().take(length);
  const bool read = fields.reader().ok();
  fields.reader().skip((4 - length % 4) % 4);  // padding; what is missing of it ends the options
  return read && option.code != kEndOfOptions;
}

PcapngInterface::PcapngInterface(Bytes body, bool little, size_t number) {
  FileFields fields(body, little);
  link_type = link_type_of(fields.u16());
  fields.u16();
  snapshot_length = fields.u32();
  for (PcapngOption option; next_option(fields, option);) {
    const Bytes value = option.value;
    if (option.code == kName && !value.empty()) {
      name.assign(value.begin(), value.begin() + static_cast<ptrdiff_t>(std::min(value.size(), kMaxName)));
    } else if (option.code == kTimeResolution && value.size() == 1) {
      resolution_ = value[0];
    } else if (option.code == kTimeOffset && value.size() == 8) {
      offset_seconds_ = FileFields(value, little).u64();
    } else if (option.code == kComment &&
               is_remark({reinterpret_cast<const char*>(value.data()), value.size()})) {
      recorded = true;
      remark.assign(value.begin(), value.end());
    }
  }
  // A number keeps apart what was seen at several interfaces without a name.
  if (name.empty() && !recorded) name = "interface " + std::to_string(number);
}

uint64_t PcapngInterface::time_ns(uint64_t stamp) const {
  const unsigned exponent = resolution_ & 0x7f;
  unsigned __int128 nanoseconds;
  if (resolution_ & 0x80) {
    nanoseconds = exponent < 94 ? stamp * kSecond >> exponent : 0;
  } else if (exponent <= 9) {
    nanoseconds = stamp;
    for (unsigned i = exponent; i < 9; i++) nanoseconds *= 10;
  } else {
    nanoseconds = stamp;
    for (unsigned i = 9; i < exponent && nanoseconds != 0; i++) nanoseconds /= 10;
  }
  return static_cast<uint64_t>(nanoseconds) + offset_seconds_ * static_cast<uint64_t>(kSecond);
}

}  // namespace dnstop
