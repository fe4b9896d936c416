// In: a file descriptor, plain or gzipped. Out: its bytes, a piece at a time.
#pragma once
#include <zlib.h>

#include <string>
#include <vector>

#include "../core/packet.h"

namespace dnstop {

/// A buffered reader of one descriptor. A gzip header at the start (also of several members, RFC 1952 2.2) is
/// told by its magic number; anything else is passed on as it is.
class Input {
 public:
  /// Owns `fd` from here on.
  explicit Input(int fd);
  ~Input();
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  /// The next `size` bytes, fewer where the input ends before. Valid until the next call. Blocks.
  Bytes take(size_t size);

  /// Passes over `size` bytes; false where the input ends before.
  bool skip(uint64_t size);

  /// True where no byte is left. Blocks.
  bool at_end();

  /// Bytes taken and skipped so far, after decompression.
  uint64_t position() const { return position_; }

  /// Why the input ended early (read error, damaged gzip data), or empty.
  const std::string& error() const { return error_; }

  /// Ends a blocked read and all later ones. For any thread.
  void interrupt();

 private:
  void fill();
  size_t read_some(uint8_t* to, size_t size);
  size_t inflate_some(uint8_t* to, size_t size);
  void detect();

  int fd_;
  int wake_fd_;
  bool detected_ = false;
  bool gzipped_ = false;
  bool ended_ = false;
  bool between_members_ = false;
  z_stream inflater_ = {};
  std::vector<uint8_t> compressed_;
  std::vector<uint8_t> buffer_;
  size_t begin_ = 0;  // of the bytes in buffer_ that were not taken
  size_t end_ = 0;
  uint64_t position_ = 0;
  std::string error_;
};

}  // namespace dnstop
