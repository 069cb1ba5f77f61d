#!/bin/sh
# hostile.sh: a hostile note costs that note, and its neighbours are whole
# shellcheck disable=SC2016
. "$(dirname "$0")/../lib.sh"
SHAPES=$TOP/tests/note/hostile.py

# ---- a wiki of every hostile shape, a good note beside each ----------------

wiki --lang en
python3 "$SHAPES" list >"$T/shapes"
python3 "$SHAPES" write notes
ok "there are shapes" test -s "$T/shapes"
while read -r name _; do
	printf '# 좋은 %s\n\n**온전하다** [[%s]]\n' "$name" "$name" \
		>"notes/z-$name.md"
done <"$T/shapes"
exits 1 "a wiki full of them is built" "$HALFHOUR" build --jobs 2
cp err "$T/build.err" 2>/dev/null || cp "$T/err" "$T/build.err"
version=$(pkg-config --modversion libcmark-gfm 2>/dev/null)

# What a note came to: source, with a diagnostic; or whole, without.
whole=0
failed=0
while read -r name cve; do
	page=site/$name.html
	told=$(grep -c "^notes/$name\.md:[0-9]*:[0-9]*: error: .*\[budget\]$" \
		"$T/build.err")
	if grep -q '<pre class="failed">' "$page"; then
		failed=$((failed + 1))
		is "$told" 1 "$name: its source is shown, and it is told where"
		ok "$name: what it holds is escaped" \
			grep -q '&lt;script&gt;alert(1)' "$page"
	else
		whole=$((whole + 1))
		is "$told" 0 "$name: whole"
	fi
	unlike "$(cat "$page")" '<script>alert' "$name: nothing of it runs"
	ok "z-$name: its neighbour is whole" \
		grep -q '<strong>온전하다</strong> <a ' "site/z-$name.html"
	# Of releases that are mended nothing is demanded but an end.
	if [ "$version" = 0.29.0.gfm.6 ] && [ "${cve#CVE}" != "$cve" ]; then
		like "$(grep "^notes/$name\.md:" "$T/build.err")" \
			"would run away on it \($cve\)" "$name: refused by name"
	fi
done <"$T/shapes"
echo "# $failed as source, $whole whole, cmark-gfm ${version:-unknown}"
exits 0 "--allow-broken lets it pass" "$HALFHOUR" build --allow-broken
# With sanitizers some of them take about as long as they may.
if [ "${HALFHOUR#*san/}" = "$HALFHOUR" ]; then
	is "$("$HALFHOUR" build --allow-broken 2>/dev/null |
		grep -o '[0-9]* written')" \
		"0 written" "and the same notes give the same bytes"
fi

# ---- each on standard input ------------------------------------------------

while read -r name cve; do
	python3 "$SHAPES" print "$name" >in.md
	lib_code=0
	"$HALFHOUR" render <in.md >out.html 2>err.txt || lib_code=$?
	if grep -q '<pre class="failed">' out.html; then
		is "$lib_code" 1 "$name on standard input: exit 1"
		like "$(cat err.txt)" "^-:[0-9]+:[0-9]+: error: .*\[budget\]" \
			"$name: is told"
	else
		ok "$name on standard input: rendered" test -s out.html
		unlike "$(cat err.txt)" "budget" "$name: nothing is told"
	fi
	unlike "$(cat out.html)" '<script>alert' "$name: nothing of it runs"
done <"$T/shapes"

# ---- a library that misbehaves ---------------------------------------------

if [ "${HALFHOUR#*san/}" != "$HALFHOUR" ]; then
	skip "a library that misbehaves" "the sanitizer has to be loaded first"
	done_testing
	exit
fi
ok "a library that misbehaves" cc -shared -fPIC -O1 -o "$T/harm.so" \
	"$TOP/tests/note/harm.c" -ldl

