// In: the first bytes of a file. Out: the reader for its format (see capture_reader.h).
#include "capture_reader.h"

#include <cstdio>

#include "pcap.h"
#include "pcapng.h"

namespace dnstop {

std::optional<Bytes> CaptureReader::need(size_t size) {
  const uint64_t start = input_.position();
  const Bytes bytes = input_.take(size);
  if (bytes.size() == size) return bytes;
  if (failure_.empty()) {
    failure_at_ = start + bytes.size();
    failure_ = input_.error().empty() ? "truncated" : input_.error();
  }
  return std::nullopt;
}

bool CaptureReader::at_end() {
  if (!input_.at_end()) return false;
  if (!input_.error().empty()) need(1);
  return true;
}

bool CaptureReader::fail(std::string what) {
  if (!failure_.empty()) return false;
  failure_at_ = input_.position();
  failure_ = std::move(what);
  return false;
}

std::optional<LinkType> link_type_of(uint32_t number) {
  // DLT_RAW as OpenBSD (14) and the others (12) write it.
  if (number == 12 || number == 14) return LinkType::kRaw;
  for (const LinkType known :
       {LinkType::kNull, LinkType::kEthernet, LinkType::kPpp, LinkType::kPppHdlc, LinkType::kRaw,
        LinkType::kLoop, LinkType::kLinuxSll, LinkType::kIpv4, LinkType::kIpv6, LinkType::kLinuxSll2}) {
    if (static_cast<uint32_t>(known) == number) return known;
  }
  return std::nullopt;
}

std::unique_ptr<CaptureReader> open_capture(Input& input, std::string& reason) {
  const Bytes bytes = input.take(4);
  const std::string first(bytes.begin(), bytes.end());
  if (!input.error().empty()) {
    reason = input.error();
  } else if (first.empty()) {
    reason = "empty file";
  } else if (first == "\x0a\x0d\x0d\x0a") {
    return open_pcapng(input, reason);
  } else if (first.size() == 4) {
    return open_pcap(input, Bytes(reinterpret_cast<const uint8_t*>(first.data()), 4), reason);
  } else {
    reason = "not a capture file";
  }
  return nullptr;
}

}  // namespace dnstop
