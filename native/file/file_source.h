// In: a pcap or pcapng file, gzipped or not, or standard input. Out: the Source that decodes it.
#pragma once
#include <memory>
#include <string>

#include "../core/decoder.h"
#include "../core/source.h"

namespace dnstop {

struct FileOptions {
  std::string path;  // "-" is standard input
  PortSet ports;
};

std::unique_ptr<Source> open_file(const FileOptions& options);

}  // namespace dnstop
