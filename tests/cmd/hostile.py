"""hostile.py: what hostile.sh runs: texts of all kinds, and what becomes of them

Each text is given to each command that takes one, as an argument, by standard
input, in a file or by an editor, with a terminal for what is put out. It is
kept as it is, or it is refused with a reason and nothing changes. Nothing that
steers a terminal is sent to it, then or when the text is shown.
"""
import glob
import json
import os
import pty
import re
import select
import subprocess
import sys
import unicodedata

HALFHOUR = os.environ["HALFHOUR"]
T = os.environ["T"]
BOX = ".git/halfhour/box"
LIMIT = 60

TEXTS = {
    "Korean": "도커의 레이어는 쌓인다",
    "Korean, decomposed": unicodedata.normalize("NFD", "도커의 캐시"),
    "Japanese": "毎日のコンテナ、半角ｶﾅ",
    "Arabic and Hebrew": "طبقات الحاوية שכבות",
    "Devanagari and Thai": "कंटेनर की परतें ชั้นของคอนเทนเนอร์",
    "emoji": "👩‍👩‍👧‍👦 🇰🇷 👍🏽 ❤️ 🐳",
    "marks": "e" + "\u0301\u0323\u20dd" * 30 + " Ａ",
    "beyond the BMP": "𝔡𝔬𝔠𝔨𝔢𝔯 𠮷 \U0010fffd",
    "10 kB in a line": "가" * 3400,
    "10 kB of words": "긴 글 " * 1200,
    "colours": "빨강 \033[31mred\033[0m",
    "OSC 52": "복사 \033]52;c;ZXZpbA==\007",
    "title": "제목 \033]0;evil\033\\",
    "C1": "둘 \u009b31m \u009d0;x\u009c",
    "DEL and BS": "셋 abc\x7f\x08\x08x",
    "BEL, ESC and VT": "\x07\x1b\x0b\x0c",
    "a lone CR": "앞\r뒤",
    "CRLF": "앞\r\n뒤",
    "bidi overrides": "거꾸로 \u202ereverse\u202c",
    "bidi isolates": "격리 \u2066\u2067\u2068x\u2069 \u200e\u200f\u061c",
    "zero width": "폭\u200b없음\u2060\u00ad\ufeff",
    "line separators": "줄\u2028문단\u2029다음\u0085끝",
    "noncharacters": "\ufdd0\uffff\U0001ffff\ufffd",
    "not UTF-8": b"\xc7\xd1\xb1\xdb",
    "a lone byte": b"ab\xff",
    "overlong": b"\xc0\xaf\xe0\x80\xaf",
    "a surrogate": b"\xed\xa0\x80\xed\xb0\x80",
    "beyond Unicode": b"\xf4\x90\x80\x80",
    "cut off": "가".encode()[:2],
    "NUL": b"a\0b",
    "HTML": "<script>alert(1)</script><!-- & \"'",
    "a shell": "$(touch evil) `touch evil`; touch evil | x & %s %n",
    "Markdown": "[[../x|y]] **굵게 `코드 ![](x) | 표 \\",
    "a fence": "```\n### 21:00–21:30 가짜",
    "a heading": "### 21:00–21:30 가짜",
    "a list name": "## KEEP\n- 가짜",
    "an id and a state": "가짜 ^t2222 (done 2026-01-01)",
    "a box": "[x] ~~가짜~~",
    "lines": "하나\n\n둘\n\t- 셋",
    "blanks": " \t \u3000 ",
    "nothing": "",
    "an option": "--json",
}

tests = failed = 0


def ok(passed, name, *why):
    global tests, failed
    tests += 1
    failed += not passed
    print("%sok %d - %s" % ("" if passed else "not ", tests, name))
    for line in () if passed else why:
        print("# %s: %.2000r" % (name, line), file=sys.stderr)
    return passed


