// In: the network namespace this thread is in. Out: its cookie, a packet tap in it, names of its interfaces.
#pragma once
#include <cstdint>
#include <string>

#include "kernel_programs.h"
#include "system.h"

namespace dnstop {

/// Whether sockets tell the cookie of their namespace (SO_NETNS_COOKIE, Linux 5.14).
bool sockets_tell_netns_cookie();

/// Cookie of the namespace this thread is in; 0 on failure.
uint64_t current_netns_cookie(const KernelPrograms& programs);

/// A socket on which the tap runs for every packet of the namespace this thread is in. It never receives
/// anything, but keeps the namespace alive. Invalid on failure (errno).
Fd open_tap(const KernelPrograms& programs, uint32_t index);

/// Name of an interface in the namespace of a socket; empty where it is gone.
std::string interface_name(const Fd& socket, uint32_t ifindex);

}  // namespace dnstop
