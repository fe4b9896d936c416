// In: a comment that dnstop wrote into a capture file (src/identity/remark.ts). Out: what the columns keep of
// it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dnstop {

/// Whether a comment is one of dnstop's own: `dnstop name=value name="value with spaces" ...`.
bool is_remark(std::string_view comment);

/// The value of a name, or nothing. Of a quoted value without its quotes and escapes.
std::optional<std::string> remark_value(std::string_view remark, std::string_view name);

/// Entry of the process dictionary; empty where the remark tells of no process.
std::string remark_process(std::string_view remark);

/// Entry of the netns dictionary; empty where the remark tells of no namespace.
std::string remark_netns(std::string_view remark);

/// Bits of anomalies.def, of the names that it lists.
uint32_t remark_anomalies(std::string_view remark);

}  // namespace dnstop
