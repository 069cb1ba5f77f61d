# A draft of packages#session, recorded with docker 20.10.24
# debian:bookworm was sha256:0123
FROM debian:bookworm

# packages#session step 1
ENV DEBIAN_FRONTEND=noninteractive

# packages#session steps 2, 5, 7
RUN apt-get update \
 && apt-get install -y -qq \
      curl=7.88.1 git \
 && apt-get install -y \
      jq git \
 && apt-get install -y -t bookworm-backports \
      cmake \
 && apt-get clean \
 && rm -rf /var/lib/apt/lists/*

# packages#session step 3, left out: it looks around: which git
# packages#session step 4, left out: it failed, with 100: apt-get instal jq

# packages#session step 6
WORKDIR /tmp

# packages#session step 7, left out: it looks around: cmake --version

# packages#session step 8
RUN rm -rf /var/lib/apt/lists/*

# packages#session step 9
RUN curl -fsSL https://example.org/key > /usr/share/keyrings/k.asc

# packages#session steps 10, 11
RUN apt-get update \
 && apt-get install -y \
      tool \
 && apt-get clean \
 && rm -rf /var/lib/apt/lists/*

# packages#session step 12
RUN sudo apt-get update && sudo apt-get install -y x | tee log \
 && sudo apt-get clean \
 && sudo rm -rf /var/lib/apt/lists/*

# packages#session step 13, left out: each install fetches its own index

# packages#session step 14
RUN apt-get update && apt-get install -y ${PKG:-nano} $TOOLS \
 && apt-get clean \
 && rm -rf /var/lib/apt/lists/*

# packages#session step 15
ENV NODE1=a
ENV NODE2=b
ENV LD_LIBRAY_PATH=/opt/lib/
ENV HADOOP_HMOE=/nowhere

# packages#session step 16, left out: it looks around: echo $TYPO_OF_ALL

# packages#session step 17
RUN java $JAVA_OPT -jar x.jar "$TOOLS" '$NOT' \$NOT "${OK-x}" $?

# packages#session step 18
RUN read LINE < x \
 && echo "$LINE" > y
