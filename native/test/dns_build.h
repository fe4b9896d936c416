// In: hex digits, names, records. Out: the bytes of DNS messages for tests.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "../core/packet.h"

namespace dnstop::test {

using Wire = std::vector<uint8_t>;

inline Wire hex(std::string_view digits) {
  const auto value = [](char digit) {
    return static_cast<uint8_t>(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
  };
  Wire bytes;
  for (size_t i = 0; i + 1 < digits.size();) {
    if (digits[i] == ' ') {
      i++;
      continue;
    }
    bytes.push_back(static_cast<uint8_t>(value(digits[i]) << 4 | value(digits[i + 1])));
    i += 2;
  }
  return bytes;
}

/// Labels between dots, uncompressed; no escapes.
inline Wire wire_name(std::string_view name) {
  Wire bytes;
  while (!name.empty() && name != ".") {
    const size_t dot = name.find('.');
    const std::string_view label = name.substr(0, dot);
    bytes.push_back(static_cast<uint8_t>(label.size()));
    bytes.insert(bytes.end(), label.begin(), label.end());
    name = dot == name.npos ? std::string_view() : name.substr(dot + 1);
  }
  bytes.push_back(0);
  return bytes;
}

/// Puts a message together front to back; the counts of the header are the caller's to make right or wrong.
class MessageBuilder {
 public:
  MessageBuilder(uint16_t id, uint16_t flags, uint16_t questions, uint16_t answers, uint16_t authority,
                 uint16_t additional) {
    for (const uint16_t value : {id, flags, questions, answers, authority, additional}) u16(value);
  }

  MessageBuilder& u16(uint32_t value) {
    return raw({static_cast<uint8_t>(value >> 8), static_cast<uint8_t>(value)});
  }
  MessageBuilder& u32(uint32_t value) { return u16(value >> 16).u16(value & 0xffff); }
  MessageBuilder& raw(const Wire& more) {
    bytes.insert(bytes.end(), more.begin(), more.end());
    return *this;
  }
  MessageBuilder& question(const Wire& name, uint16_t type, uint16_t question_class = 1) {
    return raw(name).u16(type).u16(question_class);
  }
  MessageBuilder& record(const Wire& name, uint16_t type, const Wire& data, uint16_t record_class = 1,
                         uint32_t ttl = 300) {
    return raw(name).u16(type).u16(record_class).u32(ttl).u16(static_cast<uint32_t>(data.size())).raw(data);
  }
  /// OPT with 1232 octets and DO.
  MessageBuilder& opt(const Wire& options, uint32_t ttl = 0x8000) {
    return record({0}, 41, options, 1232, ttl);
  }

  Wire bytes;
};

}  // namespace dnstop::test
