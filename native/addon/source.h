// In: nothing. Out: the class Source, see source.cc.
#pragma once
#include <napi.h>

namespace dnstop::addon {

Napi::Function define_source(Napi::Env env);

}  // namespace dnstop::addon
