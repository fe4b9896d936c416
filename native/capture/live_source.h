// In: the kernel's DNS packets in every network namespace. Out: the Source that decodes them as they happen.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "../core/decoder.h"
#include "../core/source.h"

namespace dnstop {

struct LiveOptions {
  PortSet ports;
  std::vector<std::string> netns;  // inode, name or path; empty: every namespace
};

/// start() throws StartError where a privilege is missing, naming the capability and how to give it.
std::unique_ptr<Source> open_live(const LiveOptions& options);

}  // namespace dnstop
