"""argv: a signal, then a command. Runs it on a terminal that nobody reads; once that is full, sends the signal.
Prints, as JSON, the exit code, how long it took to end in seconds, and whether the terminal is in canonical mode."""
import fcntl, json, os, pty, select, signal, struct, subprocess, sys, termios, time

master, slave = pty.openpty()


def resize(columns):
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))


def own_terminal():
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


resize(200)
child = subprocess.Popen(sys.argv[2:], stdin=slave, stdout=slave, stderr=slave, preexec_fn=own_terminal)
while b"\x1b[?1049h" not in os.read(master, 65536):
    pass
# Each size is a whole frame. The terminal is full when it has no room for one more byte for a while.
full, end = 0, time.monotonic() + 10
while full < 5 and time.monotonic() < end:
    resize(199 + int(time.monotonic() * 50) % 2)
    time.sleep(0.05)
    full = 0 if select.select([], [slave], [], 0)[1] else full + 1
started = time.monotonic()
child.send_signal(getattr(signal, "SIG" + sys.argv[1]))
try:
    code = child.wait(5)
except subprocess.TimeoutExpired:
    child.kill()
    code = child.wait()
canonical = bool(termios.tcgetattr(slave)[3] & termios.ICANON)
print(json.dumps({"full": full >= 5, "code": code, "seconds": time.monotonic() - started, "canonical": canonical}))
