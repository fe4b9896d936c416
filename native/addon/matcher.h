// In: nothing. Out: the class Matcher, see matcher.cc.
#pragma once
#include <napi.h>

namespace dnstop::addon {

Napi::Function define_matcher(Napi::Env env);

}  // namespace dnstop::addon
