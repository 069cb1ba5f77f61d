# git_http.py: git http-backend behind a small server, for tests/http.sh
#
# usage: git_http.py ROOT PORT-FILE [--auth USER:PASS] [--tls CERT KEY]
#	[--proxy PORT]
# Below /moved/ it leads to the address without that, below /away/ to the same
# on another host. A proxy says on standard error for whom it is asked, and
# connects to that port of this machine, whoever it is.
import base64
import http.server
import os
import socket
import ssl
import subprocess
import sys
import threading

root, port_file = sys.argv[1:3]
rest = sys.argv[3:]
auth = rest[rest.index("--auth") + 1] if "--auth" in rest else None


def pump(a, b):
    """All that comes from a to b, and its end."""
    try:
        while data := a.recv(65536):
            b.sendall(data)
        b.shutdown(socket.SHUT_WR)
    except OSError:
        pass


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def body(self):
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def answer(self, status, headers, data):
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def serve(self):
        body = self.body()
        path, _, query = self.path.partition("?")
        if path.startswith("/away/"):
            self.answer(302, [("Location", "http://localhost:%d%s" % (
                self.server.server_port, self.path[len("/away"):]))], b"")
            return
        if path.startswith("/moved/"):
            self.answer(302, [("Location", self.path[len("/moved"):])], b"")
            return
        kind, _, given = self.headers.get("Authorization", "").partition(" ")
        want = auth and base64.b64encode(auth.encode()).decode()
        if want and (kind.lower(), given) != ("basic", want):
            self.answer(401, [("WWW-Authenticate", 'Basic realm="git"')], b"")
            return
        env = dict(os.environ, GIT_PROJECT_ROOT=root, GIT_HTTP_EXPORT_ALL="1",
                   PATH_INFO=path, QUERY_STRING=query, REMOTE_ADDR="127.0.0.1", REQUEST_METHOD=self.command,
                   CONTENT_TYPE=self.headers.get("Content-Type", ""),
                   CONTENT_LENGTH=str(len(body)))
        if auth:
            env["REMOTE_USER"] = auth.partition(":")[0]
        out = subprocess.run(["git", "http-backend"], input=body, env=env,
                             stdout=subprocess.PIPE).stdout
        head, _, data = out.partition(b"\r\n\r\n")
        headers = [tuple(line.split(": ", 1))
                   for line in head.decode().split("\r\n") if line]
        status = next((v for k, v in headers if k == "Status"), "200")
        self.answer(int(status.split()[0]),
                    [h for h in headers if h[0] != "Status"], data)

    do_GET = do_POST = serve

    def do_CONNECT(self):
        if "--proxy" not in rest:
            self.answer(405, [], b"")
            return
        print("for", self.path, file=sys.stderr, flush=True)
        port = int(rest[rest.index("--proxy") + 1])
        with socket.create_connection(("127.0.0.1", port)) as to:
            self.send_response_only(200)
            self.end_headers()
            back = threading.Thread(target=pump, args=(to, self.connection))
            back.start()
            pump(self.connection, to)
            back.join()
        self.close_connection = True

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
if "--tls" in rest:
    at = rest.index("--tls")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(rest[at + 1], rest[at + 2])
    server.socket = context.wrap_socket(server.socket, server_side=True)
with open(port_file + ".new", "w") as f:
    f.write(str(server.server_port))
os.rename(port_file + ".new", port_file)
server.serve_forever()
