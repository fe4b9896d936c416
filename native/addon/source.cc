// In: calls of a source's methods. Out: batches copied into memory that TypeScript owns.
#include "source.h"

#include "../capture/live_source.h"
#include "../file/file_source.h"
#include "arguments.h"

namespace dnstop::addon {

namespace {

PortSet ports_of(const Napi::Object& options) {
  PortSet ports;
  const auto list = array_of(options.Get("ports"), "an array of ports");
  for (uint32_t i = 0; i < list.Length(); i++) ports.set(number_of(list.Get(i), UINT16_MAX, "a port"));
  return ports;
}

/// Throws the one error class of the TypeScript side's making: { operation, reason, hint }.
void throw_start_error(Napi::Env env, const StartError& error) {
  auto thrown = Napi::Error::New(env, error.operation + ": " + error.reason);
  thrown.Set("operation", Napi::String::New(env, error.operation));
  thrown.Set("reason", Napi::String::New(env, error.reason));
  thrown.Set("hint", Napi::String::New(env, error.hint));
  thrown.ThrowAsJavaScriptException();
}

class SourceObject : public Napi::ObjectWrap<SourceObject> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(
        env, "Source",
        {InstanceMethod<&SourceObject::start>("start"), InstanceMethod<&SourceObject::drain>("drain"),
         InstanceMethod<&SourceObject::ended>("ended"), InstanceMethod<&SourceObject::failure>("failure"),
         InstanceMethod<&SourceObject::counters>("counters"), InstanceMethod<&SourceObject::stop>("stop")});
  }

  /// new Source({ file: string, ports: number[] }) or new Source({ ports: number[], netns: string[] })
  explicit SourceObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
    if (!info[0].IsObject()) throw expected(info[0], "an object of options");
    const auto options = info[0].As<Napi::Object>();
    if (options.Has("file")) {
      source_ = open_file({text_of(options.Get("file"), "the path of a file"), ports_of(options)});
      return;
    }
    LiveOptions live{ports_of(options), {}};
    const auto netns = array_of(options.Get("netns"), "an array of network namespaces");
    for (uint32_t i = 0; i < netns.Length(); i++) {
      live.netns.push_back(text_of(netns.Get(i), "a network namespace"));
    }
    source_ = open_live(live);
  }

 private:
  void start(const Napi::CallbackInfo& info) {
    try {
      source_->start();
    } catch (const StartError& error) {
      throw_start_error(info.Env(), error);
    }
  }

  /// drain(columns, entries, messages: Uint8Array, counts: Uint32Array(3), capacity, keptFrom)
  void drain(const Napi::CallbackInfo& info) {
    auto counts = typed_array_of<Napi::Uint32Array>(info[3], napi_uint32_array, "a Uint32Array");
    if (counts.ElementLength() < 3) throw expected(info[3], "room for 3 counts");
    const DrainTarget target{bytes_of(info[0]), bytes_of(info[1]), bytes_of(info[2]),
                             static_cast<uint32_t>(number_of(info[4], UINT32_MAX, "a number of rows"))};
    const uint64_t kept_from = number_of(info[5], kMaxSafeInteger, "a row number");
    const auto result = source_->batch().drain(target, kept_from);
    counts[0] = result.rows;
    counts[1] = result.entry_bytes;
    counts[2] = result.message_bytes;
  }

  Napi::Value ended(const Napi::CallbackInfo& info) {
    return Napi::Boolean::New(info.Env(), source_->ended());
  }

  Napi::Value failure(const Napi::CallbackInfo& info) {
    return Napi::String::New(info.Env(), source_->failure());
  }

  Napi::Value counters(const Napi::CallbackInfo& info) {
    auto result = Napi::Object::New(info.Env());
    for (const auto& [name, value] : source_->counters())
      result.Set(name, Napi::Number::New(info.Env(), value));
    return result;
  }

  void stop(const Napi::CallbackInfo&) { source_->stop(); }

  std::unique_ptr<Source> source_;
};

}  // namespace

Napi::Function define_source(Napi::Env env) { return SourceObject::define(env); }

}  // namespace dnstop::addon
