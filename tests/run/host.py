#!/usr/bin/env python3
"""host.py: a host with something to reach, while a command runs

usage: host.py SECRET NAME KEY COMMAND…

Listens on TCP, UDP and an abstract socket, makes shared memory and a message
queue of that NAME and SysV objects of that KEY, and starts a process that
sleeps. @PID@, @TCP@ and @UDP@ in the files that HOST_FILES names, separated
by spaces, become the real ones; then COMMAND runs. Prints what of all that was
touched, which should be nothing, and ends as COMMAND did.
"""
import ctypes
import os
import socket
import subprocess
import sys

libc = ctypes.CDLL(None, use_errno=True)
secret, name, key = sys.argv[1], sys.argv[2], int(sys.argv[3])

tcp = socket.socket()
tcp.bind(("127.0.0.1", 0))
tcp.listen()
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 0))
abstract = socket.socket(socket.AF_UNIX)
abstract.bind("\0" + name)
abstract.listen()
shm = os.open("/dev/shm/" + name, os.O_CREAT | os.O_RDWR, 0o666)
os.fchmod(shm, 0o666)
os.write(shm, b"host")
create = 0o1666
ids = (libc.shmget(key, 4096, create), libc.semget(key, 1, create),
       libc.msgget(key, create))
queue = ("/" + name).encode()
libc.mq_close(libc.mq_open(queue, os.O_CREAT | os.O_RDWR, 0o666, None))
sleeper = subprocess.Popen(["sleep", "3600"],
                           env={"HALFHOUR_CANARY": "1", "PATH": "/bin"})
try:
    for path in os.environ["HOST_FILES"].split():
        text = open(path, encoding="utf-8").read()
        for word, value in (("@PID@", sleeper.pid),
                            ("@TCP@", tcp.getsockname()[1]),
                            ("@UDP@", udp.getsockname()[1])):
            text = text.replace(word, str(value))
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
    code = subprocess.run(sys.argv[4:]).returncode
    for what, s in (("tcp", tcp), ("udp", udp), ("abstract", abstract)):
        s.setblocking(False)
        try:
            s.recv(1) if s is udp else s.accept()
            print("touched:", what)
        except BlockingIOError:
            pass
    if sleeper.poll() is not None:
        print("touched: the process")
    if os.pread(shm, 9, 0) != b"host":
        print("touched: shared memory")
    if open(secret).read() != "비밀\n":
        print("touched: the secret")
finally:
    sleeper.kill()
    sleeper.wait()
    os.unlink("/dev/shm/" + name)
    libc.shmctl(ids[0], 0, None)
    libc.semctl(ids[1], 0, 0)
    libc.msgctl(ids[2], 0, None)
    libc.mq_unlink(queue)
sys.exit(code)