# harm WORD: what comes of a note that does it, between two good ones.
harm() {
	LD_PRELOAD=$T/harm.so "$HALFHOUR" -C "$T/harm" build --jobs 1
}
rm -rf "$T/wiki/notes" "$T/wiki/site"
cd "$T" || exit 1
mkdir -p harm/notes
touch harm/halfhour.yaml
for word in kill abort crash exit memory spin flood-zeros flood-frame \
	flood-promise trickle; do
	printf '# 나쁜\n\n<b>HARM:%s</b>\n' "$word" >"harm/notes/m-$word.md"
	printf '# 좋은\n\n**앞** [[z]]\n' >"harm/notes/l-$word.md"
done
printf '# 좋은\n\n**뒤**\n' >harm/notes/z.md
exits 1 "ten notes that do harm" harm
for word in kill abort crash exit memory spin flood-zeros flood-frame \
	flood-promise trickle; do
	case $word in
	kill) why="was killed" ;;
	abort | memory) why="needed more than 600 MB" ;;
	crash) why="crashed" ;;
	exit) why="stopped" ;;
	spin | trickle) why="took more than 2 s" ;;
	*) why="gave a broken answer" ;;
	esac
	like "$(grep "m-$word.md" err)" \
		"^notes/m-$word\.md:3:1: error: the Markdown parser $why.*\[budget\]" \
		"$word: is told, with the line"
	ok "$word: its source is shown" grep -q \
		'<pre class="failed"># 나쁜' "harm/site/m-$word.html"
	ok "$word: escaped" grep -q "&lt;b&gt;HARM:$word&lt;/b&gt;" \
		"harm/site/m-$word.html"
	ok "$word: the note in front of it is whole" grep -q \
		'<strong>앞</strong>' "harm/site/l-$word.html"
done
ok "and so is the last one" grep -q '<strong>뒤</strong>' harm/site/z.html
is "$(grep -c 'budget' err)" 10 "nothing else is told"

for word in kill memory spin flood-zeros; do
	echo "HARM:$word" >in.md
	exits 1 "$word on standard input" sh -c \
		'LD_PRELOAD=$T/harm.so "$HALFHOUR" render <in.md'
	is "$(cat out)" "<pre class=\"failed\">HARM:$word
</pre>" "$word: gives the source"
done

# A child that is killed from outside is not the fault of its note.
echo '**HARM:once**' >in.md
exits 0 "a child that is killed once" env LD_PRELOAD="$T/harm.so" \
	HARM_ONCE="$T/once" "$HALFHOUR" render in.md
ok "was killed" test -f "$T/once"
is "$(cat out)" "<p><strong>HARM:once</strong></p>" "its note is whole"
is "$(cat err)" "" "and nothing is told"

# What it writes reaches nobody.
echo 'HARM:print' >in.md
exits 0 "a library that prints" env LD_PRELOAD="$T/harm.so" \
	"$HALFHOUR" render in.md
is "$(cat out)" "<p>HARM:print</p>" "does not reach standard output"
is "$(cat err)" "" "nor standard error"
echo 'HARM:file' >in.md
echo "mine" >precious
exits 1 "a library that writes to a file" env LD_PRELOAD="$T/harm.so" \
	HARM_FILE="$T/precious" "$HALFHOUR" render in.md
is "$(cat precious)" "mine" "cannot add to it"

# Whoever kills the program takes its parsers along.
echo 'HARM:spin' >in.md
LD_PRELOAD=$T/harm.so "$HALFHOUR" render in.md >out 2>err &
pid=$!
child=
tries=0
while [ -z "$child" ] && [ $tries -lt 200 ]; do
	sleep 0.05
	tries=$((tries + 1))
	child=$(cat "/proc/$pid/task/$pid/children" 2>/dev/null)
done
kill -9 $pid
wait $pid 2>/dev/null
if [ -z "$child" ]; then
	skip "a parser without a parent ends" "this /proc names no children"
else
	tries=0
	while [ $tries -lt 200 ] && grep -qs "^State:.[^Z]" \
		"/proc/${child% }/status"; do
		sleep 0.05
		tries=$((tries + 1))
	done
	ok "a parser without a parent ends" test $tries -lt 200
fi
done_testing
