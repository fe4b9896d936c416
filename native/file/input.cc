// In: a file descriptor, plain or gzipped. Out: its bytes, a piece at a time (see input.h).
#include "input.h"

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace dnstop {

namespace {
constexpr size_t kBufferBytes = 256 * 1024;
constexpr size_t kCompressedBytes = 64 * 1024;
}  // namespace

Input::Input(int fd) : fd_(fd), wake_fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), buffer_(kBufferBytes) {}

Input::~Input() {
  if (gzipped_) inflateEnd(&inflater_);
  close(fd_);
  if (wake_fd_ >= 0) close(wake_fd_);
}

void Input::interrupt() { eventfd_write(wake_fd_, 1); }

Bytes Input::take(size_t size) {
  while (end_ - begin_ < size && !ended_) {
    if (begin_ + size > buffer_.size()) {
      std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
      if (size > buffer_.size()) buffer_.resize(size);
    }
    fill();
  }
  const Bytes bytes(buffer_.data() + begin_, std::min(size, end_ - begin_));
  begin_ += bytes.size();
  position_ += bytes.size();
  return bytes;
}

bool Input::skip(uint64_t size) {
  while (size > 0) {
    const size_t part = take(std::min<uint64_t>(size, kBufferBytes)).size();
    if (part == 0) return false;
    size -= part;
  }
  return true;
}

bool Input::at_end() {
  while (begin_ == end_ && !ended_) fill();
  return begin_ == end_;
}

void Input::fill() {
  if (begin_ == end_) begin_ = end_ = 0;
  if (!detected_) return detect();
  uint8_t* const to = buffer_.data() + end_;
  const size_t room = buffer_.size() - end_;
  const size_t got = gzipped_ ? inflate_some(to, room) : read_some(to, room);
  if (got == 0) ended_ = true;
  end_ += got;
}

/// Reads the first two bytes and decides whether they begin a gzip member (RFC 1952 2.3.1).
void Input::detect() {
  const size_t got = read_some(buffer_.data() + end_, 2 - end_);
  end_ += got;
  if (got != 0 && end_ < 2) return;
  detected_ = true;
  ended_ = got == 0;
  if (end_ < 2 || buffer_[0] != 0x1f || buffer_[1] != 0x8b) return;
  constexpr int kGzipOnly = 16 + MAX_WBITS;
  gzipped_ = inflateInit2(&inflater_, kGzipOnly) == Z_OK;
  compressed_.resize(kCompressedBytes);
  std::memcpy(compressed_.data(), buffer_.data(), 2);
  inflater_.next_in = compressed_.data();
  inflater_.avail_in = 2;
  end_ = 0;
}

/// 0 at the end, on an error and after `interrupt`.
size_t Input::read_some(uint8_t* to, size_t size) {
  while (true) {
    pollfd ready[2] = {{fd_, POLLIN, 0}, {wake_fd_, POLLIN, 0}};
    if (poll(ready, 2, -1) < 0 && errno != EINTR) break;
    if (ready[1].revents) return 0;
    if (!ready[0].revents) continue;
    const ssize_t got = read(fd_, to, size);
    if (got >= 0) return static_cast<size_t>(got);
    if (errno != EINTR && errno != EAGAIN) break;
  }
  error_ = std::strerror(errno);
  return 0;
}

size_t Input::inflate_some(uint8_t* to, size_t size) {
  inflater_.next_out = to;
  inflater_.avail_out = static_cast<uInt>(size);
  while (inflater_.avail_out == size && error_.empty()) {
    if (inflater_.avail_in == 0) {
      inflater_.next_in = compressed_.data();
      inflater_.avail_in = static_cast<uInt>(read_some(compressed_.data(), compressed_.size()));
      if (inflater_.avail_in == 0) {
        if (!between_members_ && error_.empty()) error_ = "gzip data ends early";
        return 0;
      }
    }
    // Padding behind the last member is no data, as gzip(1) sees it.
    if (between_members_ && *inflater_.next_in != 0x1f) return 0;
    if (between_members_ && inflateReset(&inflater_) == Z_OK) between_members_ = false;
    const int result = inflate(&inflater_, Z_NO_FLUSH);
    if (result == Z_STREAM_END) between_members_ = true;
    if (result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR) continue;
    error_ = "gzip data damaged";
  }
  return size - inflater_.avail_out;
}

}  // namespace dnstop
