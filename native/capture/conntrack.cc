// In: messages of nfnetlink_conntrack. Out: entries for translations (see conntrack.h).
#include "conntrack.h"

#include <arpa/inet.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string>

#include "../core/address.h"

namespace dnstop {

namespace {

constexpr const char* kTracked = "/proc/sys/net/netfilter/nf_conntrack_count";
constexpr size_t kReceive = 32 * 1024;
// A burst of connections must not hold up packets.
constexpr int kMessagesAtOnce = 64;

struct Endpoint {
  Bytes address;
  uint16_t port = 0;
};

struct Tuple {
  Endpoint source;
  Endpoint destination;
  uint8_t protocol = 0;
};

/// Calls `visit(type, payload)` for each attribute (struct nlattr, linux/netlink.h).
template <typename Visit>
void each_attribute(Bytes bytes, Visit visit) {
  while (bytes.size() >= sizeof(nlattr)) {
    nlattr header;
    std::memcpy(&header, bytes.data(), sizeof header);
    if (header.nla_len < sizeof header || header.nla_len > bytes.size()) return;
    visit(header.nla_type & NLA_TYPE_MASK, bytes.subspan(NLA_HDRLEN, header.nla_len - NLA_HDRLEN));
    bytes = bytes.subspan(std::min<size_t>(NLA_ALIGN(header.nla_len), bytes.size()));
  }
}

uint16_t port_of(Bytes value) {
  return value.size() == 2 ? static_cast<uint16_t>(value[0] << 8 | value[1]) : 0;
}

Tuple tuple_of(Bytes bytes) {
  Tuple tuple;
  const auto address = [&](int type, Bytes value) {
    if (type == CTA_IP_V4_SRC || type == CTA_IP_V6_SRC) tuple.source.address = value;
    if (type == CTA_IP_V4_DST || type == CTA_IP_V6_DST) tuple.destination.address = value;
  };
  const auto protocol = [&](int type, Bytes value) {
    if (type == CTA_PROTO_NUM && !value.empty()) tuple.protocol = value[0];
    if (type == CTA_PROTO_SRC_PORT) tuple.source.port = port_of(value);
    if (type == CTA_PROTO_DST_PORT) tuple.destination.port = port_of(value);
  };
  each_attribute(bytes, [&](int type, Bytes value) {
    if (type == CTA_TUPLE_IP) each_attribute(value, address);
    if (type == CTA_TUPLE_PROTO) each_attribute(value, protocol);
  });
  return tuple;
}

bool same(const Endpoint& a, const Endpoint& b) {
  return a.port == b.port && a.address.size() == b.address.size() &&
         std::memcmp(a.address.data(), b.address.data(), a.address.size()) == 0;
}

void append(std::string& entry, const Endpoint& endpoint) {
  entry += '\0';
  entry += address_text(endpoint.address).view();
  entry += '\0';
  entry += std::to_string(endpoint.port);
}

/// Empty where nothing is translated or the flow is not DNS. The reply's tuple is the translated one turned
/// round.
std::string entry_of(Bytes attributes, uint64_t inode, const PortSet& ports) {
  Tuple original;
  Tuple reply;
  each_attribute(attributes, [&](int type, Bytes value) {
    if (type == CTA_TUPLE_ORIG) original = tuple_of(value);
    if (type == CTA_TUPLE_REPLY) reply = tuple_of(value);
  });
  const bool whole = !original.source.address.empty() && !reply.source.address.empty();
  const bool dns = ports[original.destination.port] || ports[reply.source.port];
  if (!whole || !dns) return {};
  if (same(original.source, reply.destination) && same(original.destination, reply.source)) return {};
  std::string entry = std::to_string(inode);
  entry += '\0';
  entry += std::to_string(original.protocol);
  append(entry, original.source);
  append(entry, original.destination);
  append(entry, reply.destination);
  append(entry, reply.source);
  return entry;
}

void take(Bytes bytes, uint64_t inode, const PortSet& ports, Batch& batch) {
  while (bytes.size() >= sizeof(nlmsghdr)) {
    nlmsghdr header;
    std::memcpy(&header, bytes.data(), sizeof header);
    constexpr size_t kHeaders = NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(nfgenmsg));
    if (header.nlmsg_len < kHeaders || header.nlmsg_len > bytes.size()) return;
    const std::string entry = entry_of(bytes.subspan(kHeaders, header.nlmsg_len - kHeaders), inode, ports);
    if (!entry.empty()) {
      const Batch::Appending appending(batch);
      batch.intern(DictionaryKind::kTranslation, entry);
    }
    bytes = bytes.subspan(std::min<size_t>(NLMSG_ALIGN(header.nlmsg_len), bytes.size()));
  }
}

}  // namespace

Fd open_conntrack() {
  if (access(kTracked, F_OK) != 0) return Fd();
  Fd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_NETFILTER));
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  address.nl_groups = 1u << (NFNLGRP_CONNTRACK_NEW - 1);
  if (!socket || bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) < 0)
    return Fd();
  return socket;
}

void read_conntrack(const Fd& socket, uint64_t inode, const PortSet& ports, Batch& batch) {
  alignas(nlmsghdr) std::array<uint8_t, kReceive> buffer;
  for (int message = 0; message < kMessagesAtOnce; message++) {
    const ssize_t length = recv(socket.get(), buffer.data(), buffer.size(), 0);
    if (length < 0 && errno == ENOBUFS) continue;  // some were lost: only less is known
    if (length <= 0) return;
    take({buffer.data(), static_cast<size_t>(length)}, inode, ports, batch);
  }
}

}  // namespace dnstop
