#!/bin/sh
# drafts.sh: sessions as people type them; the image is what the container was
. "$(dirname "$0")/../lib.sh"
. "$TOP/tests/dockerd.sh"
session() {
	python3 "$TOP/tests/engine/session.py" "$@"
}
label=halfhour.test=$$
clean() {
	docker ps --all --quiet --filter "label=$label" | xargs -r docker rm -f
	docker images --quiet --filter "label=$label" | sort -u | xargs -r docker rmi -f
}
trap 'clean >/dev/null 2>&1; dock_leave; lib_end' EXIT

wiki --lang ko
# typed NAME [OPTIONS]: the commands of standard input are typed, drafted and
# built, and the two are held together. The draft is in NAME/.
typed() {
	name=$1
	mkdir -p "notes/.runs/$name"
	{
		echo "\`\`\`console {#session .run needs=docker options=\"--network none${2:+ $2}\"}"
		sed 's/^[^>]/$ &/'
		echo '```'
	} >"notes/$name.md"
	# shellcheck disable=SC2086
	held=$(docker run --detach --label "$label" --network none ${2:-} "$base" sleep 900)
	ok "$name is typed" session type "notes/$name.md" "$held" "$name.spec"
	ok "$name is recorded" python3 "$TOP/tests/golden/dockerfile/make.py" \
		"notes/$name.md" "$name.spec" "notes/.runs/$name/session.json"
	exits 0 "$name is drafted" "$HALFHOUR" dockerfile "$name#session" --out "$name"
	cp "$T/err" "$name.warn"
	ok "$name builds" docker build --quiet --network none --label "$label" \
		--tag "halfhour-drafts-$$-$name" "$name" || diag "$(cat "$name/Dockerfile")"
	made=$(docker create --label "$label" --network none "halfhour-drafts-$$-$name")
	is "$({ session same "$held" "$made" && session config "$name.spec" "$made"; } ||
		echo "they were not compared")" "" \
		"$name holds what the container held" ||
		diag "$(cat "$name/Dockerfile")"
	docker rm -f "$held" "$made" >/dev/null
}
warned() {
	like "$(cat "$name.warn")" "$1" "$2"
}

typed names <<'END'
mkdir -p '/srv/한글 폴더' && cd '/srv/한글 폴더'
echo '안녕, $HOME' > '가 나.txt'
cat > 설정.conf <<'XML'
> 이름="값" $그대로 `그대로` \n
> XML
cat > "머리 글.txt" <<EOF
> "따옴표"와 '홑' \$5
> EOF
cp 설정.conf "사본 $(id -un).conf"
touch 빈-{하나,둘}.txt
END

typed folders <<'END'
(cd /usr && touch here-a); touch here-b
( export INNER=1; cd /opt; mkdir -p sub )
cd /opt/sub || echo no
export A=one
export B=$A:$PATH
export PATH=/opt/sub/bin:$B A=$A-two
cd - && pwd > where
for d in x y; do
>   mkdir -p /srv/$d
>   echo "$d $A" \
>     > /srv/$d/name
> done
case $A in
> one*) touch /srv/one ;;
> *) touch /srv/other ;;
> esac
cd /srv/x; ls; touch z
END

typed shell <<'END'
greet() { echo "hello $1 from $WHO"; }
shout() {
>   # in capitals; it calls the other
>   greet "$1" | tr a-z A-Z
> }
WHO=$(id -un)
shout ada > /srv/shout
alias put='cp -p'
put /srv/shout /srv/put
umask 027
mkdir /srv/closed; touch /srv/closed/file
cat > /srv/closed/doc <<'EOF'
> closed
> EOF
umask 022
touch /srv/open
shopt -s extglob nullglob
set -o pipefail
rm /srv/!(put|open|closed|shout)nothing
LIST=(a 'b c' d)
printf '%s\n' "${LIST[@]}" > /srv/list
declare -A map=([k]=v)
echo "${map[k]}" > /srv/map
cat > /srv/lib.sh <<'EOF'
> say() { echo "said $*"; }
> TOLD=told
> EOF
. /srv/lib.sh
say once > /srv/said; echo $TOLD > /srv/told
N=1
N+=2
echo $N > /srv/n
echo '!$ is no history' > /srv/bang
unset -f greet
END

