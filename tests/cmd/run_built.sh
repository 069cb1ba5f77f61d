#!/bin/sh
# run_built.sh: what was compiled once is not compiled again
. "$(dirname "$0")/../lib.sh"
BUILT=.git/halfhour/built

wiki --lang ko
cat >notes/수.md <<'END'
```c {#one .run}
int main(void) { return 0; }
```
END

# A compiler that makes another program each time: one that prints how many
# nanoseconds it was. Only inside a mount namespace of its own can it be one.
cat >"$T/cc" <<'END'
#!/bin/sh
case $* in
*--version*) echo "cc (시험) 99.0" ;;
*" -c "*)
	: >main.o
	echo "main.c:1:1: warning: 경고" >&2
	;;
*)
	printf '#!/bin/sh\necho 수 %s\n' "$(date +%s%N)" >prog
	chmod +x prog
	;;
esac
END
chmod +x "$T/cc"
cc=$(readlink -f /usr/bin/cc)
with_cc() {
	bwrap --dev-bind / / --ro-bind "$T/cc" "$cc" "$@"
}
with_cc "$HALFHOUR" run 수 >"$T/out" 2>&1
if ! grep -q 'as expected (ok, .* recorded$' "$T/out"; then
	skip_all "no other compiler can be put in its place: $(head -2 "$T/out")"
fi
is "$(find $BUILT -type f | wc -l)" 1 "the program is kept"
like "$(cat notes/.runs/수/one.json)" '"out": "수 [0-9]+\\n"' "it was that one"
like "$(cat notes/.runs/수/one.json)" '"build": "main\.c:1:1: warning: 경고\\n"' \
	"the compiler had something to say"
exits 0 "once more" with_cc "$HALFHOUR" run --check 수
exits 0 "with --jobs" with_cc "$HALFHOUR" run --check 수 --jobs 4
is "$(find $BUILT -type f | wc -l)" 1 "the compiler was not called"

cat >>notes/수.md <<'END'

```c {#two .run}
int main(void) { return 0; }
```
END
exits 0 "another example with the same code" with_cc "$HALFHOUR" run 수
is "$(grep -o '수 [0-9]*' notes/.runs/수/two.json)" \
	"$(grep -o '수 [0-9]*' notes/.runs/수/one.json)" "is the same program"
sed -i 's/return 0; }/return 0; } \/\/ 또/' notes/수.md
exits 1 "other code" with_cc "$HALFHOUR" run --check 수#one
like "$(cat "$T/out")" "the code has changed" "is compiled"
is "$(find $BUILT -type f | wc -l)" 2 "and kept as well"
git checkout -q -- . 2>/dev/null
sed -i 's/ \/\/ 또//' notes/수.md

# ---- what is damaged, and what takes too much room ------------------------------

for f in "$BUILT"/*; do
	sed -i '$s/수/물/' "$f"
done
exits 1 "a file that is damaged" with_cc "$HALFHOUR" run --check 수#one
like "$(cat "$T/out")" "^    \+수 [0-9]+$" "is no program: it is compiled again"
rm -rf $BUILT
exits 0 "without any" with_cc "$HALFHOUR" run --accept 수#one
mkdir -p $BUILT
for n in 1 2 3 4; do
	head -c 20M /dev/zero >"$BUILT/$n"
	touch -d "2026-11-0$n" "$BUILT/$n"
done
sed -i 's/return 0; }/return 0; } \/\/ 셋/' notes/수.md
exits 0 "when there are more than 64 MiB" with_cc "$HALFHOUR" run --accept 수#one
ok "the oldest is removed" not test -e "$BUILT/1"
ok "and no more than that" test -e "$BUILT/2"

# ---- a compiler that is another one -----------------------------------------------

sed -i 's/99\.0/99.1/' "$T/cc"
exits 1 "another compiler" with_cc "$HALFHOUR" run --check 수#one
like "$(cat "$T/out")" "the record is stale: cc 99\.0 → 99\.1$" \
	"makes the record stale, and is called"
done_testing
