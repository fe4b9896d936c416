// In: a network namespace whose connections are tracked. Out: the address translations of its DNS flows, as
// they begin.
#pragma once
#include <cstdint>

#include "../core/batch.h"
#include "../core/decoder.h"
#include "system.h"

namespace dnstop {

/// A socket that hears of each connection that begins in the namespace this thread is in; none where
/// connections are not tracked or the kernel does not tell. Nothing depends on it, and no kernel module is
/// loaded for it.
Fd open_conntrack();

/// Reads what waits and tells the reader of the translated flows from or to one of `ports`, as entries
/// [inode, IP protocol, source, port, destination, port, and the same four as translated] joined by \0. Flows
/// that the kernel had no room to tell are not told. Not under Appending.
void read_conntrack(const Fd& socket, uint64_t inode, const PortSet& ports, Batch& batch);

}  // namespace dnstop
