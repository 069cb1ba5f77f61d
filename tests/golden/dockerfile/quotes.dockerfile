# A draft of quotes#session, recorded with podman 4.3.1
FROM example.org/os:1

# Some of it was typed for bash, and is no sh.
SHELL ["/bin/bash", "-c"]

# quotes#session step 1
WORKDIR /srv

# quotes#session step 2
RUN echo 'it'\''s "$HOME" \n' > quoted.txt

# quotes#session step 3
RUN printf '%s\n' "a  b" \
"c" > two.txt

# quotes#session step 4
RUN ["/bin/bash", "-c", "printf 'x\\\ny' > broken.txt"]

# quotes#session step 5
RUN for i in 1 2; do mkdir -p d$i; done

# quotes#session step 6
RUN mkdir -p {a,b}/c

# quotes#session step 7
RUN ["/bin/bash", "-c", "if [ -d a/c ]; then\n  # both are there\n  touch a/c/yes\nfi"]

# quotes#session step 8
RUN ["/bin/bash", "-c", "[ -f two.txt ] \\\n && cp two.txt three.txt"]

# quotes#session step 9
ENV GREETING="say \"hi\" for \$5"
ENV EMPTY=""

# quotes#session step 10, left out: it is unset again: GREETED

# quotes#session step 10
ENV FROM_HOME=/root/bin

# quotes#session step 11
ENV STAMP=1764150000

# quotes#session step 12, left out: lines that need it are told: . /etc/profile.d/tool.sh

# quotes#session step 12
ENV TOOL_HOME=/opt/tool
ENV PATH=/opt/tool/bin:/usr/bin:/bin

# quotes#session step 13, left out: it is put where it is used: KERNEL=$(uname -s)

# quotes#session step 14
RUN KERNEL=$(uname -s) && echo "$KERNEL" > kernel.txt

# quotes#session step 15
ARG VERSION=1.2

# quotes#session step 16
ENV VERSION=$VERSION

# quotes#session step 17, left out: it changes nothing: unset EMPTY

# quotes#session step 18
COPY ["my_file.txt", "my file.txt"]

# quotes#session step 19
RUN ["/bin/bash", "-c", "cat <<END >> log.txt\nmore $(hostname)\nEND"]

# quotes#session step 20
COPY motd /etc/motd

# quotes#session step 21
COPY quoted.txt d1/quoted.txt

# quotes#session step 22
RUN cd d1; touch here; ls
WORKDIR /srv/d1

# quotes#session step 23
RUN false || echo saved > saved.txt

# quotes#session step 24, left out: it goes on by itself: sleep 100 &

# quotes#session step 25
RUN pushd /opt && popd && touch back

# quotes#session step 26
ENV LANG=
