#!/bin/sh
# size.sh: functions, files and headers are short enough to be read
. "$(dirname "$0")/../lib.sh"
cd "$TOP" || exit 1

files=$(find src -name '*.[ch]' | sort)

# shellcheck disable=SC2086
ctags -x --sort=no --languages=C --langmap=C:.c.h --kinds-C=f \
	--_xformat='%{line} %{end} %{name} %{input}' $files |
	awk '{ print $2 - $1 + 1, $4 ":" $1 ": " $3 }' | sort -n >"$T/functions"
is "$(awk '$1 > 100' "$T/functions")" "" "no function is over 100 lines"
awk '{ n[NR] = $1 } END { if (NR) printf \
	"# %d functions, median %d lines (20), 90%% within %d (60), longest %d\n",
	NR, n[int((NR + 1) / 2)], n[int(NR * 0.9 + 0.999)], n[NR] }' \
	"$T/functions"

# shellcheck disable=SC2086
wc -l $files | grep -v ' total$' | sort -n >"$T/files"
is "$(awk '$1 > 800' "$T/files")" "" "no file is over 800 lines"
is "$(awk '$1 > 200 && /\.h$/' "$T/files")" "" "no header is over 200 lines"
awk '$1 > 600 { print "# over 600 lines, is it two things? " $2 " " $1 }
	$1 > 150 && $2 ~ /\/cmd_/ { print "# a command over 150: " $2 " " $1 }' \
	"$T/files"

done_testing
