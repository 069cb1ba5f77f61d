"""relay.py: a socket that leads to an engine, and can be cut

usage: relay.py OURS THEIRS

OURS is a path, or tcp:FILE for a port on loopback, whose number is written into
that file.

To its user an engine is gone when this is killed, and others still have it.
"""
import os
import socket
import sys
import threading


def carry(source, sink):
    """One direction; its end is passed on, so that a call can say its last."""
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def main():
    ours, theirs = sys.argv[1:]
    if ours.startswith("tcp:"):
        ours = ours[4:]
        listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        with open(ours + ".new", "w", encoding="ascii") as f:
            f.write(str(listener.getsockname()[1]))
    else:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(ours + ".new")
        listener.listen(64)
    os.rename(ours + ".new", ours)
    while True:
        near, _ = listener.accept()
        far = socket.socket(socket.AF_UNIX)
        far.connect(theirs)
        for pair in ((near, far), (far, near)):
            threading.Thread(target=carry, args=pair, daemon=True).start()


main()
