// In: values that TypeScript passes. Out: what they should be, or a JavaScript TypeError.
#pragma once
#include <napi.h>

#include <cstdint>
#include <span>
#include <string>

namespace dnstop::addon {

constexpr double kMaxSafeInteger = 9007199254740991;  // of a JavaScript number

inline Napi::TypeError expected(const Napi::Value& value, const std::string& what) {
  return Napi::TypeError::New(value.Env(), "expected " + what);
}

inline Napi::Array array_of(const Napi::Value& value, const std::string& what) {
  if (!value.IsArray()) throw expected(value, what);
  return value.As<Napi::Array>();
}

inline std::string text_of(const Napi::Value& value, const std::string& what) {
  if (!value.IsString()) throw expected(value, what);
  return value.As<Napi::String>();
}

/// A whole number from 0 to `most`.
inline uint64_t number_of(const Napi::Value& value, double most, const std::string& what) {
  const double number = value.IsNumber() ? value.As<Napi::Number>().DoubleValue() : -1;
  if (!(number >= 0 && number <= most)) throw expected(value, what);
  return static_cast<uint64_t>(number);
}

template <typename Array>
Array typed_array_of(const Napi::Value& value, napi_typedarray_type type, const std::string& what) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != type)
    throw expected(value, what);
  return value.As<Array>();
}

inline std::span<uint8_t> bytes_of(const Napi::Value& value) {
  auto bytes = typed_array_of<Napi::Uint8Array>(value, napi_uint8_array, "a Uint8Array");
  return {bytes.Data(), bytes.ByteLength()};
}

}  // namespace dnstop::addon