def run(args, stdin=None):
    """On a terminal: the exit code, and what was put out."""
    master, slave = pty.openpty()
    source = open(stdin, "rb") if stdin else subprocess.DEVNULL
    child = subprocess.Popen([HALFHOUR] + args, stdin=source, stdout=slave,
                             stderr=slave)
    os.close(slave)
    out = b""
    while select.select([master], [], [], LIMIT)[0]:
        try:
            data = os.read(master, 65536)
        except OSError:
            break
        if not data:
            break
        out += data
    os.close(master)
    try:
        return child.wait(LIMIT), out
    except subprocess.TimeoutExpired:
        child.kill()
        return None, out


def steers(out):
    """What in it could steer a terminal; the terminal itself adds CR to LF."""
    text = out.replace(b"\r\n", b"\n").decode("utf-8", "replace")
    return re.findall("[^\n\t -\x7e\xa0-\u061b\u061d-\u200d\u2010-\u2029"
                      "\u202f-\u2065\u206a-\U0010ffff]", text)


def git(*args):
    return subprocess.run(("git",) + args, capture_output=True).stdout


def plain(text):
    """As an item of a list keeps it: NFC, and in one line."""
    return " ".join(re.split(
        "[ \t\n\v\f\r]+", unicodedata.normalize("NFC", text))).strip(" ")


def read(path):
    with open(path, "rb") as f:
        return f.read()


def days():
    return {path: read(path) for path in sorted(glob.glob("notes/daily/*"))}


def state():
    """All that a refusal must not change."""
    return read(".git/refs/heads/main"), days(), \
        os.path.exists(BOX) and read(BOX)


# How often the text is there, in the way that its command keeps it.
def bodies(text):
    lines = [line.rstrip("\r")
             for line in text.strip(" \t\r\n\v\f").split("\n")]
    log = b"\n".join(days().values()).decode("utf-8", "replace")
    return log.replace("\r\n", "\n").count("\n".join(lines))


def items(text):
    """A try has its id behind the first line, so each line by itself."""
    log = plain(b"\n".join(days().values()).decode("utf-8", "replace"))
    return min((log.count(plain(line)) for line in text.split("\n")
                if plain(line)), default=0)


def topics(text):
    listed = subprocess.run([HALFHOUR, "list", "--json"], capture_output=True)
    return sum(plain(text) in (e["topic"], e["topic"] + ": " + e["title"])
               for e in json.loads(listed.stdout))


def lines(text):
    return read(BOX).decode().count(text.strip("\n"))


def line_items(text):
    return plain(read(BOX).decode()).count(plain(text))


# Who takes it: the words, "@" for the text itself, "-" for standard input,
# DAY for a day of its own, TRY for an open try; and how it is counted where it
# is kept. None: it only has to do no harm.
ENTRY = ["--minutes", "5", "--at", "20:00"]
COMMANDS = {
    "log TOPIC": (["log"] + ENTRY + ["--", "@"], topics),
    "log -": (["log"] + ENTRY + ["-"], None),
    "log -b": (["log", "글"] + ENTRY + ["-b@"], bodies),
    "log -b -": (["log", "글"] + ENTRY + ["-b", "-"], bodies),
    "log -k": (["log", "-k@"], items),
    "log -t -": (["log", "-t", "-"], items),
    "log --at": (["log", "글", "--at=@"], None),
    "start": (["start", "--", "@"], None),
    "add": (["add", "--", "@"], lines),
    "add -t -": (["add", "-t", "-"], line_items),
    "stop -b -": (["stop", "-b", "-"], bodies),
    "stop -p": (["stop", "-p@"], items),
    "stop --edit": (["stop", "--edit"], None),
    "try done --keep": (["try", "done", "TRY", "--keep=@"], items),
    "try drop --why -": (["try", "drop", "TRY", "--why", "-"], items),
    "try retry": (["try", "retry", "TRY", "--", "@"], items),
    "try done": (["try", "done", "--", "@"], None),
    "edit": (["edit", "DAY"], None),
    "import": (["import", "--date", "DAY", "-"], bodies),
    "import --from": (["import", "--from", "jrnl", T + "/jrnl"], None),
    "list --topic": (["list", "--topic=@"], None),
    "show": (["show", "--", "@"], None),
}
# What shows what the days and the timebox hold.
SHOWN = (["list"], ["show", "-0"], ["show", "2026-10-01"], ["try", "--all"],
         ["status"], ["stats"], ["try", "review"])
