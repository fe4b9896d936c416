// In: the list of --netns. Out: whether it can be meant, and whether a namespace is on it.
#pragma once
#include <string>
#include <vector>

#include "netns.h"

namespace dnstop {

/// What does not exist yet is waited for; a path that can never name a network namespace is an error. Throws
/// StartError.
void check_listed(const std::vector<std::string>& list);

/// Whether an entry of the list, by inode, name or path, is this namespace; an empty list has all.
bool is_listed(const Netns& netns, const std::vector<std::string>& list);

}  // namespace dnstop
