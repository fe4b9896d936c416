// In: numbers and paths of the operating system. Out: file descriptors that close themselves, files and
// folders as strings and numbers.
#pragma once
#include <unistd.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace dnstop {

/// Owns a file descriptor; -1 is none.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    reset(std::exchange(other.fd_, -1));
    return *this;
  }
  ~Fd() { reset(); }

  explicit operator bool() const { return fd_ >= 0; }
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }
  void reset(int fd = -1) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = fd;
  }

 private:
  int fd_ = -1;
};

/// The content of a (small) file, or empty where it cannot be read.
std::string read_file(const std::string& path);

/// The target of a symbolic link, or empty.
std::string read_link(const std::string& path);

/// Calls `visit` with each entry of a folder whose name is a number (processes, threads, descriptors), in the
/// order of the folder; stops where it returns false. False where the folder cannot be read.
bool each_number(const std::string& folder, const std::function<bool(uint32_t)>& visit);

/// Calls `visit` with each line, without its end.
void each_line(std::string_view text, const std::function<void(std::string_view)>& visit);

/// Takes the next field, up to `separator`, off the front of `text`.
std::string_view take_field(std::string_view& text, char separator = ' ');

/// The number that `text` is, in `base`; 0 where it is none.
uint64_t to_number(std::string_view text, int base = 10);

/// The inode in "net:[4026531840]", as links and mounts of network namespaces say it; 0 for anything else.
uint64_t netns_inode(std::string_view link);

}  // namespace dnstop
