// In: the bytes of a capture file, gzipped or not. Out: an abort where reading it breaks a promise.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>

#include "../core/decoder.h"
#include "../file/capture_reader.h"
#include "../file/remark.h"
#include "drained.h"

using namespace dnstop;

/// Nothing, or as many fields as a dictionary's reader expects.
static void require_entry(const std::string& entry, size_t fields) {
  const auto separators = static_cast<size_t>(std::count(entry.begin(), entry.end(), '\0'));
  fuzz::require(entry.empty() || separators == fields - 1);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // A pipe's buffer would be too small for some inputs.
  const int fd = memfd_create("capture", MFD_CLOEXEC);
  fuzz::require(fd >= 0 && write(fd, data, size) == static_cast<ssize_t>(size) &&
                lseek(fd, 0, SEEK_SET) == 0);
  Input input(fd);
  std::string reason;
  const auto reader = open_capture(input, reason);
  fuzz::require(reader ? reason.empty() : !reason.empty());
  if (!reader) return 0;
  FilePacket packet;
  for (int packets = 0; packets < 10'000 && reader->next(packet); packets++) {
    fuzz::require(packet.interface != nullptr && packet.bytes.size() <= packet.original_length);
    fuzz::require(packet.bytes.size() <= kMaxPacketBytes);
    uint8_t sum = 0;
    for (const uint8_t byte : packet.bytes) sum ^= byte;
    fuzz::require(packet.remark.empty() || is_remark(packet.remark));
    for (const std::string_view remark : {packet.remark, std::string_view(packet.interface->remark)}) {
      require_entry(remark_process(remark), 12);
      require_entry(remark_netns(remark), 3);
      sum ^= static_cast<uint8_t>(remark_anomalies(remark));
    }
    [[maybe_unused]] volatile uint8_t read = sum;
  }
  return 0;
}
