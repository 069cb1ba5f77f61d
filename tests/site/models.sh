#!/bin/sh
# models.sh: the manual knows every key that a template may show
. "$(dirname "$0")/../lib.sh"
MODELS=$T/models
export MODELS
tool=$(dirname "$HALFHOUR")/models
ok "there is the program that tells" test -x "$tool"

# build DIR [OPTION…]: what its templates are given goes to $MODELS.
build() {
	dir=$1
	shift
	"$tool" -C "$dir" build --allow-broken "$@" >"$T/out" 2>&1 ||
		fail "$dir: it builds"
}

# Pages of every kind, and a site that knows where it is.
"$HALFHOUR" init --lang ko ko >init.log 2>&1
python3 "$TOP/tests/site/wiki.py" ko ko
HALFHOUR_BASE_URL=https://example.org/ HALFHOUR_AUTHOR=Ada build ko

# Nothing, but where it is not; and notes alone.
"$HALFHOUR" init --lang en empty >init.log 2>&1
rm empty/notes/index.md
build empty
mkdir -p folder
echo '# Alone' >folder/README.md
build folder --out "$T/folder-site"

# What is rare: nothing where there could be something, and the other way
# round.
"$HALFHOUR" init --lang en rare >init.log 2>&1
cd rare/notes || exit 1
mkdir -p daily a/b c d
printf -- '---\nlang: ko\n---\n' >index.md
printf -- '---\ndraft: true\n---\n# Draft\n' >draft.md
printf -- '---\nlang: ko\ndescription: 설명\n---\n# 색인\n' >c/index.md
printf '# One\n\n[[c/index]] [[daily/2026-11-20]]\n' >c/one.md
printf -- '---\nlang: ko\n---\n# 둘\n\n[[c/one]]\n' >c/two.md
echo '# Deep' >a/b/deep.md
printf '# Index\n' >d/index.md
printf '%s\n' '~~~sh {#none .run}' '~~~' >empty-code.md
# More of them link to a topic than are shown at once.
for i in 1 2 3 4 5 6 7 8 9; do
	echo '[[topic]]' >c/link$i.md
done
# Nested so deep that it is shown as it is.
python3 -c 'print("*a **a " * 600 + "a** a*" * 600)' >deep.md
printf '# No day\n' >daily/2026-11-19.md
printf -- '---\nlang: ko\n---\n# 2026-11-20\n\n## 이름\n\n### topic\n\n글\n' \
	>daily/2026-11-20.md
printf '# A good day\n\n### topic\n\n> [!sync] two\n' >daily/2026-11-21.md
: >daily/2026-11-22.md
# A session in a container, with what it did to its shell.
mkdir -p docker .runs/docker
cp "$TOP/notes/docker/session.md" docker/
cp -r "$TOP/notes/.runs/docker/session" .runs/docker/
# Commits, one of them of a draft with others, and one of two days later.
commit() {
	git add -A
	GIT_AUTHOR_DATE=$1 git commit -q -m "$2" || exit 1
}
commit 2026-11-20T10:00:00+09:00 "all"
echo more | tee -a c/one.md >>daily/2026-11-20.md
commit 2026-11-24T10:00:00+09:00 "more"
echo '# New' | tee new.md >daily/2026-11-18.md
cd "$T" || exit 1
build rare --drafts
sed -i 's/^### topic$/none/' rare/notes/daily/*.md
rm rare/notes/index.md
build rare

# More notes than the graph shows.
mkdir many
awk 'BEGIN { for (i = 0; i < 2001; i++) {
	file = "many/" i ".md"; print "x" >file; close(file) } }'
build many --out "$T/many-site"

# compare MANUAL TEMPLATES: what differs stays in $T/out.
compare() {
	python3 "$TOP/tests/site/models.py" "$1" "$2" "$MODELS"
}

manual=$TOP/notes/manual/templates.md
exits 0 "the manual is compared" compare "$manual" "$TOP/templates"
is "$(cat "$T/out")" "" "the manual and the program agree"

# And the test sees when they do not.
sed -e '/^| .canonical/d' -e '/^| .text., .url/s/| text |/| html |/' \
	"$manual" >other.md
compare other.md "$TOP/templates" >other
like "$(cat other)" "^note.html: canonical is not documented$" \
	"a key that is not documented is seen"
like "$(cat other)" "^A heading text: is text, not html$" "and a wrong type"
mkdir templates
echo '{{#days}}{{tittle}}{{/days}}' >templates/x.html
like "$(compare "$manual" templates)" "^x.html: nobody knows tittle$" \
	"and a template that asks for nothing"
done_testing
