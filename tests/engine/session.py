#!/usr/bin/env python3
# session.py: type a session into a container, and hold two containers together
#
# usage: session.py type NOTE.md CONTAINER SPEC.json
#        session.py same CONTAINER CONTAINER
#        session.py config SPEC.json CONTAINER
#        session.py record RECORD.json CONTAINER
# `type` writes what make.py of tests/golden/dockerfile makes a record of: the
# status of each command, and what it changed. `same` prints the files that are
# in one container only, or are others there: their kind, mode, owner, target
# or text, and attributes. `config` prints what of the environment, the folder
# and the user at the end of a session a container does not begin with. `record`
# does the same for a record, and prints what its diff has and the container not.
import base64
import hashlib
import json
import subprocess
import sys
import tarfile

END = "\x1e"
# What no build could have, or removes: the container's own files, caches, logs.
NOISE = ("dev", "proc", "sys", "run", "var/cache", "var/log", "var/lib/apt/lists",
         "etc/hostname", "etc/hosts", "etc/resolv.conf", "etc/mtab", ".dockerenv", "repo")
OWN = ("HOME", "PWD", "OLDPWD", "SHLVL", "_", "HOSTNAME", "TERM")


def docker(*words):
    return subprocess.run(["docker", *words], check=True, capture_output=True).stdout.decode()


def commands(note):
    lines = open(note, encoding="utf8").read().split("```console")[1].split("\n```")[0]
    steps, more = [], False
    for line in lines.split("\n")[1:]:
        if line.startswith("$ "):
            steps.append([line[2:]])
        elif line.startswith(">"):
            steps[-1].append(line[2:])
        elif more:
            steps[-1].append(line)
        more = line.endswith("\\")
    return ["\n".join(s) for s in steps]


class Shell:
    def __init__(self, container):
        self.p = subprocess.Popen(["docker", "exec", "-i", container, "bash", "--norc",
                                   "--noprofile", "--noediting", "-i"],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL)

    # The status of a command, and the folder and the environment behind it.
    def type(self, command):
        tell = f"printf '{END}%s\\n%s\\n%s\\n{END}' \"$?\" \"$PWD\" \"$(env -0 | base64 -w0)\""
        self.p.stdin.write((command + "\n" + tell + "\n").encode())
        self.p.stdin.flush()
        said, ends = b"", 0
        while ends < 2:
            c = self.p.stdout.read(1)
            assert c, "the shell has ended"
            said += c
            ends += c == END.encode()
        status, cwd, env = said.decode().split(END)[1].split("\n")[:3]
        env = base64.b64decode(env).decode().split("\0")[:-1]
        return int(status), cwd, dict(v.split("=", 1) for v in env)


def type_all(note, container, out):
    shell = Shell(container)
    _, cwd, env = shell.type("set +H; unset HISTFILE; PS1= PS2=")
    image = docker("inspect", "--format", "{{.Config.Image}}", container).strip()
    spec = {"cwd": cwd, "steps": {}, "container": {
        "engine": "docker", "image": image,
        "image_id": docker("inspect", "--format", "{{.Image}}", container).strip(),
        "env": {k: v for k, v in env.items() if k != "_"}}}
    for i, command in enumerate(commands(note), 1):
        status, cwd, now = shell.type(command)
        spec["steps"][str(i)] = {
            "exit": status, "cwd": cwd,
            "set": {k: v for k, v in now.items() if env.get(k) != v},
            "unset": [k for k in env if k not in now]}
        env = now
    shell.p.stdin.close()
    shell.p.wait()
    spec["container"]["diff"] = sorted(docker("diff", container).splitlines())
    spec["user"] = docker("inspect", "--format", "{{.Config.User}}", container).strip()
    if spec["user"]:
        spec["container"]["user"] = docker("exec", container, "sh", "-c",
                                           "echo $(id -u):$(id -g)").strip()
    spec["folder"] = cwd
    spec["end"] = {k: v for k, v in env.items() if k not in OWN}
    json.dump(spec, open(out, "w", encoding="utf8"))


def noise(name):
    return any(name == n or name.startswith(n + "/") for n in NOISE) or name.endswith("-old")


def files(container):
    p = subprocess.Popen(["docker", "export", container], stdout=subprocess.PIPE)
    found = {}
    tar = tarfile.open(fileobj=p.stdout, mode="r|")
    for m in tar:
        name = m.name.rstrip("/")
        if noise(name):
            continue
        what = m.linkname
        if m.isreg():
            what = hashlib.sha256(tar.extractfile(m).read()).hexdigest()
        attrs = sorted((k, v) for k, v in m.pax_headers.items() if "xattr" in k)
        found[name] = (m.type, oct(m.mode), m.uid, m.gid, what, m.devmajor, m.devminor, attrs)
    p.wait()
    return found


# The environment, folder and user that a container begins with, where the end
# of the session was another one.
def config(spec, container):
    spec = json.load(open(spec, encoding="utf8"))
    made = json.loads(docker("inspect", "--format", "{{json .Config}}", container))
    want, have = spec["end"], dict(v.split("=", 1) for v in made["Env"])
    for name in sorted((set(want) | set(have)) - set(OWN)):
        # What was unset can only be empty.
        if want.get(name, "") != have.get(name, ""):
            print(name, want.get(name), have.get(name))
    for what, was, now in (("folder", spec["folder"], made["WorkingDir"] or "/"),
                           ("user", spec["user"], made["User"])):
        if was != now:
            print(what, was, now)


# The same of a record, which knows no texts: files that were added or changed are
# there, and those that were deleted are not.
def record(path, container):
    said = json.load(open(path, encoding="utf8"))
    env, folder = dict(said["container"]["env"]), said["container"]["env"].get("PWD", "/")
    for step in said["session"]:
        env.update(step.get("env", {}).get("set", {}))
        for name in step.get("env", {}).get("unset", []):
            env.pop(name, None)
        folder = step.get("cwd", folder)
    made = json.loads(docker("inspect", "--format", "{{json .Config}}", container))
    have = dict(v.split("=", 1) for v in made["Env"])
    for name in sorted((set(env) | set(have)) - set(OWN)):
        if env.get(name, "") != have.get(name, ""):
            print(name, env.get(name), have.get(name))
    if folder != (made["WorkingDir"] or "/"):
        print("folder", folder, made["WorkingDir"])
    there = files(container)
    for line in said["container"]["diff"]:
        name = line[3:]
        if noise(name):
            continue
        if (name in there) != (line[0] != "D"):
            print(line)


if sys.argv[1] == "type":
    type_all(*sys.argv[2:])
elif sys.argv[1] == "record":
    record(*sys.argv[2:])
elif sys.argv[1] == "config":
    config(*sys.argv[2:])
else:
    a, b = (files(c) for c in sys.argv[2:])
    for name in sorted(set(a) | set(b)):
        if a.get(name) != b.get(name):
            print(name, a.get(name), b.get(name))
