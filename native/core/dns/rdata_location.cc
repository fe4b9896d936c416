// In: data of the record types that say where on Earth something is. Out: their presentation form.
#include <cstdio>
#include <string_view>

#include "rdata.h"

namespace dnstop::dns::form {

/// RFC 1712 3: | LONGITUDE | LATITUDE | ALTITUDE | (<character-string>s)
void gpos(Fields& fields) {
  for (int i = 0; i < 3; i++) fields.quoted();
}

namespace {

constexpr int64_t kEquator = int64_t{1} << 31;   // thousandths of an arc second at 0 degrees
constexpr int64_t kAltitudeBase = 100000 * 100;  // centimetres below the WGS 84 ellipsoid
constexpr int64_t kPoles = 90 * 3600 * 1000;
constexpr int64_t kDateLine = 180 * 3600 * 1000;

/// "DEGREES MINUTES SECONDS.MILLIS HEMISPHERE"
void angle(Fields& fields, int64_t limit, const char* hemispheres) {
  const int64_t offset = static_cast<int64_t>(fields.in.u32()) - kEquator;
  const int64_t millis = offset < 0 ? -offset : offset;
  if (millis > limit) return fields.in.fail();
  fields.next();
  if (!fields.out.wanted()) return;
  char text[48];
  const int length =
      std::snprintf(text, sizeof text, "%d %d %d.%03d %c", static_cast<int>(millis / 3600000),
                    static_cast<int>(millis / 60000 % 60), static_cast<int>(millis / 1000 % 60),
                    static_cast<int>(millis % 1000), hemispheres[offset < 0]);
  fields.out.put(std::string_view(text, static_cast<size_t>(length)));
}

void altitude(Fields& fields) {
  const int64_t centimetres = static_cast<int64_t>(fields.in.u32()) - kAltitudeBase;
  const int64_t size = centimetres < 0 ? -centimetres : centimetres;
  fields.next();
  if (!fields.out.wanted()) return;
  char text[32];
  const int length = std::snprintf(text, sizeof text, "%s%d.%02dm", centimetres < 0 ? "-" : "",
                                   static_cast<int>(size / 100), static_cast<int>(size % 100));
  fields.out.put(std::string_view(text, static_cast<size_t>(length)));
}

/// | BASE 4 | POWER 4 | in centimetres, each 0 to 9 (RFC 1876 2)
void size(Fields& fields, uint8_t value) {
  const unsigned base = value >> 4, power = value & 15;
  if (base > 9 || power > 9) return fields.in.fail();
  fields.next();
  uint64_t centimetres = base;
  for (unsigned i = 0; i < power; i++) centimetres *= 10;
  fields.out.number(centimetres / 100);
  if (centimetres % 100) {
    fields.out.put('.');
    fields.out.put(static_cast<char>('0' + centimetres / 10 % 10));
    fields.out.put(static_cast<char>('0' + centimetres % 10));
  }
  fields.out.put('m');
}

}  // namespace

/// RFC 1876 2: | VERSION 8 = 0 | SIZE 8 | HORIZ PRE 8 | VERT PRE 8 | LATITUDE 32 | LONGITUDE 32 | ALTITUDE 32
/// |
void loc(Fields& fields) {
  if (fields.in.u8() != 0) return fields.in.fail();
  const uint8_t extent = fields.in.u8(), horizontal = fields.in.u8(), vertical = fields.in.u8();
  angle(fields, kPoles, "NS");
  angle(fields, kDateLine, "EW");
  altitude(fields);
  size(fields, extent);
  size(fields, horizontal);
  size(fields, vertical);
}

}  // namespace dnstop::dns::form