typed files <<'END'
mkdir -p /srv/f && cd /srv/f
printf 'a\nb\n' > text
ln -s text link && ln text hard
ln -sfn /nowhere dangling
sed -i 's/^a$/A \& "q"/' text
chmod 600 text; chown daemon:www-data text
touch -d 2020-01-01 old
cat > text <<'EOF'
> its mode stays
> EOF
cat > /etc/motd <<'EOF'
> of the image before
> EOF
rm /etc/issue.net
rm -rf /usr/share/doc/bash && mkdir /usr/share/doc/bash
mkdir -m 1777 sticky; chmod u+s,g+s old
mkfifo pipe
mv hard moved
tee both <<'EOF' > /dev/null
> by tee
> EOF
echo one | tee piped >> text; echo $?
END

typed people <<'END'
useradd -m -s /bin/bash ada
echo 'ada:x' > /tmp/note && rm /tmp/note
su ada -c 'cd && umask 077 && mkdir .ssh && echo key > .ssh/id'
su - ada -c "echo \"\$HOME\" > home"
install -o ada -g ada -m 640 /etc/hostname /home/ada/copy && echo x > /home/ada/copy
passwd -d ada && usermod -aG daemon ada
END

typed mistakes <<'END'
apt-get instal nothing
apt-get update -qq || true
touch /srv/a && mkdir /srv/missing/deep
mkdir -p /srv/missing/deep && touch /srv/a
false; echo $?
cp /etc/nothing /srv/ 2>/dev/null; touch /srv/after
echo $HADOOP_HOEM
export MAVEN_OPST=-Xmx1g
export JAVA_HOME=/opt/jdkk
unset MAVEN_OPST JAVA_HOME
test -d /nowhere || touch /srv/or
grep -q root /etc/passwd && touch /srv/and
END
warned 'HADOOP_HOEM is used and nothing sets it.*did you mean .HADOOP_HOME' "a name that was only looked at"
warned 'MAVEN_OPST is set; did you mean MAVEN_OPTS' "a name that was unset again"
warned 'JAVA_HOME names /opt/jdkk' "a path that was unset again"

typed processes <<'END'
sleep 300 &
touch /srv/before; sleep 300 &
mkdir /srv/slow && { sleep 0; echo done > /srv/slow/file; } &
wait %3
cp /etc/passwd /srv/copy
END
warned 'sleep goes on by itself' "a process is not taken over"

typed options "--user daemon --workdir /usr/games --env GREETING=안녕 -e TOKEN=a=b --hostname 하나" <<'END'
touch /tmp/mine
cat > /tmp/doc <<'EOF'
> mine, too
> EOF
cd /tmp && echo "$GREETING $TOKEN" > said
export MORE=$GREETING
END
warned '--hostname 하나: an image has no name' "an option that is for a container"

typed packing <<'END'
cd /srv && mkdir box && cd box && seq 3 | sort -r > three && tar -cf ../box.tar --mtime=2020-01-01 . 
tar -xf ../box.tar -C /opt && rm ../box.tar
find . -name three -exec cp {} four \;
xargs -n1 mkdir -p <<< "p q r"
{ echo one; echo two; } > group && if [ -s group ]; then mv group kept; fi
while read -r line; do echo "[$line]"; done < kept > lines
echo "$(case x in x) echo it is x;; esac)" > cased
cat <<A > first && cat <<'B' > second
> $(pwd)
> A
> $(pwd)
> B
printf '#!/bin/sh\nexec echo "$@"\n' > run.sh && chmod +x run.sh && ./run.sh 'a  b' > ran
END

typed states <<'END'
set -u
touch "/srv/${NONE:-none}"
echo "$UNSET_NAME" > /srv/never
set +u
echo "[$UNSET_NAME]" > /srv/empty
set -- one 'two words'
echo "$2" > /srv/second
set -f; echo * > /srv/star; set +f
trap 'true' EXIT
cd /var/tmp
pushd /srv; popd
export -n PATH; export PATH
readonly FIXED=1
echo $FIXED > fixed
ulimit -n 256
false || { cd /srv && touch cd-ed; }
END
warned 'ulimit' "limits are told"
done_testing
