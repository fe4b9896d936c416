// In: bytes. Out: their text in the encodings that DNS presentation forms use.
#include "text.h"

namespace dnstop::dns {

void put_hex(Text& out, Bytes bytes, HexCase letters) {
  if (!out.wanted()) return;
  const char* const digits = letters == HexCase::kUpper ? "0123456789ABCDEF" : "0123456789abcdef";
  for (const uint8_t byte : bytes) {
    out.put(digits[byte >> 4]);
    out.put(digits[byte & 15]);
  }
}

namespace {

/// Groups of `bits` bits, most significant first, as characters of `alphabet`; the last one filled with zero
/// bits.
void put_grouped(Text& out, Bytes bytes, int bits, const char* alphabet) {
  const uint32_t mask = (1u << bits) - 1;
  uint32_t pending = 0;
  int have = 0;
  for (const uint8_t byte : bytes) {
    pending = pending << 8 | byte;
    for (have += 8; have >= bits; have -= bits) out.put(alphabet[pending >> (have - bits) & mask]);
  }
  if (have > 0) out.put(alphabet[pending << (bits - have) & mask]);
}

}  // namespace

void put_base64(Text& out, Bytes bytes) {
  if (!out.wanted()) return;
  put_grouped(out, bytes, 6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
  for (size_t length = bytes.size(); length % 3 != 0; length++) out.put('=');
}

void put_base32hex(Text& out, Bytes bytes) {
  if (out.wanted()) put_grouped(out, bytes, 5, "0123456789ABCDEFGHIJKLMNOPQRSTUV");
}

void put_escaped(Text& out, Bytes bytes, std::string_view special) {
  if (!out.wanted()) return;
  for (const uint8_t byte : bytes) {
    const char letter = static_cast<char>(byte);
    if (byte < 0x20 || byte > 0x7e) {
      const char decimal[] = {'\\', static_cast<char>('0' + byte / 100),
                              static_cast<char>('0' + byte / 10 % 10), static_cast<char>('0' + byte % 10)};
      out.put(std::string_view(decimal, sizeof decimal));
      continue;
    }
    if (letter == '\\' || special.find(letter) != special.npos) out.put('\\');
    out.put(letter);
  }
}

void put_quoted(Text& out, Bytes bytes) {
  out.put('"');
  put_escaped(out, bytes, "\"");
  out.put('"');
}

void put_json(Text& out, std::string_view value) {
  out.put('"');
  for (const char letter : value) {
    if (letter == '"' || letter == '\\') out.put('\\');
    out.put(letter);
  }
  out.put('"');
}

}  // namespace dnstop::dns
