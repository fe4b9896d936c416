// In: the ports to watch. Out: the kernel programs, loaded and attached (see kernel_programs.h).
#include "kernel_programs.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <linux/filter.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <mutex>

#include "../core/source.h"

extern "C" const unsigned char dnstop_bpf_object[];
extern "C" const unsigned char dnstop_bpf_object_end[];

namespace dnstop {

namespace {

constexpr uint32_t kLargestDivisor = 16;  // a ring buffer of 1 MiB
constexpr useconds_t kMemoryReturned = 20'000;

// What libbpf and the verifier say is kept for the error message; they must not write on the screen.
std::mutex log_mutex;
std::string last_log;

int keep_log(libbpf_print_level level, const char* format, va_list arguments) {
  if (level != LIBBPF_WARN) return 0;
  char line[512];
  std::vsnprintf(line, sizeof line, format, arguments);
  const std::lock_guard<std::mutex> lock(log_mutex);
  // The last line before "failed to load" says why: the verifier's log ends with statistics.
  std::string_view text(line);
  while (!text.empty()) {
    std::string_view one = take_field(text, '\n');
    if (!one.empty() && one.find("processed ") == one.npos && one.find("-- END") == one.npos &&
        one.find("failed to load") == one.npos) {
      last_log = one;
    }
  }
  return 0;
}

template <typename Key, typename Value>
bool set(int map, const Key& key, const Value& value, uint64_t flags = BPF_ANY) {
  return bpf_map_update_elem(map, &key, &value, flags) == 0;
}

}  // namespace

void KernelPrograms::ObjectCloser::operator()(bpf_object* object) const { bpf_object__close(object); }
void KernelPrograms::LinkCloser::operator()(bpf_link* link) const { bpf_link__destroy(link); }

KernelPrograms::KernelPrograms() = default;
KernelPrograms::~KernelPrograms() = default;

void KernelPrograms::fail(const std::string& operation, int error) const {
  std::string reason = std::strerror(error);
  const std::lock_guard<std::mutex> lock(log_mutex);
  if (!last_log.empty()) reason += " (" + last_log + ")";
  std::string hint;
  if (error == EPERM)
    hint = "run as root of the machine itself (a container needs --privileged), or raise ulimit -l";
  if (error == EMFILE) hint = "allow more open files: ulimit -n 65536";
  if (error == EINVAL || error == EOPNOTSUPP) hint = "live capture needs Linux 5.10 or newer";
  throw StartError{operation, reason, hint};
}

/// One attempt with the largest maps divided by `divisor`; 0 or an error number.
int KernelPrograms::try_load(const settings_data& settings, uint32_t divisor) {
  LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "dnstop");
  const auto size = static_cast<size_t>(dnstop_bpf_object_end - dnstop_bpf_object);
  object_.reset(bpf_object__open_mem(dnstop_bpf_object, size, &options));
  if (!object_) return errno;
  for (const char* name : {"ring", "owners", "local_ends", "sightings", "netns_states"}) {
    bpf_map* const map = bpf_object__find_map_by_name(object_.get(), name);
    if (const int error = bpf_map__set_max_entries(map, bpf_map__max_entries(map) / divisor)) return -error;
  }
  bpf_map* const constants = bpf_object__find_map_by_name(object_.get(), ".rodata");
  if (const int error = bpf_map__set_initial_value(constants, &settings, sizeof settings)) return -error;
  return -bpf_object__load(object_.get());
}

void KernelPrograms::load(const PortSet& ports, bool report_cookies) {
  libbpf_set_print(keep_log);
  const auto settings = std::make_unique<settings_data>();
  for (size_t port = 0; port < ports.size(); port++) {
    if (ports.test(port)) settings->ports[port / 64] |= uint64_t{1} << (port % 64);
  }
  settings->report_cookies = report_cookies;

  // Before Linux 5.11 maps count as locked memory of the user, which may be limited: then EPERM. What an
  // attempt has taken is given back a moment after its maps are gone, which nothing tells.
  uint32_t divisor = 1;
  int error = try_load(*settings, divisor);
  while ((error == EPERM || error == ENOMEM) && divisor < kLargestDivisor) {
    object_.reset();
    usleep(kMemoryReturned);
    divisor *= 2;
    error = try_load(*settings, divisor);
  }
  if (error != 0) fail("load the kernel programs", error);
  ring_ = map("ring");
  ring_bytes_ = bpf_map__max_entries(bpf_object__find_map_by_name(object_.get(), "ring"));
  taps_ = map("taps");
  netns_states_ = map("netns_states");
  owners_ = map("owners");
  local_ends_ = map("local_ends");
  created_ = map("created");
  counters_ = map("counters");
  tap_program_ = map("tap_program");
  servers_ = map("servers");
  const bpf_program* const tap = bpf_object__find_program_by_name(object_.get(), "tap");
  if (!set(tap_program_, uint32_t{0}, bpf_program__fd(tap))) fail("load the packet tap", errno);
}

