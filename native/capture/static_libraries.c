/* In: libbpf.a and libelf.a as Debian builds them, for executables. Out: what keeps them from a shared object
 * such as the addon, defined here instead: thread-local data of elf_error.o, and the address of libc's
 * stderr. */
#define stderr stderr_of_libc
#include <stdio.h>
#undef stderr

#define HIDDEN __attribute__((visibility("hidden")))

/* With its three functions here, elf_error.o is not taken from libelf.a. libbpf asks for a text for its log
 * only. */
static _Thread_local int last_error;

HIDDEN void __libelf_seterrno(int value) { last_error = value; }

HIDDEN int elf_errno(void) {
  const int value = last_error;
  last_error = 0;
  return value;
}

HIDDEN const char* elf_errmsg(int error) {
  (void)error;
  return "damaged ELF object";
}

/* Of libc's variables, position dependent code reaches only those in the same object. The addon never writes
 * to it: libbpf's log is kept, see kernel_programs.cc. */
HIDDEN FILE* stderr;

__attribute__((constructor)) static void open_stderr(void) {
  stderr = fdopen(2, "w");
  if (stderr) setvbuf(stderr, NULL, _IONBF, 0);
}
