#!/bin/sh
# base.sh: the engine of the tests is their own, and its image will do
. "$(dirname "$0")/../lib.sh"
. "$TOP/tests/dockerd.sh"

is "$(docker info --format '{{.DockerRootDir}}')" "$TOP/build/docker/data" \
	"the data of the engine is in our folder"
is "$(docker ps --all --quiet --filter label=halfhour.run)" "" \
	"nothing is left of an earlier run"
docker run --rm --network none "$base" bash -c '
	echo 하나; stty --version | head -n 1; . /etc/os-release; echo $ID $VERSION_ID' \
	>out 2>&1
like "$(cat out)" '^하나$' "a container of the image runs bash"
like "$(cat out)" '^stty ' "it has what a session needs"
like "$(cat out)" '^debian 12$' "it is Debian 12"
(. "$TOP/tests/dockerd.sh" && docker version) >second 2>&1
like "$(cat second)" 'Server' "a second user of it gets the same"
ok "and does not stop it" docker version
done_testing