int KernelPrograms::map(const char* name) const {
  return bpf_object__find_map_fd_by_name(object_.get(), name);
}

void KernelPrograms::attach(const Fd& cgroup, const char* name) {
  const bpf_program* const program = bpf_object__find_program_by_name(object_.get(), name);
  bpf_link* const link = bpf_program__attach_cgroup(program, cgroup.get());
  if (!link) fail(std::string("attach ") + name + " to the root cgroup", errno);
  links_.emplace_back(link);
}

void KernelPrograms::attach_netns_notice(const Fd& cgroup) { attach(cgroup, "sock_create"); }

void KernelPrograms::attach_socket_hooks(const Fd& cgroup) {
  for (const char* name : {"sock_release", "post_bind4", "post_bind6", "connect4", "connect6", "sendmsg4",
                           "sendmsg6", "egress", "ingress"}) {
    attach(cgroup, name);
  }
}

void KernelPrograms::unload() {
  links_.clear();
  object_.reset();
  ring_ = taps_ = netns_states_ = owners_ = local_ends_ = created_ = counters_ = tap_program_ = servers_ = -1;
}

Fd KernelPrograms::tap_program(uint32_t index) const {
  const auto instruction = [](uint8_t code, uint8_t dst, uint8_t src, int16_t offset, int32_t immediate) {
    bpf_insn result{};
    result.code = code;
    result.dst_reg = dst & 0xf;
    result.src_reg = src & 0xf;
    result.off = offset;
    result.imm = immediate;
    return result;
  };
  const bpf_insn program[] = {
      // skb->cb[0] = index; tail call of tap_program[0]; return 0
      // By way of a register: before Linux 6.4 the verifier takes no BPF_ST into the context.
      instruction(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_2, 0, 0, static_cast<int32_t>(index)),
      instruction(BPF_STX | BPF_MEM | BPF_W, BPF_REG_1, BPF_REG_2, offsetof(__sk_buff, cb), 0),
      instruction(BPF_LD | BPF_IMM | BPF_DW, BPF_REG_2, BPF_PSEUDO_MAP_FD, 0, tap_program_),
      instruction(0, 0, 0, 0, 0),
      instruction(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_3, 0, 0, 0),
      instruction(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_tail_call),
      instruction(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, 0),
      instruction(BPF_JMP | BPF_EXIT, 0, 0, 0, 0),
  };
  return Fd(bpf_prog_load(BPF_PROG_TYPE_SOCKET_FILTER, "dnstop_tap", "Dual MIT/GPL", program,
                          sizeof program / sizeof *program, nullptr));
}

void KernelPrograms::set_tap(uint32_t index, uint64_t netns_cookie, uint64_t opened_ns) const {
  set(taps_, index, tap{netns_cookie, opened_ns});
}

void KernelPrograms::set_tapped(uint64_t netns_cookie, uint64_t tapped_ns) const {
  set(netns_states_, netns_cookie, netns_state{tapped_ns});
}

void KernelPrograms::forget_netns(uint64_t netns_cookie) const {
  bpf_map_delete_elem(netns_states_, &netns_cookie);
}

uint64_t KernelPrograms::netns_of_created(uint64_t socket_cookie) const {
  uint64_t netns_cookie = 0;
  bpf_map_lookup_elem(created_, &socket_cookie, &netns_cookie);
  return netns_cookie;
}

void KernelPrograms::add_owner(uint64_t socket_cookie, const owner& owner) const {
  set(owners_, socket_cookie, owner, BPF_NOEXIST);
}

void KernelPrograms::add_server(uint32_t pid) const { set(servers_, pid, uint32_t{1}); }

void KernelPrograms::add_local_end(const local_end& end, uint64_t socket_cookie) const {
  set(local_ends_, end, socket_cookie, BPF_NOEXIST);
}

uint64_t KernelPrograms::counter(enum counter which) const {
  std::vector<uint64_t> values(static_cast<size_t>(libbpf_num_possible_cpus()));
  const uint32_t key = which;
  uint64_t sum = 0;
  if (counters_ < 0 || bpf_map_lookup_elem(counters_, &key, values.data()) < 0) return 0;
  for (const uint64_t value : values) sum += value;
  return sum;
}

}  // namespace dnstop
