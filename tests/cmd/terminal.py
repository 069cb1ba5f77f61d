"""terminal.py: a program on a terminal, answered like a person does.

    python3 terminal.py COMMAND ARG… -- "what it asks" "what is typed" …

Waits for each text in the output, then types the next one; SIG:TERM instead
of a text sends that signal, and RUN:COMMAND runs that elsewhere and waits for
its end; the next text is typed at the same place. Prints all that was put
out, at last the exit code, and whether the terminal's settings are as they
were.
"""
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time


def main():
    cut = sys.argv.index("--")
    command, script = sys.argv[1:cut], sys.argv[cut + 1:]
    pid, fd = pty.fork()
    if pid == 0:
        # On a terminal Ctrl-C is heard, also where the tests are run by a
        # shell in the background, which ignores it.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.execvp(command[0], command)
    before = termios.tcgetattr(fd)
    out, at, end = b"", 0, time.monotonic() + 60
    while time.monotonic() < end:
        while script and time.monotonic() < end:
            found = out.find(script[0].encode(), at)
            if found < 0:
                break
            at = found + len(script[0].encode())
            if script[1].startswith("SIG:"):
                os.kill(pid, getattr(signal, "SIG" + script[1][4:]))
            elif script[1].startswith("RUN:"):
                subprocess.run(["sh", "-c", script[1][4:]], check=True,
                               stdin=subprocess.DEVNULL)
                at -= len(script[0].encode())
            else:
                # A single key is asked for after the prompt is out. Ctrl-D
                # ends a line.
                raw = termios.tcgetattr(fd)[3] & termios.ICANON == 0
                line = len(script[1]) > 1 or script[1] in "\n\x04"
                if raw == line:
                    at = found
                    time.sleep(0.01)
                    continue
                os.write(fd, os.fsencode(script[1]))
            script = script[2:]
        if not select.select([fd], [], [], 0.1)[0]:
            continue
        try:
            data = os.read(fd, 4096)
        except OSError:
            break
        if not data:
            break
        out += data
    try:
        same = termios.tcgetattr(fd) == before
    except termios.error:
        same = None
    if time.monotonic() >= end:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    sys.stdout.buffer.write(out.replace(b"\r\n", b"\n"))
    print("\n[exit %d, terminal %s]" % (
        os.waitstatus_to_exitcode(status), "as it was" if same else same))


main()
