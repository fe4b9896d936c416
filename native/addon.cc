// In: calls from TypeScript. Out: batches copied into memory that TypeScript owns. The only file that knows N-API.
#include <napi.h>

#include "capture/live_source.h"
#include "core/dns/message.h"
#include "file/file_source.h"

namespace {

using dnstop::PortSet;

PortSet ports_of(const Napi::Object& options) {
  PortSet ports;
  const auto list = options.Get("ports").As<Napi::Array>();
  for (uint32_t i = 0; i < list.Length(); i++) ports.set(list.Get(i).As<Napi::Number>().Uint32Value() & 0xffff);
  return ports;
}

std::span<uint8_t> bytes_of(const Napi::Value& value) {
  auto bytes = value.As<Napi::Uint8Array>();
  return {bytes.Data(), bytes.ByteLength()};
}

/// Throws the one error class of the TypeScript side's making: { operation, reason, hint }.
void throw_start_error(Napi::Env env, const dnstop::StartError& error) {
  auto thrown = Napi::Error::New(env, error.operation + ": " + error.reason);
  thrown.Set("operation", Napi::String::New(env, error.operation));
  thrown.Set("reason", Napi::String::New(env, error.reason));
  thrown.Set("hint", Napi::String::New(env, error.hint));
  thrown.ThrowAsJavaScriptException();
}

class SourceObject : public Napi::ObjectWrap<SourceObject> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(env, "Source",
                       {InstanceMethod<&SourceObject::start>("start"), InstanceMethod<&SourceObject::drain>("drain"),
                        InstanceMethod<&SourceObject::ended>("ended"), InstanceMethod<&SourceObject::failure>("failure"),
                        InstanceMethod<&SourceObject::counters>("counters"),
                        InstanceMethod<&SourceObject::stop>("stop")});
  }

  /// new Source({ file: string, ports: number[] }) or new Source({ ports: number[], netns: string[] })
  explicit SourceObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
    const auto options = info[0].As<Napi::Object>();
    if (options.Has("file")) {
      source_ = dnstop::open_file({options.Get("file").As<Napi::String>(), ports_of(options)});
      return;
    }
    dnstop::LiveOptions live{ports_of(options), {}};
    const auto netns = options.Get("netns").As<Napi::Array>();
    for (uint32_t i = 0; i < netns.Length(); i++) live.netns.push_back(netns.Get(i).As<Napi::String>());
    source_ = dnstop::open_live(live);
  }

 private:
  void start(const Napi::CallbackInfo& info) {
    try {
      source_->start();
    } catch (const dnstop::StartError& error) {
      throw_start_error(info.Env(), error);
    }
  }

  /// drain(columns, entries, messages: Uint8Array, counts: Uint32Array(3), capacity, keptFrom)
  void drain(const Napi::CallbackInfo& info) {
    const dnstop::DrainTarget target{bytes_of(info[0]), bytes_of(info[1]), bytes_of(info[2]),
                                     info[4].As<Napi::Number>().Uint32Value()};
    const auto kept_from = static_cast<uint64_t>(info[5].As<Napi::Number>().DoubleValue());
    const auto result = source_->batch().drain(target, kept_from);
    auto counts = info[3].As<Napi::Uint32Array>();
    counts[0] = result.rows;
    counts[1] = result.entry_bytes;
    counts[2] = result.message_bytes;
  }

  Napi::Value ended(const Napi::CallbackInfo& info) { return Napi::Boolean::New(info.Env(), source_->ended()); }

  Napi::Value failure(const Napi::CallbackInfo& info) { return Napi::String::New(info.Env(), source_->failure()); }

  Napi::Value counters(const Napi::CallbackInfo& info) {
    auto result = Napi::Object::New(info.Env());
    for (const auto& [name, value] : source_->counters()) result.Set(name, Napi::Number::New(info.Env(), value));
    return result;
  }

  void stop(const Napi::CallbackInfo&) { source_->stop(); }

  std::unique_ptr<dnstop::Source> source_;
};

/// [{ name, type, meaning }] in the order of the batch.
Napi::Value columns(const Napi::CallbackInfo& info) {
  const auto env = info.Env();
  auto list = Napi::Array::New(env);
#define X(column, kind, text)                                  \
  {                                                            \
    auto entry = Napi::Object::New(env);                       \
    entry.Set("name", Napi::String::New(env, #column));        \
    entry.Set("type", Napi::String::New(env, #kind));          \
    entry.Set("meaning", Napi::String::New(env, text));        \
    list.Set(list.Length(), entry);                            \
  }
#include "columns.def"
#undef X
  return list;
}

/// describe(message: Uint8Array, originalLength: number) -> JSON text, see dns/message.h
Napi::Value describe(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(),
                           dnstop::dns::describe(bytes_of(info[0]), info[1].As<Napi::Number>().Uint32Value()));
}

Napi::Value mnemonics(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), dnstop::dns::mnemonics());
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports.Set("Source", SourceObject::define(env));
  exports.Set("columns", Napi::Function::New<columns>(env));
  exports.Set("describe", Napi::Function::New<describe>(env));
  exports.Set("mnemonics", Napi::Function::New<mnemonics>(env));
  return exports;
}

}  // namespace

NODE_API_MODULE(dnstop, init)
