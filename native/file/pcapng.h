// In: the bytes of a pcapng file. Out: its packets.
#pragma once
#include "capture_reader.h"

namespace dnstop {

/// The block type of the file's first section header has been taken from the input already. Null, and the
/// reason, where the section header behind it is damaged.
std::unique_ptr<CaptureReader> open_pcapng(Input& input, std::string& reason);

}  // namespace dnstop
