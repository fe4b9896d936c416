// In: pcapng files made here, in both byte orders. Out: whether times, interfaces and directions come out.
#include "capture_files.h"
#include "check.h"

using namespace dnstop;
using namespace dnstop::test;

namespace {
/// Writes blocks in one byte order.
struct Writer {
  bool little = true;

  Data u16(size_t value) const { return little ? le16(value) : be16(value); }
  Data u32(size_t value) const { return little ? le32(value) : be32(value); }
  Data u64(uint64_t value) const {
    const Data high = u32(value >> 32), low = u32(value & 0xffffffff);
    return little ? low + high : high + low;
  }
  static Data padded(Data bytes) {
    bytes.resize((bytes.size() + 3) & ~size_t{3});
    return bytes;
  }
  Data block(uint32_t type, const Data& body) const {
    const size_t length = padded(body).size() + 12;
    return u32(type) + u32(length) + padded(body) + u32(length);
  }
  Data option(uint16_t code, const Data& value) const {
    return u16(code) + u16(value.size()) + padded(value);
  }
  Data section() const { return block(0x0a0d0d0a, u32(0x1a2b3c4d) + u16(1) + u16(0) + Data(8, 0xff)); }
  Data interface(uint16_t link_type, const Data& options = {}) const {
    return block(1, u16(link_type) + u16(0) + u32(0) + options);
  }
  Data packet(uint32_t interface, uint64_t stamp, const Data& bytes, const Data& options = {}) const {
    return block(6, u32(interface) + u32(stamp >> 32) + u32(stamp & 0xffffffff) + u32(bytes.size()) +
                        u32(bytes.size()) + padded(bytes) + options);
  }
};

const Data kEthernet = Data(12, 2) + be16(0x0800) + kPacket;
}  // namespace

TEST(file_pcapng_in_both_byte_orders) {
  for (const bool little : {true, false}) {
    const Writer w{little};
    const Read read(w.section() + w.interface(101) + w.packet(0, 1'500'000, kPacket));
    CHECK_EQUAL(read.rows.size(), 1u);
    CHECK_EQUAL(read.rows[0].time_s, 1u);
    CHECK_EQUAL(read.rows[0].time_ns, 500'000'000u);
    CHECK_EQUAL(read.failure, "");
  }
}

