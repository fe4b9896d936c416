// In: the capabilities of this process. Out: StartError where one is missing, and limits raised as far as
// allowed.
#pragma once

namespace dnstop {

/// Throws StartError that names every capability live capture needs and this process has not.
void require_privileges();

/// Raises what namespaces and maps count against: open files, locked memory (before Linux 5.11). Throws
/// StartError where too few open files are allowed for any use.
void raise_limits();

}  // namespace dnstop
