// In: calls from TypeScript. Out: batches copied into memory that TypeScript owns. The only file that knows
// N-API. Arguments of another type and exceptions of any kind become JavaScript errors
// (NODE_ADDON_API_CPP_EXCEPTIONS_ALL).
#include <napi.h>

#include "capture/live_source.h"
#include "core/dns/message.h"
#include "core/prefetch.h"
#include "file/file_source.h"

namespace {

using dnstop::PortSet;

constexpr double kMaxSafeInteger = 9007199254740991;  // of a JavaScript number

Napi::TypeError expected(const Napi::Value& value, const std::string& what) {
  return Napi::TypeError::New(value.Env(), "expected " + what);
}

Napi::Array array_of(const Napi::Value& value, const std::string& what) {
  if (!value.IsArray()) throw expected(value, what);
  return value.As<Napi::Array>();
}

std::string text_of(const Napi::Value& value, const std::string& what) {
  if (!value.IsString()) throw expected(value, what);
  return value.As<Napi::String>();
}

/// A whole number from 0 to `most`.
uint64_t number_of(const Napi::Value& value, double most, const std::string& what) {
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : -1;
  if (!(number >= 0 && number <= most)) throw expected(value, what);
  return static_cast<uint64_t>(number);
}

PortSet ports_of(const Napi::Object& options) {
  PortSet ports;
  const auto list = array_of(options.Get("ports"), "an array of ports");
  for (uint32_t i = 0; i < list.Length(); i++) ports.set(number_of(list.Get(i), UINT16_MAX, "a port"));
  return ports;
}

template <typename Array>
Array typed_array_of(const Napi::Value& value, napi_typedarray_type type, const std::string& what) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != type)
    throw expected(value, what);
  return value.As<Array>();
}

std::span<uint8_t> bytes_of(const Napi::Value& value) {
  auto bytes = typed_array_of<Napi::Uint8Array>(value, napi_uint8_array, "a Uint8Array");
  return {bytes.Data(), bytes.ByteLength()};
}

/// The first `count` words of a typed array of 32-bit words.
template <typename Array>
std::span<uint32_t> words_of(const Napi::Value& value, napi_typedarray_type type, size_t count) {
  auto array = typed_array_of<Array>(value, type, "an array of 32-bit words");
  if (array.ElementLength() < count) throw expected(value, "more words");
  return {reinterpret_cast<uint32_t*>(array.Data()), count};
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
      source_ = dnstop::open_file({text_of(options.Get("file"), "the path of a file"), ports_of(options)});
      return;
    }
    dnstop::LiveOptions live{ports_of(options), {}};
    const auto netns = array_of(options.Get("netns"), "an array of network namespaces");
    for (uint32_t i = 0; i < netns.Length(); i++) {
      live.netns.push_back(text_of(netns.Get(i), "a network namespace"));
    }
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
    auto counts = typed_array_of<Napi::Uint32Array>(info[3], napi_uint32_array, "a Uint32Array");
    if (counts.ElementLength() < 3) throw expected(info[3], "room for 3 counts");
    const dnstop::DrainTarget target{
        bytes_of(info[0]), bytes_of(info[1]), bytes_of(info[2]),
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

  std::unique_ptr<dnstop::Source> source_;
};

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
#include "columns.def"
#undef X
  return list;
}

/// describe(message: Uint8Array, originalLength: number) -> JSON text, see dns/message.h
Napi::Value describe(const Napi::CallbackInfo& info) {
  const uint64_t length = number_of(info[1], UINT32_MAX, "a length");
  return Napi::String::New(info.Env(),
                           dnstop::dns::describe(bytes_of(info[0]), static_cast<uint32_t>(length)));
}

/// lookUp(words: Int32Array, a: Int32Array, b: Int32Array, count, found: Uint32Array), see prefetch.h
void look_up(const Napi::CallbackInfo& info) {
  const size_t count = number_of(info[3], UINT32_MAX, "a number of keys");
  const size_t words = info[0].IsTypedArray() ? info[0].As<Napi::TypedArray>().ElementLength() : 0;
  const auto keys = [&](const Napi::Value& value, size_t most) {
    return words_of<Napi::Int32Array>(value, napi_int32_array, most);
  };
  dnstop::look_up(keys(info[0], words), keys(info[1], count), keys(info[2], count),
                  words_of<Napi::Uint32Array>(info[4], napi_uint32_array, count));
}

/// prefetch(memory: Float64Array, bytes, mask, numbers: Uint32Array, count), see prefetch.h
void prefetch(const Napi::CallbackInfo& info) {
  const auto memory = typed_array_of<Napi::Float64Array>(info[0], napi_float64_array, "a Float64Array");
  const size_t bytes = number_of(info[1], UINT32_MAX, "a number of bytes");
  const auto mask = static_cast<uint32_t>(number_of(info[2], UINT32_MAX, "a mask"));
  const size_t count = number_of(info[4], UINT32_MAX, "a number of records");
  dnstop::prefetch({reinterpret_cast<const uint8_t*>(memory.Data()), memory.ByteLength()}, bytes, mask,
                   words_of<Napi::Uint32Array>(info[3], napi_uint32_array, count));
}

Napi::Value mnemonics(const Napi::CallbackInfo& info) {
  return Napi::String::New(info.Env(), dnstop::dns::mnemonics());
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports.Set("Source", SourceObject::define(env));
  exports.Set("columns", Napi::Function::New<columns>(env));
  exports.Set("describe", Napi::Function::New<describe>(env));
  exports.Set("mnemonics", Napi::Function::New<mnemonics>(env));
  exports.Set("lookUp", Napi::Function::New<look_up>(env));
  exports.Set("prefetch", Napi::Function::New<prefetch>(env));
  return exports;
}

}  // namespace

NODE_API_MODULE(dnstop, init)
