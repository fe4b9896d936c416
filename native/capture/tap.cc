// In: the network namespace this thread is in. Out: a packet tap in it (see tap.h).
#include "tap.h"

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71
#endif

namespace dnstop {

namespace {
uint64_t socket_option(const Fd& socket, int option) {
  uint64_t value = 0;
  socklen_t length = sizeof value;
  return getsockopt(socket.get(), SOL_SOCKET, option, &value, &length) == 0 ? value : 0;
}

Fd throwaway_socket() { return Fd(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)); }
}  // namespace

bool sockets_tell_netns_cookie() { return socket_option(throwaway_socket(), SO_NETNS_COOKIE) != 0; }

uint64_t current_netns_cookie(const KernelPrograms& programs) {
  const Fd socket = throwaway_socket();
  if (!socket) return 0;
  const uint64_t cookie = socket_option(socket, SO_NETNS_COOKIE);
  return cookie != 0 ? cookie : programs.netns_of_created(socket_option(socket, SO_COOKIE));
}

Fd open_tap(const KernelPrograms& programs, uint32_t index) {
  const Fd program = programs.tap_program(index);
  if (!program) return {};
  // Protocol 0: nothing arrives before the program is attached. SOCK_DGRAM: data start at the network header.
  Fd tap(socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!tap) return {};
  const int program_fd = program.get(), smallest = 1;
  setsockopt(tap.get(), SOL_SOCKET, SO_RCVBUF, &smallest, sizeof smallest);
  if (setsockopt(tap.get(), SOL_SOCKET, SO_ATTACH_BPF, &program_fd, sizeof program_fd) < 0) return {};
  sockaddr_ll all{};
  all.sll_family = AF_PACKET;
  all.sll_protocol = htons(ETH_P_ALL);
  if (bind(tap.get(), reinterpret_cast<const sockaddr*>(&all), sizeof all) < 0) return {};
  return tap;
}

std::string interface_name(const Fd& socket, uint32_t ifindex) {
  ifreq request{};
  request.ifr_ifindex = static_cast<int>(ifindex);
  return ioctl(socket.get(), SIOCGIFNAME, &request) == 0 ? request.ifr_name : std::string();
}

}  // namespace dnstop
