// In: a reader at a domain name. Out: its presentation form, the reader behind it, and what is wrong with it.
#include "name.h"

#include <algorithm>
#include <array>

#include "../anomalies.h"

namespace dnstop::dns {

namespace {

constexpr size_t kMaxOctets = 255;  // RFC 1035 2.3.4, with length octets and the root's
constexpr int kMaxPointers = 127;   // no name of 127 labels needs more; bounds chains of pointers to pointers
constexpr int kMaxForward = 4;      // forward pointers are never legitimate; this many are followed
constexpr size_t kHeader = 12;

enum class Escape : uint8_t { kNone, kBackslash, kDecimal };

constexpr std::array<Escape, 256> escapes() {
  std::array<Escape, 256> table{};
  for (int octet = 0; octet < 256; octet++) {
    if (octet <= 0x20 || octet >= 0x7f) table[static_cast<size_t>(octet)] = Escape::kDecimal;
  }
  for (const char special : {'.', '\\', '"', '(', ')', ';', '@', '$'}) {
    table[static_cast<uint8_t>(special)] = Escape::kBackslash;
  }
  return table;
}

constexpr std::array<Escape, 256> kEscapes = escapes();

char* put_escape(char* at, uint8_t octet) {
  *at++ = '\\';
  if (kEscapes[octet] == Escape::kBackslash) {
    *at++ = static_cast<char>(octet);
    return at;
  }
  *at++ = static_cast<char>('0' + octet / 100);
  *at++ = static_cast<char>('0' + octet / 10 % 10);
  *at++ = static_cast<char>('0' + octet % 10);
  return at;
}

void put_label(NameText& text, Bytes label) {
  char* at = text.chars + text.length;
  for (const uint8_t octet : label) {
    if (kEscapes[octet] == Escape::kNone) {
      *at++ = static_cast<char>(octet);
    } else {
      at = put_escape(at, octet);
    }
  }
  *at++ = '.';
  text.length = static_cast<size_t>(at - text.chars);
}

/// The pointers of one name: which may be followed, and what is wrong with them (RFC 1035 4.1.4: "a prior
/// occurrence").
class Pointers {
 public:
  /// Whether the pointer at `from`, behind labels that start at `segment`, may be followed to `target`.
  bool follow(size_t segment, size_t from, size_t target, size_t end) {
    if (target >= kHeader && target < segment) return ++followed_ <= kMaxPointers || bad();
    bad();
    if (target >= end || (target >= segment && target <= from + 1)) return false;
    if (target < kHeader) return ++followed_ <= kMaxPointers;
    // Only forward pointers can close a loop, and a loop comes back to the same one.
    if (forward_ == kMaxForward || std::find(targets_, targets_ + forward_, target) != targets_ + forward_)
      return false;
    targets_[forward_++] = target;
    return ++followed_ <= kMaxPointers;
  }
  uint32_t anomalies() const { return anomalies_; }
  bool bad() {
    anomalies_ |= anomaly::bad_pointer;
    return false;
  }

 private:
  uint32_t anomalies_ = 0;
  int followed_ = 0;
  int forward_ = 0;
  size_t targets_[kMaxForward];
};

/// One pass over a name.
class NameWalk {
 public:
  NameWalk(Reader& reader, NameText* text) : reader_(reader), labels_(reader), text_(text) {}

  uint32_t run() {
    size_t segment = labels_.position();
    for (;;) {
      const size_t at = labels_.position();
      const uint8_t length = labels_.u8();
      if (length >= 0xc0) {
        const size_t target = static_cast<size_t>(length & 0x3f) << 8 | labels_.u8();
        if (!labels_.ok()) return bytes_end();
        leave();
        if (!pointers_.follow(segment, at, target, labels_.whole().size())) break;
        labels_ = Reader(labels_.whole(), target);
        segment = target;
        continue;
      }
      if (length >= 0x40) return bad_label();
      const Bytes label = labels_.take(length);
      if (!labels_.ok()) return bytes_end();
      if (length == 0) break;
      if (!add(label)) break;
    }
    leave();
    return anomalies_ | pointers_.anomalies();
  }

 private:
  /// The first pointer or the root ends the name where it stands.
  void leave() {
    if (!left_) reader_.seek(labels_.position());
    left_ = true;
  }

  /// False where nothing is left to learn: too long, and its end known already.
  bool add(Bytes label) {
    octets_ += label.size() + 1;
    if (octets_ + 1 > kMaxOctets) {
      anomalies_ |= anomaly::name_too_long;
      return !left_;
    }
    if (text_) put_label(*text_, label);
    return true;
  }

  uint32_t bytes_end() {
    if (left_) {
      pointers_.bad();
    } else {
      reader_.fail();
    }
    return anomalies_ | pointers_.anomalies();
  }

  uint32_t bad_label() {
    if (!left_) reader_.fail();
    return anomalies_ | pointers_.anomalies() | anomaly::bad_label;
  }

  Reader& reader_;
  Reader labels_;
  NameText* text_;
  Pointers pointers_;
  size_t octets_ = 0;
  uint32_t anomalies_ = 0;
  bool left_ = false;
};

}  // namespace

uint32_t read_name(Reader& reader, NameText* text) {
  if (text) text->length = 0;
  const uint32_t anomalies = NameWalk(reader, text).run();
  if (text && text->length == 0 && reader.ok()) text->chars[text->length++] = '.';
  return anomalies;
}

uint32_t put_name(Reader& reader, Text& out) {
  if (!out.wanted()) return read_name(reader, nullptr);
  NameText text;
  const uint32_t anomalies = read_name(reader, &text);
  out.put(text.view());
  return anomalies;
}

}  // namespace dnstop::dns
