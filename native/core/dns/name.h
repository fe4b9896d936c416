// In: a reader at a domain name. Out: its presentation form, the reader behind it, and what is wrong with it.
#pragma once
#include <string_view>

#include "../reader.h"
#include "text.h"

namespace dnstop::dns {

/// Presentation form of a name: as on the wire with the final dot, "." for the root. Escaped as RFC 1035 5.1:
/// `.` and
/// `\` within a label and the characters special in master files (`"` `(` `)` `;` `@` `$`) behind a
/// backslash, octets up to 0x20 and from 0x7f as \DDD. That is dig's form; it is printable ASCII without
/// spaces.
struct NameText {
  // 255 octets are at most 250 octets of labels (\DDD each) with 4 dots; left uninitialized for speed.
  char chars[1024];
  size_t length = 0;
  std::string_view view() const { return {chars, length}; }
};

/// Reads a name (RFC 1035 3.1, 4.1.4) and gives its anomalies. A damaged name yields the labels that could be
/// read. Forward pointers are anomalies but followed as far as they do not loop. Where the end of the name
/// cannot be known (bytes end, or bad_label), the reader fails; otherwise it stands behind the name. A name
/// that fails before its first label is empty. `text` may be null: the name is only validated.
uint32_t read_name(Reader& reader, NameText* text);

/// As read_name, the text appended to `out`.
uint32_t put_name(Reader& reader, Text& out);

}  // namespace dnstop::dns
