// In: the path of a capture file. Out: the Source that decodes it in a thread of its own.
#include "file_source.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <thread>

#include "capture_reader.h"
#include "input.h"
#include "recorded.h"

namespace dnstop {

namespace {
// Rows pending at which reading waits for the drain.
constexpr size_t kPendingRows = 8192;
constexpr const char* kFormats = "dnstop reads pcap and pcapng files, gzipped or not";

class FileSource : public Source {
 public:
  // No bound on pending rows: a file can wait, so no row of it is refused.
  explicit FileSource(const FileOptions& options)
      : Source(SIZE_MAX),
        name_(options.path == "-" ? "standard input" : options.path),
        from_standard_input_(options.path == "-"),
        recorded_(batch_),
        decoder_(batch_, options.ports) {}
  ~FileSource() override { stop(); }

  void start() override;
  void stop() override;
  bool ended() const override { return ended_.load(std::memory_order_acquire); }
  std::string failure() const override { return ended() ? failure_ : std::string(); }
  std::vector<std::pair<std::string, double>> counters() const override;

 private:
  int open_descriptor();
  void run();
  void read();
  bool decode(const FilePacket& packet);
  void intern(FileInterface& interface);
  StartError error(std::string reason) const {
    return {"open capture file " + name_, std::move(reason), kFormats};
  }

  const std::string name_;
  const bool from_standard_input_;
  Recorded recorded_;
  Decoder decoder_;
  std::unique_ptr<Input> input_;
  std::unique_ptr<CaptureReader> reader_;
  std::thread thread_;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> ended_ = false;
  std::string failure_;  // written before ended_
  uint64_t packets_ = 0;
  uint64_t unknown_link_type_ = 0;  // under the batch's lock, as the decoder's counters
};

/// Throws StartError.
int FileSource::open_descriptor() {
  const int fd = from_standard_input_ ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
                                      : open(name_.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) throw error(std::strerror(errno));
  struct stat status;
  if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode)) {
    close(fd);
    throw error(std::strerror(EISDIR));
  }
  return fd;
}

void FileSource::start() {
  const int fd = open_descriptor();
  struct stat status;
  const bool regular = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
  input_ = std::make_unique<Input>(fd);
  // A pipe's first bytes may come late: its thread waits for them, and `failure` says what is wrong with
  // them.
  if (regular) {
    std::string reason;
    reader_ = open_capture(*input_, reason);
    if (!reader_) throw error(reason);
  }
  thread_ = std::thread([this] { run(); });
}

void FileSource::stop() {
  stopping_ = true;
  if (input_) input_->interrupt();
  batch_.wake();
  if (thread_.joinable()) thread_.join();
  ended_.store(true, std::memory_order_release);
}

void FileSource::run() {
  try {
    read();
  } catch (const std::exception& error) {
    failure_ = name_ + ": " + error.what();
  }
  ended_.store(true, std::memory_order_release);
}

/// From the first packet to the last.
void FileSource::read() {
  std::string reason;
  if (!reader_) reader_ = open_capture(*input_, reason);
  FilePacket packet;
  while (reader_ && !stopping_ && reader_->next(packet)) {
    if (decode(packet)) batch_.wait_for_drain(kPendingRows, stopping_);
  }
  {
    const Batch::Appending appending(batch_);
    decoder_.finish();
  }
  if (!stopping_ && !reader_) failure_ = name_ + ": " + reason;
  if (!stopping_ && reader_ && !reader_->failure().empty()) {
    failure_ = name_ + ": " + reader_->failure() + " at byte " + std::to_string(reader_->failure_at()) +
               " (after " + std::to_string(packets_) + " packets)";
  }
}

/// True where the reader should be waited for.
bool FileSource::decode(const FilePacket& from) {
  const Batch::Appending appending(batch_);
  packets_++;
  FileInterface& interface = *from.interface;
  if (!interface.interned) intern(interface);
  if (!interface.link_type) {
    unknown_link_type_++;
    return false;
  }
  Packet packet;
  packet.time_ns = from.time_ns;
  packet.bytes = from.bytes;
  packet.original_length = from.original_length;
  packet.link_type = *interface.link_type;
  packet.pkt_type = from.pkt_type;
  packet.ifindex = from.ifindex;
  packet.iface = interface.text;
  packet.netns = interface.netns;
  if (interface.recorded) recorded_.packet(from.remark, packet);
  decoder_.expire(packet.time_ns);
  decoder_.packet(packet);
  return batch_.pending_rows() > kPendingRows || batch_.pending_bytes() > kMaxPendingBytes;
}

/// The index of the interface's name is kept beyond its rows: pinned.
void FileSource::intern(FileInterface& interface) {
  interface.text = batch_.text(interface.name);
  batch_.dictionary(DictionaryKind::kText).pin(interface.text);
  if (interface.recorded) interface.netns = recorded_.netns(interface);
  interface.interned = true;
}

std::vector<std::pair<std::string, double>> FileSource::counters() const {
  const Batch::Appending appending(const_cast<Batch&>(batch_));
  const DecoderCounters& decoder = decoder_.counters();
  return {{"packets", packets_},
          {"malformed_packets", decoder.malformed_packets},
          {"not_dns", decoder.not_dns},
          {"unknown_link_type", unknown_link_type_},
          {"fragments_expired", decoder.fragments_expired},
          {"streams_evicted", decoder.streams_evicted},
          {"stream_gaps", decoder.stream_gaps},
          {"lost_reader", batch_.lost()}};
}
}  // namespace

std::unique_ptr<Source> open_file(const FileOptions& options) {
  return std::make_unique<FileSource>(options);
}

}  // namespace dnstop
