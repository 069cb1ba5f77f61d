#!/bin/sh
# exec.sh: how prove runs one test, be it a script or a unit test's program
case $1 in
*.sh) exec sh "$@" ;;
*) exec "$@" ;;
esac
