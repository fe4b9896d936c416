// In: test bodies, registered before main by static objects. Out: counts of what held, a line for each
// failure.
#pragma once
#include <sstream>
#include <string>
#include <type_traits>

namespace dnstop::test {

using Body = void (*)();

/// Registers one test; made by TEST.
struct Registration {
  Registration(const char* name, Body body);
};

/// Counts one check; prints file:line, the test's name and `what` where it does not hold.
void report(bool holds, const char* file, int line, const std::string& what);

template <typename T>
std::string shown(const T& value) {
  std::ostringstream out;
  if constexpr (std::is_integral_v<T> && sizeof(T) == 1) {
    out << static_cast<int>(value);
  } else {
    out << value;
  }
  return out.str();
}

template <typename A, typename B>
void equal(const A& actual, const B& expected, const char* text, const char* file, int line) {
  const bool holds = actual == expected;
  report(holds, file, line,
         holds ? std::string()
               : std::string(text) + "\n    got      " + shown(actual) + "\n    expected " + shown(expected));
}

}  // namespace dnstop::test

/// TEST(name) { ... }: a test of that name; names are unique within a file.
#define TEST(name)                                                                 \
  static void test_##name();                                                       \
  static const dnstop::test::Registration registration_##name(#name, test_##name); \
  static void test_##name()

#define CHECK(condition) dnstop::test::report((condition), __FILE__, __LINE__, #condition)
#define CHECK_EQUAL(actual, expected) dnstop::test::equal((actual), (expected), #actual, __FILE__, __LINE__)
