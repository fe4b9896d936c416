// In: calls from TypeScript. Out: what the core, the sources and the matcher make of them. Only this folder
// knows N-API. Arguments of another type and exceptions of any kind become JavaScript errors
// (NODE_ADDON_API_CPP_EXCEPTIONS_ALL).
#include <napi.h>

#include "../core/dns/message.h"
#include "arguments.h"
#include "matcher.h"
#include "source.h"

namespace dnstop::addon {

namespace {

/// [{ name, type, meaning }] in the order of the batch.
Napi::Value columns(const Napi::CallbackInfo& info) {
  const auto env = info.Env();
  auto list = Napi::Array::New(env);
#define X(column, kind, text)                           \
  {                                                     \
    auto entry = Napi::Object::New(env);                \
    entry.Set("name", Napi::String::New(env, #column)); \
    entry.Set("type", Napi::String::New(env, #kind));   \
    entry.Set("meaning", Napi::String::New(env, text)); \
    list.Set(list.Length(), entry);                     \
  }
#include "../columns.def"
#undef X
  return list;
}

/// describe(message: Uint8Array, originalLength: number) -> JSON text, see dns/message.h
Napi::Value describe(const Napi::CallbackInfo& info) {
  const uint64_t length = number_of(info[1], UINT32_MAX, "a length");
  return Napi::String::New(info.Env(), dns::describe(bytes_of(info[0]), static_cast<uint32_t>(length)));
}

Napi::Value mnemonics(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), dns::mnemonics());
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports.Set("Source", define_source(env));
  exports.Set("columns", Napi::Function::New<columns>(env));
  exports.Set("describe", Napi::Function::New<describe>(env));
  exports.Set("mnemonics", Napi::Function::New<mnemonics>(env));
  exports.Set("Matcher", define_matcher(env));
  return exports;
}

NODE_API_MODULE(dnstop, init)

}  // namespace

}  // namespace dnstop::addon
