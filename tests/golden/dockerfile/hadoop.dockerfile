# A draft of hadoop#session, recorded with docker 20.10.24
# ubuntu:22.04 was sha256:1b668a2d748d
FROM ubuntu:22.04

# hadoop#session steps 1, 2, 5
RUN apt-get update \
 && apt-get install -y \
      ca-certificates curl openjdk-11-jdk-headless \
 && apt-get clean \
 && rm -rf /var/lib/apt/lists/*

# hadoop#session step 3, left out: it looks around: ls /opt
# hadoop#session step 4, left out: it failed, with 127: java -version

# hadoop#session step 6
WORKDIR /opt

# hadoop#session step 7
ARG HADOOP_VERSION=3.3.6

# hadoop#session step 8
RUN curl -fsSLO "https://archive.apache.org/dist/hadoop/common/hadoop-$HADOOP_VERSION/hadoop-$HADOOP_VERSION.tar.gz"

# hadoop#session step 9
RUN tar -xzf hadoop-$HADOOP_VERSION.tar.gz \
 && rm hadoop-$HADOOP_VERSION.tar.gz

# hadoop#session step 10
RUN ln -s "hadoop-$HADOOP_VERSION" hadoop

# hadoop#session step 11
ENV JAVA_HOEM=/usr/lib/jvm/java-11-openjkd-amd64

# hadoop#session step 12
ENV HADOOP_HOME=/opt/hadoop

# hadoop#session step 13
ENV PATH=$HADOOP_HOME/bin:$JAVA_HOME/bin:$PATH

# hadoop#session step 14
COPY core-site.xml $HADOOP_HOME/etc/hadoop/core-site.xml

# hadoop#session step 15
WORKDIR /opt/hadoop/etc/hadoop
RUN echo 'export HADOOP_OPTS="-Xmx256m"' >> hadoop-env.sh

# hadoop#session step 16, left out: it looks around: hadoop version | head -1
# hadoop#session step 17, left out: it is for its shell alone: history -w /root/history.txt
