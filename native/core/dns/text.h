// In: numbers, bytes and strings. Out: presentation text appended to a string, or nothing where nobody reads
// it.
#pragma once
#include <charconv>
#include <string>
#include <string_view>

#include "../packet.h"

namespace dnstop::dns {

/// Where presentation text goes. The default one drops it: the same functions then only validate.
class Text {
 public:
  Text() = default;
  explicit Text(std::string& out) : out_(&out) {}

  /// False where text is dropped; costly forms need not be made then.
  bool wanted() const { return out_ != nullptr; }
  size_t size() const { return out_ ? out_->size() : 0; }
  /// Takes back everything after the first `size` bytes.
  void cut(size_t size) {
    if (out_) out_->resize(size);
  }

  void put(char value) {
    if (out_) out_->push_back(value);
  }
  void put(std::string_view value) {
    if (out_) out_->append(value);
  }
  void number(uint64_t value) {
    if (!out_) return;
    char digits[20];
    out_->append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
  }

 private:
  std::string* out_ = nullptr;
};

enum class HexCase { kLower, kUpper };

void put_hex(Text& out, Bytes bytes, HexCase letters);
/// RFC 4648 4.
void put_base64(Text& out, Bytes bytes);
/// RFC 4648 7, without padding, as NSEC3 shows hashes (RFC 5155 3.3).
void put_base32hex(Text& out, Bytes bytes);
/// Printable ASCII as it is, `\` and the characters of `special` behind a backslash, other octets as \DDD
/// (RFC 1035 5.1).
void put_escaped(Text& out, Bytes bytes, std::string_view special);
/// A character-string in quotes (RFC 1035 5.1).
void put_quoted(Text& out, Bytes bytes);
/// The string as a JSON string (RFC 8259 7); the value must be printable ASCII.
void put_json(Text& out, std::string_view value);

}  // namespace dnstop::dns
