// In: the mounts of this machine. Out: the root of the cgroup v2 hierarchy, and names of cgroups by id.
#pragma once
#include <cstdint>
#include <string>

#include "system.h"

namespace dnstop {

/// A descriptor of the root folder of the cgroup v2 hierarchy. Where it is not mounted, it is mounted for
/// this descriptor alone, visible to nobody. Throws StartError.
Fd open_cgroup_root();

/// The path of a cgroup below the root, from its id (bpf_get_current_cgroup_id); empty where it is gone.
std::string cgroup_path(const Fd& root, uint64_t id);

}  // namespace dnstop
