// In: sockets that were there before the start. Out: their owners, for the kernel programs (see sockets.h).
#include "sockets.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <cstring>
#include <unordered_set>

#include "process_info.h"
#include "system.h"

namespace dnstop {

namespace {

/// IPv4 in an IPv6 socket sends IPv4 packets.
void set_address(PresentSocket& socket, uint8_t family, const void* bytes) {
  std::memcpy(socket.address, bytes, family == AF_INET ? 4 : 16);
  socket.version = family == AF_INET ? 4 : 6;
  if (family == AF_INET) return;
  const bool mapped = socket.address[0] == 0 && socket.address[1] == 0 && socket.address[2] == htonl(0xffff);
  if (!mapped) return;
  socket.address[0] = socket.address[3];
  socket.address[1] = socket.address[2] = socket.address[3] = 0;
  socket.version = 4;
}

bool is_wildcard(const PresentSocket& socket) {
  return (socket.address[0] | socket.address[1] | socket.address[2] | socket.address[3]) == 0;
}

bool request_dump(const Fd& netlink, uint8_t family, uint8_t protocol) {
  struct {
    nlmsghdr header;
    inet_diag_req_v2 request;
  } message{};
  message.header.nlmsg_len = sizeof message;
  message.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  message.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  message.request.sdiag_family = family;
  message.request.sdiag_protocol = protocol;
  message.request.idiag_states = UINT32_MAX;
  return send(netlink.get(), &message, sizeof message, 0) == sizeof message;
}

/// Cookie of a socket of another process, through a copy of its descriptor.
uint64_t ask_cookie(uint32_t pid, uint32_t fd) {
  const Fd process(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
  const Fd socket(static_cast<int>(syscall(SYS_pidfd_getfd, process.get(), fd, 0)));
  uint64_t cookie = 0;
  socklen_t length = sizeof cookie;
  return getsockopt(socket.get(), SOL_SOCKET, SO_COOKIE, &cookie, &length) == 0 ? cookie : 0;
}

owner owner_of(uint32_t pid, uint64_t netns_cookie) {
  const ProcessInfo info = read_process(pid);
  owner result{};
  result.pid = result.tid = pid;
  result.uid = info.uid;
  result.gid = info.gid;
  result.netns_cookie = netns_cookie;
  info.comm.copy(result.comm, sizeof result.comm - 1);
  return result;
}

}  // namespace

void PresentSockets::add(const PresentSocket& socket) {
  const bool encrypted = socket.remote_port == DOT_PORT || socket.remote_port == DOH_PORT;
  // Sockets in TIME-WAIT have no inode and belong to nobody.
  if (socket.inode != 0 && (is_dns(socket) || encrypted)) sockets_.push_back(socket);
}

void PresentSockets::collect(uint64_t netns_cookie) {
  for (const uint8_t family : {AF_INET, AF_INET6}) {
    for (const uint8_t protocol : {IPPROTO_UDP, IPPROTO_TCP}) {
      if (!dump(family, protocol, netns_cookie)) read_table(family, protocol, netns_cookie);
    }
  }
}

/// By sock_diag(7). False where the kernel has it not (a module that is not installed).
bool PresentSockets::dump(uint8_t family, uint8_t protocol, uint64_t netns_cookie) {
  const Fd netlink(socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
  if (!netlink || !request_dump(netlink, family, protocol)) return false;
  alignas(nlmsghdr) char buffer[32768];
  while (true) {
    const ssize_t got = recv(netlink.get(), buffer, sizeof buffer, 0);
    if (got <= 0) return false;
    auto left = static_cast<unsigned>(got);
    for (auto* header = reinterpret_cast<nlmsghdr*>(buffer); NLMSG_OK(header, left);
         header = NLMSG_NEXT(header, left)) {
      if (header->nlmsg_type == NLMSG_DONE) return true;
      if (header->nlmsg_type == NLMSG_ERROR) return false;
      const auto* const found = static_cast<const inet_diag_msg*>(NLMSG_DATA(header));
      PresentSocket socket;
      socket.cookie = uint64_t{found->id.idiag_cookie[1]} << 32 | found->id.idiag_cookie[0];
      socket.inode = found->idiag_inode;
      socket.netns_cookie = netns_cookie;
      socket.port = ntohs(found->id.idiag_sport);
      socket.protocol = protocol;
      set_address(socket, family, found->id.idiag_src);
      socket.remote_port = ntohs(found->id.idiag_dport);
      add(socket);
    }
  }
}

/// By /proc/net/{udp,tcp}{,6}: `sl local:port remote:port st tx:rx tr:when retrnsmt uid timeout inode ...`,
/// addresses as words in host order.
void PresentSockets::read_table(uint8_t family, uint8_t protocol, uint64_t netns_cookie) {
  std::string path = "/proc/thread-self/net/";
  path += protocol == IPPROTO_UDP ? "udp" : "tcp";
  if (family == AF_INET6) path += "6";
  each_line(read_file(path), [&](std::string_view line) {
    const auto field = [&] {
      line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
      return take_field(line);
    };
    if (field() == "sl") return;
    std::string_view local = field();
    std::string_view remote = field();
    for (int skipped = 0; skipped < 6; skipped++) field();
    uint32_t words[4] = {};
    std::string_view digits = take_field(local, ':');
    for (size_t i = 0; i < digits.size() / 8 && i < 4; i++) {
      words[i] = static_cast<uint32_t>(to_number(digits.substr(i * 8, 8), 16));
    }
    PresentSocket socket;
    socket.inode = to_number(field());
    socket.netns_cookie = netns_cookie;
    socket.port = static_cast<uint16_t>(to_number(local, 16));
    socket.protocol = protocol;
    set_address(socket, family, words);
    take_field(remote, ':');
    socket.remote_port = static_cast<uint16_t>(to_number(remote, 16));
    add(socket);
  });
}

void PresentSockets::publish(const KernelPrograms& programs) {
  std::unordered_map<uint64_t, PresentSocket*> wanted;
  for (PresentSocket& socket : sockets_) wanted[socket.inode] = &socket;
  constexpr std::string_view prefix = "socket:[";
  each_number("/proc", [&](uint32_t pid) {
    const std::string folder = "/proc/" + std::to_string(pid) + "/fd";
    each_number(folder, [&](uint32_t fd) {
      const std::string link = read_link(folder + "/" + std::to_string(fd));
      if (link.compare(0, prefix.size(), prefix) != 0) return true;
      const auto found = wanted.find(to_number(std::string_view(link).substr(prefix.size())));
      if (found == wanted.end()) return true;
      PresentSocket& socket = *found->second;
      wanted.erase(found);
      if (socket.cookie == 0) socket.cookie = ask_cookie(pid, fd);
      if (socket.cookie != 0) owned_.emplace_back(socket, pid);
      return !wanted.empty();
    });
    return !wanted.empty();
  });
  tell(programs);
  sockets_.clear();
  owned_.clear();
}

/// HTTPS connections count only where DNS queries come to their process.
void PresentSockets::tell(const KernelPrograms& programs) {
  std::unordered_set<uint32_t> servers;
  for (const auto& [socket, pid] : owned_) {
    if (ports_.test(socket.port) && socket.port != MDNS_PORT && servers.insert(pid).second)
      programs.add_server(pid);
  }
  for (const auto& [socket, pid] : owned_) {
    if (!is_dns(socket) && socket.remote_port == DOH_PORT && !servers.contains(pid)) continue;
    programs.add_owner(socket.cookie, owner_of(pid, socket.netns_cookie));
    if (!is_dns(socket) || is_wildcard(socket)) continue;
    local_end end{socket.netns_cookie, {}, socket.port, socket.protocol, socket.version, 0};
    std::memcpy(end.address, socket.address, sizeof end.address);
    programs.add_local_end(end, socket.cookie);
  }
}

}  // namespace dnstop
