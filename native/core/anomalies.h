// In: anomalies.def. Out: one bit for each anomaly, as the anomalies column holds them.
#pragma once
#include <cstdint>

namespace dnstop {

namespace anomaly {
enum Position : uint32_t {
#define X(name, meaning) name##_position,
#include "../anomalies.def"
#undef X
};

#define X(name, meaning) constexpr uint32_t name = uint32_t{1} << name##_position;
#include "../anomalies.def"
#undef X
}  // namespace anomaly

}  // namespace dnstop
