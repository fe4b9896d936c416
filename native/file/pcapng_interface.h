// In: an interface description block of a pcapng file. Out: its name, link type and time stamps in
// nanoseconds.
#pragma once
#include "capture_reader.h"

namespace dnstop {

/// One option of a block: a code, and the bytes of its value.
struct PcapngOption {
  uint16_t code = 0;
  Bytes value;
};

/// The next option of a block's end; false at the end of the options and where they are damaged.
bool next_option(FileFields& fields, PcapngOption& option);

struct PcapngInterface : FileInterface {
  /// `body`: the block without its header and trailer. `number`: its place in the section, from 0.
  PcapngInterface(Bytes body, bool little, size_t number);

  /// Time stamp of this interface -> nanoseconds since the epoch.
  uint64_t time_ns(uint64_t stamp) const;

  uint32_t snapshot_length = 0;  // 0: no limit

 private:
  uint8_t resolution_ = 6;       // if_tsresol: power of 10, or of 2 with the highest bit set
  uint64_t offset_seconds_ = 0;  // if_tsoffset, two's complement
};

}  // namespace dnstop