TEST(file_pcapng_time_resolutions) {
  const Writer w;
  const auto time_of = [&](uint8_t resolution, uint64_t stamp, uint64_t offset = 0) {
    const Data options = w.option(9, {resolution}) + w.option(14, w.u64(offset)) + w.option(0, {});
    const Read read(w.section() + w.interface(101, options) + w.packet(0, stamp, kPacket));
    return read.rows.empty() ? 0 : read.rows[0].time_s * 1'000'000'000ull + read.rows[0].time_ns;
  };
  CHECK_EQUAL(time_of(9, 1'234'567'891), 1'234'567'891u);
  CHECK_EQUAL(time_of(3, 1234), 1'234'000'000u);
  CHECK_EQUAL(time_of(12, 5'000'000'000'000), 5'000'000'000u);
  CHECK_EQUAL(time_of(0x80 | 10, 1536), 1'500'000'000u);
  CHECK_EQUAL(time_of(9, 5, 10), 10'000'000'005u);
  CHECK_EQUAL(time_of(9, 5'000'000'000, static_cast<uint64_t>(-3)), 2'000'000'000u);
}

TEST(file_pcapng_interfaces_and_sections) {
  const Writer w, other{false};
  const Data name = w.option(2, {'e', 't', 'h', '0'}) + w.option(0, {});
  const Data first = w.section() + w.interface(1, name) + w.interface(101);
  const Data packets = w.packet(1, 1, kPacket) + w.packet(0, 2, kEthernet) + w.packet(1, 3, kPacket);
  const Read read(first + packets + other.section() + other.interface(1) + other.packet(0, 4, kEthernet));
  CHECK_EQUAL(read.rows.size(), 4u);
  CHECK_EQUAL(read.text(read.rows[0].iface), "interface 1");
  CHECK_EQUAL(read.text(read.rows[1].iface), "eth0");
  CHECK_EQUAL(read.rows[2].iface, read.rows[0].iface);
  CHECK_EQUAL(read.text(read.rows[3].iface), "interface 0");
}

TEST(file_pcapng_directions) {
  const Writer w;
  Data file = w.section() + w.interface(101);
  const int flags[] = {2, 1, 1 | 1 << 2, 1 | 2 << 2, 1 | 3 << 2, 1 | 4 << 2, 0};
  const int types[] = {4, 0, 0, 2, 1, 3, 255};
  for (const int flag : flags)
    file = file + w.packet(0, 1, kPacket, w.option(2, w.u32(static_cast<size_t>(flag))));
  const Read read(file);
  CHECK_EQUAL(read.rows.size(), std::size(types));
  for (size_t i = 0; i < read.rows.size(); i++) CHECK_EQUAL(read.rows[i].pkt_type, types[i]);
}

TEST(file_pcapng_simple_and_obsolete_packets) {
  const Writer w;
  const Data obsolete = w.u16(0) + w.u16(9) + w.u32(0) + w.u32(7'000'000) + w.u32(kPacket.size()) +
                        w.u32(kPacket.size()) + kPacket;
  const Read read(w.section() + w.interface(101) + w.block(2, obsolete) +
                  w.block(3, w.u32(kPacket.size()) + kPacket));
  CHECK_EQUAL(read.rows.size(), 2u);
  CHECK_EQUAL(read.rows[0].time_s, 7u);
  CHECK_EQUAL(read.rows[1].time_s, 7u);
}

TEST(file_pcapng_other_blocks_are_passed_over) {
  const Writer w;
  const Data names = w.block(4, Data(300'000, 1)), statistics = w.block(5, Data(8, 0)),
             secrets = w.block(10, {1});
  const Read read(w.section() + names + w.interface(101) + secrets + w.packet(0, 1, kPacket) + statistics);
  CHECK_EQUAL(read.rows.size(), 1u);
  CHECK_EQUAL(read.failure, "");
}

TEST(file_pcapng_unknown_link_type_is_counted) {
  const Writer w;
  const Read read(w.section() + w.interface(105) + w.interface(101) + w.packet(0, 1, kPacket) +
                  w.packet(1, 1, kPacket));
  CHECK_EQUAL(read.rows.size(), 1u);
  CHECK_EQUAL(read.unknown_link_type, 1.0);
}

TEST(file_pcapng_damage) {
  const Writer w;
  const Data sound = w.section() + w.interface(101) + w.packet(0, 1, kPacket);
  const auto failure_of = [&](const Data& rest) {
    const Read read(sound + rest);
    CHECK_EQUAL(read.rows.size(), 1u);
    return read.failure.substr(0, read.failure.find(" at byte"));
  };
  CHECK_EQUAL(failure_of(w.packet(7, 1, kPacket)), "packet of unknown interface 7");
  CHECK_EQUAL(failure_of(w.u32(6) + w.u32(11)), "block of 11 bytes");
  CHECK_EQUAL(failure_of(w.u32(6) + w.u32(0xfffffff0)), "block of 4294967280 bytes");
  CHECK_EQUAL(failure_of(w.u32(99) + w.u32(0xfffffff0) + Data(100, 0)), "truncated");
  Data differing = w.packet(0, 1, kPacket);
  differing.back() = 1;
  CHECK_EQUAL(failure_of(differing), "block lengths that differ");
  Data longer = w.packet(0, 1, kPacket);
  longer[20] = 0xff;
  CHECK_EQUAL(failure_of(longer), "packet of 255 bytes");
  for (size_t length = sound.size() - 1; length > 28 + 20; length--) {
    const Read read(Data(sound.begin(), sound.begin() + static_cast<ptrdiff_t>(length)));
    CHECK_EQUAL(read.rows.size(), 0u);
    CHECK_EQUAL(read.failure, "truncated at byte " + std::to_string(length) + " (after 0 packets)");
    if (!read.failure.starts_with("truncated")) break;
  }
}
