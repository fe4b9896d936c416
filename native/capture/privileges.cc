// In: the capabilities of this process. Out: StartError where one is missing (see privileges.h).
#include "privileges.h"

#include <linux/capability.h>
#include <sys/resource.h>

#include <algorithm>
#include <string>

#include "../../bpf/dnstop.h"
#include "../core/source.h"
#include "system.h"

namespace dnstop {

namespace {

struct Capability {
  int number;
  const char* name;
};

// BPF, PERFMON: programs and maps. NET_ADMIN: programs of network types. NET_RAW: packet sockets. SYS_ADMIN:
// entering network namespaces, where it also stands for BPF and PERFMON. SYS_PTRACE: /proc/PID/{ns,exe,fd} of
// others.
constexpr Capability kNeeded[] = {
    {CAP_BPF, "CAP_BPF"},         {CAP_PERFMON, "CAP_PERFMON"},     {CAP_NET_ADMIN, "CAP_NET_ADMIN"},
    {CAP_NET_RAW, "CAP_NET_RAW"}, {CAP_SYS_ADMIN, "CAP_SYS_ADMIN"}, {CAP_SYS_PTRACE, "CAP_SYS_PTRACE"},
};

uint64_t effective_capabilities() {
  uint64_t effective = 0;
  each_line(read_file("/proc/thread-self/status"), [&](std::string_view line) {
    if (take_field(line, '\t') == "CapEff:") effective = to_number(line, 16);
  });
  return effective;
}

}  // namespace

void require_privileges() {
  const uint64_t effective = effective_capabilities();
  const auto has = [&](int number) { return (effective >> number & 1) != 0; };
  std::string missing;
  for (const auto& [number, name] : kNeeded) {
    const bool implied = (number == CAP_BPF || number == CAP_PERFMON) && has(CAP_SYS_ADMIN);
    if (has(number) || implied) continue;
    missing += (missing.empty() ? "" : ", ") + std::string(name);
  }
  if (missing.empty()) return;
  throw StartError{"capture in every network namespace", "missing " + missing,
                   "run it as root: sudo dnstop (in a container: as root with --privileged --pid=host)"};
}

void raise_limits() {
  // Each namespace takes a descriptor for its tap and one for the process in it.
  constexpr rlim_t kManyFiles = 2 * DNSTOP_TAPS + 4096, kFewestFiles = 256;
  rlimit files;
  if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < kManyFiles) {
    const rlimit many{kManyFiles, std::max(files.rlim_max, kManyFiles)};
    files.rlim_cur = std::min(files.rlim_max, kManyFiles);
    if (setrlimit(RLIMIT_NOFILE, &many) < 0) setrlimit(RLIMIT_NOFILE, &files);  // above: CAP_SYS_RESOURCE
  }
  if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < kFewestFiles) {
    throw StartError{"open a tap in every network namespace",
                     "only " + std::to_string(files.rlim_cur) + " open files are allowed",
                     "allow more: ulimit -n 65536"};
  }
  const rlimit unlimited{RLIM_INFINITY, RLIM_INFINITY};
  if (setrlimit(RLIMIT_MEMLOCK, &unlimited) == 0) return;
  rlimit memory;
  if (getrlimit(RLIMIT_MEMLOCK, &memory) == 0 && memory.rlim_cur < memory.rlim_max) {
    memory.rlim_cur = memory.rlim_max;
    setrlimit(RLIMIT_MEMLOCK, &memory);
  }
}

}  // namespace dnstop
