// In: paths of capture files. Out: a line for each with its number of events, read as the program reads it.
#include <cstdio>
#include <thread>

#include "../file/file_source.h"
#include "drained.h"

using namespace dnstop;

namespace {
PortSet every_port() {
  PortSet ports;
  return ports.set();
}

size_t read_all(Source& source) {
  fuzz::Drained drained(source.batch());
  size_t rows = 0;
  while (true) {
    const bool ended = source.ended();
    const size_t got = drained.all();
    rows += got;
    if (ended) return rows;
    if (got == 0) std::this_thread::yield();
  }
}
}  // namespace

int main(int argc, char** argv) {
  static const PortSet ports = every_port();
  for (int i = 1; i < argc; i++) {
    const auto source = open_file({argv[i], ports});
    try {
      source->start();
      const size_t rows = read_all(*source);
      std::printf("%s: %zu events %s\n", argv[i], rows, source->failure().c_str());
    } catch (const StartError& error) {
      std::printf("%s: %s\n", error.operation.c_str(), error.reason.c_str());
    }
  }
  return 0;
}
