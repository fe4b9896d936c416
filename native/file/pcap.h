// In: the bytes of a pcap file. Out: its packets.
#pragma once
#include "capture_reader.h"

namespace dnstop {

/// `magic`: the file's first 4 bytes, already taken from the input. Null, and the reason, where they or the
/// rest of the header are not those of a pcap file that can be decoded.
std::unique_ptr<CaptureReader> open_pcap(Input& input, Bytes magic, std::string& reason);

}  // namespace dnstop
