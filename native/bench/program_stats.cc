// In: lines on standard input. Out: for each line what every kernel program has run so far, as one line of
// JSON.
//
// The kernel counts as long as this process lives (BPF_ENABLE_STATS, Linux 5.8): nothing is left switched on,
// whatever happens. A program that does nothing is attached to a packet socket for comparison: what it takes
// is the counting.
#include <arpa/inet.h>
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>

namespace {

int bpf(bpf_cmd command, bpf_attr& attributes) {
  return static_cast<int>(syscall(SYS_bpf, command, &attributes, sizeof attributes));
}

uint64_t address_of(const void* pointer) { return reinterpret_cast<uint64_t>(pointer); }

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "%s: %s\n", what, std::strerror(errno));
  _exit(1);
}

void count_runs() {
  bpf_attr attributes{};
  attributes.enable_stats.type = BPF_STATS_RUN_TIME;
  if (bpf(BPF_ENABLE_STATS, attributes) < 0) fail("count what kernel programs run");
}

/// Drops every packet of this network namespace for a socket of its own, and does nothing else.
void attach_empty_program() {
  bpf_insn program[2] = {};
  program[0].code = BPF_ALU64 | BPF_MOV | BPF_K;
  program[1].code = BPF_JMP | BPF_EXIT;
  bpf_attr attributes{};
  attributes.prog_type = BPF_PROG_TYPE_SOCKET_FILTER;
  attributes.insns = address_of(program);
  attributes.insn_cnt = 2;
  attributes.license = address_of("GPL");
  std::strcpy(attributes.prog_name, "bench_empty");
  const int loaded = bpf(BPF_PROG_LOAD, attributes);
  if (loaded < 0) fail("load a program");
  const int tap = socket(AF_PACKET, SOCK_DGRAM, 0);
  if (tap < 0 || setsockopt(tap, SOL_SOCKET, SO_ATTACH_BPF, &loaded, sizeof loaded) < 0)
    fail("attach a program");
  sockaddr_ll all{};
  all.sll_family = AF_PACKET;
  all.sll_protocol = htons(ETH_P_ALL);
  if (bind(tap, reinterpret_cast<const sockaddr*>(&all), sizeof all) < 0) fail("attach a program");
}

/// {"id":…,"name":…,"runs":…,"ns":…}, or nothing for a program that has just gone.
std::string describe(uint32_t id) {
  bpf_attr attributes{};
  attributes.prog_id = id;
  const int program = bpf(BPF_PROG_GET_FD_BY_ID, attributes);
  if (program < 0) return {};
  bpf_prog_info info{};
  attributes = {};
  attributes.info.bpf_fd = static_cast<uint32_t>(program);
  attributes.info.info_len = sizeof info;
  attributes.info.info = address_of(&info);
  const int known = bpf(BPF_OBJ_GET_INFO_BY_FD, attributes);
  close(program);
  if (known < 0) return {};
  return "{\"id\":" + std::to_string(id) + ",\"name\":\"" + info.name +
         "\",\"runs\":" + std::to_string(info.run_cnt) + ",\"ns\":" + std::to_string(info.run_time_ns) + "}";
}

void print_all() {
  std::string list;
  bpf_attr attributes{};
  while (bpf(BPF_PROG_GET_NEXT_ID, attributes) == 0) {
    const std::string program = describe(attributes.next_id);
    if (!program.empty()) list += (list.empty() ? "" : ",") + program;
    const uint32_t id = attributes.next_id;
    attributes = {};
    attributes.start_id = id;
  }
  std::printf("[%s]\n", list.c_str());
  std::fflush(stdout);
}

}  // namespace

int main() {
  count_runs();
  attach_empty_program();
  std::printf("ready\n");
  std::fflush(stdout);
  for (int byte; (byte = std::getchar()) != EOF;) {
    if (byte == '\n') print_all();
  }
}
