// In: the store's columns and memory for transactions, once; then rows. Out: their transactions, in that
// memory.
#include "matcher.h"

#include <sys/mman.h>

#include <bit>
#include <optional>

#include "../trace/matcher.h"
#include "arguments.h"

namespace dnstop::addon {

namespace {

using namespace trace;

/// The whole of a typed array, at least `least` elements. It must stay referred to.
template <typename Array, typename Element>
std::span<Element> elements_of(const Napi::Value& value, napi_typedarray_type type, size_t least) {
  auto array = typed_array_of<Array>(value, type, "another typed array");
  if (array.ElementLength() < least) throw expected(value, "a longer typed array");
  return {reinterpret_cast<Element*>(array.Data()), array.ElementLength()};
}

/// Asks for large pages (madvise(2), MADV_HUGEPAGE) where anything may be read at any time: to find a page
/// that the processor has forgotten costs as much as the read. Nothing depends on it.
void use_large_pages(std::span<uint8_t> bytes) {
  constexpr uintptr_t kPage = 2U << 20;
  const auto begin = (reinterpret_cast<uintptr_t>(bytes.data()) + kPage - 1) & ~(kPage - 1);
  const auto end = (reinterpret_cast<uintptr_t>(bytes.data()) + bytes.size()) & ~(kPage - 1);
  if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
}

std::span<uint32_t> words_of(const Napi::Object& from, const char* name, size_t least = 0) {
  return elements_of<Napi::Uint32Array, uint32_t>(from.Get(name), napi_uint32_array, least);
}

std::span<double> numbers_of(const Napi::Object& from, const char* name, size_t least) {
  return elements_of<Napi::Float64Array, double>(from.Get(name), napi_float64_array, least);
}

std::span<uint8_t> roles_of(const Napi::Object& from, const char* name) {
  return elements_of<Napi::Uint8Array, uint8_t>(from.Get(name), napi_uint8_array, 0);
}

Columns columns_of(const Napi::Object& from, size_t rows) {
  const auto u8 = [&](const char* name) {
    return elements_of<Napi::Uint8Array, uint8_t>(from.Get(name), napi_uint8_array, rows).data();
  };
  const auto u16 = [&](const char* name) {
    return elements_of<Napi::Uint16Array, uint16_t>(from.Get(name), napi_uint16_array, rows).data();
  };
  const auto u32 = [&](const char* name) { return words_of(from, name, rows).data(); };
  const auto f64 = [&](const char* name) { return numbers_of(from, name, rows).data(); };
  Columns columns;
#define X(name, type, meaning) columns.name = type(#name);
#include "../columns.def"
#undef X
  return columns;
}

TransactionMemory memory_of(const Napi::Object& from, size_t rows) {
  const auto capacity =
      static_cast<size_t>(number_of(from.Get("capacity"), UINT32_MAX, "a number of transactions"));
  if (capacity < 32 || !std::has_single_bit(capacity)) throw expected(from.Get("capacity"), "a power of 2");
  const auto bytes = elements_of<Napi::Uint8Array, uint8_t>(from.Get("transactions"), napi_uint8_array,
                                                            TransactionMemory::bytes(capacity, rows));
  use_large_pages(bytes);
  return {bytes.data(), capacity};
}

LookBack look_back_of(const Napi::Object& from) {
  const auto time = [&](const char* name) { return from.Get(name).As<Napi::Number>().DoubleValue(); };
  return {time("repeatedNs"), time("shortestWaitNs"), time("longestWaitNs"),
          time("togetherNs"), time("attemptNs"),      from.Get("most").As<Napi::Number>().Uint32Value()};
}

/// new Matcher(options), see NativeMatcher in src/trace/matching.ts
class MatcherObject : public Napi::ObjectWrap<MatcherObject> {
 public:
  static Napi::Function define(Napi::Env env) {
    return DefineClass(
        env, "Matcher",
        {InstanceMethod<&MatcherObject::use>("use"), InstanceMethod<&MatcherObject::begin>("begin"),
         InstanceMethod<&MatcherObject::go_on>("goOn")});
  }

  explicit MatcherObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
    if (!info[0].IsObject()) throw expected(info[0], "an object of options");
    options_ = Napi::Persistent(info[0].As<Napi::Object>());
    const auto options = options_.Value();
    const auto rows = static_cast<size_t>(number_of(options.Get("rows"), UINT32_MAX, "a number of rows"));
    const auto seeds = words_of(options, "seeds", 2);
    const auto ended = numbers_of(options, "ended", 2);
    matcher_.emplace(Matcher::Options{
        .columns = columns_of(options.Get("columns").As<Napi::Object>(), rows),
        .rows = static_cast<int64_t>(rows),
        .transactions = memory_of(options, rows),
        .progress = reinterpret_cast<Progress*>(
            numbers_of(options, "progress", sizeof(Progress) / sizeof(double)).data()),
        .ended = {reinterpret_cast<Ended*>(ended.data()), ended.size() / 2},
        .seeds = {seeds[0], seeds[1]},
        .timeout_ns = options.Get("timeoutNs").As<Napi::Number>().DoubleValue(),
        .look_back = look_back_of(options.Get("lookBack").As<Napi::Object>()),
        .allocate = [this](size_t words) { return allocate(words); },
        .same_bytes = [this](RowNumber a, RowNumber b) { return same_bytes(a, b); },
    });
  }

 private:
  /// use({ nameHashes, pids: Uint32Array, addressRoles, netnsRoles: Uint8Array })
  void use(const Napi::CallbackInfo& info) {
    if (!info[0].IsObject()) throw expected(info[0], "an object of tables");
    tables_ = Napi::Persistent(info[0].As<Napi::Object>());
    const auto tables = tables_.Value();
    matcher_->use({.name_hashes = words_of(tables, "nameHashes"),
                   .pids = words_of(tables, "pids"),
                   .address_roles = roles_of(tables, "addressRoles"),
                   .netns_roles = roles_of(tables, "netnsRoles")});
  }

  Napi::Value begin(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), matcher_->begin());
  }

  Napi::Value go_on(const Napi::CallbackInfo& info) {
    return Napi::Number::New(info.Env(), matcher_->go_on());
  }

  /// Memory of TypeScript for an index. The one before is copied from it yet.
  std::span<uint32_t> allocate(size_t words) {
    const Napi::HandleScope scope(Env());
    const auto value = options_.Get("allocate")
                           .As<Napi::Function>()
                           .Call({Napi::Number::New(Env(), static_cast<double>(words))});
    const auto memory = elements_of<Napi::Uint32Array, uint32_t>(value, napi_uint32_array, words);
    use_large_pages({reinterpret_cast<uint8_t*>(memory.data()), memory.size_bytes()});
    before_ = std::move(index_);
    index_ = Napi::Persistent(value.As<Napi::Object>());
    return memory.first(words);
  }

  bool same_bytes(RowNumber a, RowNumber b) {
    const Napi::HandleScope scope(Env());
    const auto row = [this](RowNumber n) { return Napi::Number::New(Env(), static_cast<double>(n)); };
    return options_.Get("sameBytes").As<Napi::Function>().Call({row(a), row(b)}).ToBoolean();
  }

  /// What the matcher reads and writes is the memory of these.
  Napi::ObjectReference options_;
  Napi::ObjectReference tables_;
  Napi::ObjectReference index_;
  Napi::ObjectReference before_;
  std::optional<Matcher> matcher_;
};

}  // namespace

Napi::Function define_matcher(Napi::Env env) { return MatcherObject::define(env); }

}  // namespace dnstop::addon
