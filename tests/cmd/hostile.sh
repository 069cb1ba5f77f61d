#!/bin/sh
# hostile.sh: any text, given to each command of the log, on a terminal
. "$(dirname "$0")/../lib.sh"

python3 -c 'import pty' 2>/dev/null || skip_all "there is no pty module"
wiki --lang ko
cat >"$T/editor" <<'END'
#!/bin/sh
cat "$T/text" >>"$1"
END
chmod +x "$T/editor"
EDITOR=$T/editor
export EDITOR
mkdir -p notes/daily
tap python3 "$TOP/tests/cmd/hostile.py"