# These get every text; the others, which go through the same functions, those
# that have done harm to other programs.
ALL_TEXTS = ("log TOPIC", "log -b -", "log -t -", "add", "try retry", "import")
FEW = ("Korean, decomposed", "marks", "10 kB in a line", "colours", "OSC 52",
       "C1", "a lone CR", "bidi overrides", "not UTF-8", "cut off", "NUL",
       "a shell", "a fence", "a heading", "lines", "nothing")
WITH_BOX = ("add", "add -t -", "stop -b -", "stop -p", "stop --edit")


def kept(command, text):
    """What the command keeps of it: a topic has nothing that nobody sees, and
    a line of a body ends with a newline."""
    if command == "log TOPIC":
        return re.sub("[\u200b\u2060\ufeff]", "", text)
    if command in ("log -b", "log -b -", "add", "stop -b -"):
        return re.sub("\r(?!\n)", "\n", text)
    return text


def attempt(command, number, text):
    """A complaint about this text, given to this command; or None."""
    words, count = COMMANDS[command]
    if b"\0" in text and any("@" in word for word in words):
        return None
    with open(T + "/text", "wb") as f:
        f.write(text)
    with open(T + "/jrnl", "wb") as f:
        f.write(b"[2026-11-%02d 21:00] " % (number % 22 + 1) + text + b"\n")
    if command in WITH_BOX and not os.path.exists(BOX):
        run(["start", "상자", "--at", "-5m", "--quiet"])
    elif command == "start" and os.path.exists(BOX):
        run(["cancel", "--quiet"])
    own = {"DAY": "2026-%02d-%02d" % (10 - number // 28, number % 28 + 1),
           "TRY": "t%s" % chr(97 + list(COMMANDS).index(command)) +
                  "%02d" % number}
    args = [os.fsencode(own.get(word, word)).replace(b"@", text)
            for word in words]
    was = state()
    had = count(kept(command, text.decode("utf-8", "ignore"))) if count else 0
    code, out = run(args, T + "/text" if "-" in words else None)
    if code not in (0, 1, 2, 3, 4):
        return "exit", code, out
    if steers(out):
        return "sent to the terminal", steers(out), out
    if code == 0:
        if count and count(kept(command, text.decode())) <= had:
            return "not kept as it is", args, out
    elif b"halfhour: " not in out:
        return "refused without a reason", code, out
    elif command not in ("edit", "stop --edit") and state() != was:
        return "refused, and something changed", code, out
    return None


def shown():
    """What is sent to the terminal when all of that is shown."""
    for args in SHOWN:
        code, out = run(args)
        if code not in (0, 3) or steers(out):
            return args, code, steers(out)
    return None


def main():
    with open("notes/daily/2026-09-30.md", "w") as f:
        f.write("### TRY\n")
        for i in range(len(COMMANDS)):
            for k in range(len(TEXTS)):
                f.write("- [ ] %d ^t%s%02d\n" % (i, chr(97 + i), k))
    git("add", "notes/daily")
    git("commit", "-qm", "tries")
    git("tag", "tries")
    for command in COMMANDS:
        wrong = []
        for number, name in enumerate(TEXTS):
            if command not in ALL_TEXTS and name not in FEW:
                continue
            text = TEXTS[name] if isinstance(TEXTS[name], bytes) \
                else TEXTS[name].encode()
            why = attempt(command, number, text)
            if why is not None:
                wrong.append((name,) + why)
        ok(not wrong, command, *wrong)
        why = shown()
        ok(why is None, command + ", shown", why)
        ok(git("status", "--porcelain") == b"",
           command + ", nothing is left uncommitted")
        run(["cancel", "--quiet"])
        git("reset", "-q", "--hard", "tries")
    ok(not os.path.exists("evil"), "no text was run")
    ok(git("fsck", "--strict", "--no-dangling") == b"", "git is content")
    print("1..%d" % tests)
    return failed > 0


sys.exit(main())
