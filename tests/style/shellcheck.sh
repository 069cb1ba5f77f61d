#!/bin/sh
# scripts are linted: the linter finds nothing in any of ours
. "$(dirname "$0")/../lib.sh"
cd "$TOP" || exit 1

# Golden files and examples are not ours to lint: they show what is found.
for script in $(find tests -name '*.sh' ! -path 'tests/golden/*/*' | sort) \
	src/tmpl/embed.sh src/cmd/man.sh .ci/run; do
	ok "$script" shellcheck -x -P SCRIPTDIR "$script"
done

done_testing
