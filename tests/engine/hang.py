"""hang.py: a socket on which somebody answers nothing, ever

usage: hang.py PATH

Whoever connects is let in, and what they say is read.
"""
import os
import socket
import sys
import threading


def listen(client):
    """Read all that comes, and keep the connection."""
    while client.recv(65536):
        pass


def main():
    path = sys.argv[1]
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path + ".new")
    listener.listen(64)
    os.rename(path + ".new", path)
    clients = []
    while True:
        client, _ = listener.accept()
        clients.append(client)
        threading.Thread(target=listen, args=(client,), daemon=True).start()


main()
