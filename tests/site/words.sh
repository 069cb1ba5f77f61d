#!/bin/sh
# words.sh: every word of the interface is there, and none for nothing
#
# That each has its three languages is tested in unit/test_page_words.c.
. "$(dirname "$0")/../lib.sh"
cd "$TOP" || exit 1

# The keys of the table, and what is behind it.
awk '/^static const struct word words/ { inside = 1 } !inside { print }
	/^};/ { inside = 0 }' src/page/page_words.c >"$T/rest.c"
awk '/^static const struct word words/ { inside = 1 } inside { print }
	/^};/ { inside = 0 }' src/page/page_words.c |
	sed -n 's/^	{ "\([a-z_0-9-]*\)",.*/\1/p' | sort >"$T/keys"
ok "there is a table of words" test "$(wc -l <"$T/keys")" -gt 100
is "$(uniq -d "$T/keys")" "" "no word is there twice"

# What asks for them: templates by name, and the code by a string; a page has a
# description, and an outcome and what an example leaves have names.
grep -oh '{{words\.[a-z_0-9]*}}' templates/* |
	sed 's/.*\.\(.*\)}}/\1/' | sort -u >"$T/templates"
{
	cat "$T/templates"
	find "$T/rest.c" src/page -name '*.c' ! -name page_words.c \
		-exec grep -oh '"[a-z_0-9]*"' {} + | tr -d '"'
	sed -n 's/^	\(\[[A-Z_]*\] = \)\{0,1\}{ "\([a-z0-9]*\)", .*/about_\2/p' \
		src/page/page.c
	grep -oh '"[a-z]*"' src/run/run.c src/run/run_match.c | tr -d '"' |
		sed 's/^/outcome_/'
	grep -oh '"[a-z-]*"' src/run/run_init.c | tr -d '"' | sed 's/^/left_/'
} | sort -u >"$T/asked"
is "$(comm -23 "$T/templates" "$T/keys")" "" "each that a template shows is there"
is "$(comm -13 "$T/asked" "$T/keys")" "" "none is there that nothing asks for"
{
	grep -oh 'page_\(word\|count\)(\(&\|\)c, "[a-z_0-9]*"' "$T/rest.c" \
		src/page/*.c
} | sed 's/.*"\(.*\)"/\1/' | sort -u >"$T/code"
is "$(comm -23 "$T/code" "$T/keys")" "" "each that the code asks for is there"
done_testing
