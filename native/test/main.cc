// In: the registered tests and an optional part of a name. Out: 'N passed, N failed'; exit status 1 on a
// failure.
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "check.h"

namespace dnstop::test {

namespace {
struct Test {
  const char* name;
  Body body;
};

// Inside a function: static objects of other files register before this file's own would exist.
std::vector<Test>& tests() {
  static std::vector<Test> all;
  return all;
}

const char* running = "";
bool failed = false;
}  // namespace

Registration::Registration(const char* name, Body body) { tests().push_back({name, body}); }

void report(bool holds, const char* file, int line, const std::string& what) {
  if (holds) return;
  failed = true;
  std::printf("%s:%d: %s: %s\n", file, line, running, what.c_str());
}

int run(const char* part) {
  int passed = 0, failures = 0;
  for (const Test& test : tests()) {
    if (!std::strstr(test.name, part)) continue;
    running = test.name;
    failed = false;
    test.body();
    (failed ? failures : passed)++;
  }
  std::printf("%d passed, %d failed\n", passed, failures);
  return failures == 0 && passed > 0 ? 0 : 1;
}

}  // namespace dnstop::test

int main(int argc, char** argv) { return dnstop::test::run(argc > 1 ? argv[1] : ""); }
