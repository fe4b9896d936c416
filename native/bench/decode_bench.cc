// In: nothing. Out: nanoseconds per decode() and per describe() of typical messages.
// Build: g++ -std=c++20 -O2 native/bench/decode_bench.cc native/core/*.cc native/core/dns/*.cc -lpthread
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "../core/dns/message.h"
#include "../test/dns_build.h"

using namespace dnstop;
using namespace dnstop::test;

namespace {

constexpr int kRuns = 400'000;
constexpr int kNames = 1000;  // as many messages, each with a name of its own
constexpr int kRounds = 5;    // the fastest one counts: the machine does other things too

const Wire kPointer = {0xc0, 0x0c};

Wire name_of(int i) { return wire_name("service-" + std::to_string(i) + ".default.svc.cluster.local"); }

Wire query(int i) {
  return MessageBuilder(static_cast<uint16_t>(i), 0x0120, 1, 0, 0, 1)
      .question(name_of(i), 1)
      .opt(hex("000A 0008 0102030405060708"))
      .bytes;
}

Wire address(int i) { return {10, 96, static_cast<uint8_t>(i >> 8), static_cast<uint8_t>(i)}; }

Wire response(int i) {
  return MessageBuilder(static_cast<uint16_t>(i), 0x8180, 1, 2, 0, 1)
      .question(name_of(i), 1)
      .record(kPointer, 1, address(i))
      .record(kPointer, 1, address(i + 1))
      .opt({})
      .bytes;
}

Wire chain(int i) {
  return MessageBuilder(static_cast<uint16_t>(i), 0x8180, 1, 2, 2, 2)
      .question(name_of(i), 28)
      .record(kPointer, 5, name_of(i + 1))
      .record(name_of(i + 1), 28, hex("20010DB8000000000000000000000001"))
      .record(name_of(1), 2, wire_name("ns1.example.com"))
      .record(name_of(1), 2, wire_name("ns2.example.com"))
      .record(wire_name("ns1.example.com"), 1, address(1))
      .opt({})
      .bytes;
}

template <typename Work>
double fastest(Work work, int runs) {
  double best = 0;
  for (int round = 0; round < kRounds; round++) {
    const auto start = std::chrono::steady_clock::now();
    for (int run = 0; run < runs; run++) work(run);
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
    if (round == 0 || took.count() / runs < best) best = took.count() / runs;
  }
  return best;
}

void measure(const char* what, Wire (*make)(int)) {
  std::vector<Wire> messages;
  for (int i = 0; i < kNames; i++) messages.push_back(make(i));
  Batch batch(4);
  uint64_t sum = 0;
  const double decode_ns = fastest(
      [&](int run) {
        const Wire& message = messages[static_cast<size_t>(run % kNames)];
        Row row;
        dns::decode(message, message.size(), batch, row);
        sum += row.name + row.addresses;
      },
      kRuns);
  const double describe_ns = fastest(
      [&](int run) {
        const Wire& message = messages[static_cast<size_t>(run % kNames)];
        sum += dns::describe(message, message.size()).size();
      },
      kRuns / 10);
  std::printf("%-28s %4zu bytes  decode %6.0f ns  describe %6.0f ns%s\n", what, messages[0].size(), decode_ns,
              describe_ns, sum ? "" : "!");
}

}  // namespace

int main() {
  measure("query, OPT with cookie", query);
  measure("response, 2 A, OPT", response);
  measure("response, CNAME, AAAA, 2 NS", chain);
}
