# A draft of carried#session, recorded with docker 20.10.24
FROM example.org/os:1

# Some of it was typed for bash, and is no sh.
SHELL ["/bin/bash", "-c"]

# carried#session options
WORKDIR /work
ENV GREETING=hi
USER ada

# carried#session step 1, left out: it is put where it is used: greet() { echo "hello $1"; }
# carried#session step 2, left out: lines that need it are told: alias ll='ls -l'
# carried#session step 3, left out: it is put where it is used: umask 027

# carried#session step 4
RUN ["/bin/bash", "-c", "greet() { echo \"hello $1\"; } && shopt -s expand_aliases\nalias ll='ls -l'\numask 027 && greet ada > greeting; ll > listing"]

# carried#session step 5
RUN ["/bin/bash", "-c", "umask 027 && cat > private <<'END'\nof umask 027\nEND"]

# carried#session step 6, left out: it changes nothing: umask 022

# carried#session step 7
COPY --chown=1000:100 public public

# carried#session step 8, left out: lines that need it are told: set -euo pipefail

# carried#session step 9
RUN set -o errexit && set -o pipefail && cat public | sort > sorted

# carried#session step 10, left out: it is for its shell alone: ulimit -n 64

# carried#session step 11
RUN apt-get update \
 && apt-get install -y \
      jq >/tmp/log 2>&1 \
 && apt-get clean \
 && rm -rf /var/lib/apt/lists/*

# carried#session step 11, left out: it looks around: echo $?
# carried#session step 12, left out: it failed, with 100: apt-get install -y nosuch
# carried#session step 12, left out: it looks around: echo $?

# carried#session step 13
RUN pip install --no-cache-dir flask \
 && python3 -m pip install --no-cache-dir --user 'x>1'

# carried#session step 14, left out: each install fetches its own index: apk update

# carried#session step 14
RUN apk add --no-cache git

# carried#session step 15
RUN dnf install -y tree \
 && dnf clean all

# carried#session step 15, left out: it looks around: rpm -q tree

# carried#session step 16
RUN set -o errexit && set -o nounset && for p in a b; do echo $p; done > loop; echo done

# carried#session step 17
RUN set -o errexit && set -o nounset && f=$(case x in x) echo y;; esac) && echo $f > f

# carried#session step 18, left out: it goes on by itself: service ssh start
# carried#session step 19, left out: it goes on by itself: server --port 80 &

# carried#session step 20
RUN mkdir -p sub

# carried#session step 21, left out: it failed, with 1: mkdir /left && false
# carried#session step 22, left out: it failed, with 1: rm -f gone; false
# carried#session step 23, left out: it looks around: echo $MAVEN_OTPS $HADOOP_HOEM
# carried#session step 24, left out: it looks around: JAVA_HOEM=/opt/jkd java -version

# carried#session step 25
ENV JAVA_OTPS=-Xmx1g

# carried#session step 25, left out: it is unset again: CATALINA_HMOE
# carried#session step 26, left out: it changes nothing: unset CATALINA_HMOE
# carried#session step 27, left out: it is put where it is used: LIST=(one 'two three')
# carried#session step 28, left out: it is put where it is used: LIST+=(four)

# carried#session step 29
RUN set -o errexit && set -o nounset && LIST=(one 'two three') && LIST+=(four) && printf '%s\n' "${LIST[@]}" > list

# carried#session step 30, left out: it is for its shell alone: history -w h
# carried#session step 31, left out: it changes nothing: unset -f greet; unalias ll

# carried#session step 32
RUN greet ll > last

# carried#session step 33, left out: it looks around: for d in /opt /srv; do ls $d; done; (sleep 1 &)
# carried#session step 34, left out: it looks around: kill %1; echo 9 > /proc/self/oom_score_adj

# carried#session step 35
RUN set -o errexit && set -o nounset && . /etc/os-release >/dev/null && echo $ID > id

# carried#session step 36, left out: it looks around: echo $ID $JAVA_HOEM
