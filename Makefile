# Makefile: builds, tests and installs halfhour. `make help` lists the words.
#
# Sources are found by wildcard: a new src/ROOM/NAME.c, tests/ROOM/NAME.sh or
# tests/unit/test_NAME.c needs no line here. Everything made goes to build/.
#
#   make SAN=1      with the address and undefined-behaviour sanitizers
#   make CC=clang   with another compiler
#   make WERROR=1   a warning is an error
#   make V=1        shows each command
#
# SAN and CC build into a directory of their own (build/san, build/clang), so
# build/halfhour is always the ordinary program.

VERSION := 0.1.0
DATED   := 2026-11-25
PREFIX  ?= /usr/local
NPROC   := $(shell nproc 2>/dev/null || echo 1)

MAKEFLAGS += --no-builtin-rules
ifeq ($(filter -j% --jobs%,$(MAKEFLAGS)),)
MAKEFLAGS += --jobs=$(NPROC)
endif
# The commands themselves are long; V=1 shows them.
Q   := $(if $(V),,@)
SAY  = $(if $(V),,@printf '%-8s %s\n' '$1' '$2')
.DELETE_ON_ERROR:
.SUFFIXES:

# ---- which build this is ---------------------------------------------------

ifeq ($(origin CC),default)
CC := gcc
endif
empty   :=
space   := $(empty) $(empty)
VARIANT := $(subst $(space),-,$(strip \
	$(filter-out gcc,$(notdir $(CC))) $(if $(SAN),san)))
B       := build$(if $(VARIANT),/$(VARIANT))
BIN     := $(B)/halfhour

# ---- flags -----------------------------------------------------------------

WARN := -Wall -Wextra -Wshadow -Wmissing-prototypes -Wstrict-prototypes -Wvla
WARN += -Wformat-security $(if $(WERROR),-Werror)

# _FORTIFY_SOURCE and the address sanitizer wrap the same functions, and the
# sanitizer's reports are better, so each build has one of the two.
ifdef SAN
HARDEN   := -O1 -g -fsanitize=address,undefined \
	-fno-sanitize-recover=undefined -fno-omit-frame-pointer
HARDEN_L := -fsanitize=address,undefined
else
HARDEN   := -O2 -g -fstack-protector-strong -fstack-clash-protection \
	-D_FORTIFY_SOURCE=2 -fPIE
HARDEN_L := -pie -Wl,--as-needed -Wl,-z,relro,-z,now,-z,noexecstack
endif

# Asked for once and only when needed, because `make deps` may have to install
# pkg-config and the libraries before there is anything to ask.
PKGS     := libcmark-gfm libgit2 yaml-0.1 libutf8proc jansson libseccomp nettle
# libgit2 is loaded by the room that calls it: repo_lib.c.
LINKED   := $(filter-out libgit2,$(PKGS))
PKG_C     = $(eval PKG_C := $(shell pkg-config --cflags $(PKGS) \
	2>/dev/null))$(PKG_C)
PKG_L     = $(eval PKG_L := $(shell pkg-config --libs $(LINKED) \
	2>/dev/null))$(PKG_L)

ALL_CPPFLAGS = -D_GNU_SOURCE -DHALFHOUR_VERSION=\"$(VERSION)\" -Isrc \
	-Ibuild/gen $(PKG_C) $(CPPFLAGS)
ALL_CFLAGS   = -std=c11 -pthread $(WARN) $(HARDEN) $(CFLAGS)
# Two functions of ours are for a library that is loaded later: repo_lib.c.
ALL_LDFLAGS  = $(HARDEN_L) -pthread \
	-Wl,--export-dynamic-symbol=mbedtls_x509_crt_parse_file \
	-Wl,--export-dynamic-symbol=libssh2_init $(LDFLAGS)
# The extensions library has no .pc file and needs libcmark-gfm after it.
ALL_LIBS     = -lcmark-gfm-extensions $(PKG_L) -lm $(LIBS)

# ---- what there is ---------------------------------------------------------

# Process 1 of a sandbox and the leash are one program, which halfhour carries.
INIT     := src/run/run_init.c src/run/run_leash.c
SRC      := $(filter-out $(INIT),$(sort $(wildcard src/*.c src/*/*.c)))
HEADERS  := $(sort $(wildcard src/*/*.h))
# A test is tests/FOLDER/NAME.sh; scripts right under tests/ are tools.
SCRIPTS  := $(sort $(wildcard tests/*/*.sh))
UNIT     := $(sort $(wildcard tests/unit/test_*.c))
UNIT_AID := $(filter-out $(UNIT),$(sort $(wildcard tests/unit/*.c)))
FORMAT   := $(SRC) $(INIT) $(HEADERS) \
	$(wildcard tests/unit/*.[ch] tests/fuzz/*.[ch] tests/spec/*.c \
	tests/site/*.c tests/run/*.c tests/hang/*.c tests/bench/box.c \
	tests/bench/hang.c tests/bench/floor.c)
# These go into the program itself: the default theme and the example notes.
EMBED    := $(shell find templates -type f ! -name '.*' ! -name '*~' \
	2>/dev/null) $(wildcard notes/ipc/*.md notes/python/*.md \
	notes/docker/*.md notes/process/*.md notes/sync/*.md \
	notes/container/*.md)

# The manual as pages for man(1); index.md is for readers of the wiki.
MANUAL   := $(filter-out %/halfhour.md %/index.md,$(wildcard \
	notes/manual/*.md))
MAN      := build/man/halfhour.1 \
	$(MANUAL:notes/manual/%.md=build/man/halfhour-%.1)

OBJ      := $(SRC:src/%.c=$(B)/obj/%.o) $(B)/obj/gen/embed.o
LIB_OBJ  := $(filter-out $(B)/obj/main.o,$(OBJ))
UNIT_BIN := $(UNIT:tests/unit/%.c=$(B)/tests/%)
AID_OBJ  := $(UNIT_AID:%.c=$(B)/obj/%.o)
UNIT_OBJ := $(UNIT:%.c=$(B)/obj/%.o) $(AID_OBJ)

# ---- words -----------------------------------------------------------------

.PHONY: all demo man test soak bench fuzz install uninstall check-headers format bless \
	clean help deps test-deps FORCE

all: $(BIN) $(B)/mustache ## build build/halfhour (the default)

demo: deps all ## install what is missing, build, and show the whole thing once
	HALFHOUR=$(abspath $(BIN)) sh tests/demo.sh

# Only what T names is run; without T everything is.
ifdef T
RUN := $(foreach t,$(T),$(filter tests/$t tests/$t.sh tests/$t/%,$(SCRIPTS)) \
	$(patsubst tests/unit/%.c,$(B)/tests/%,$(filter tests/$t tests/$t.c \
	tests/$t/% $(subst unit/,tests/unit/test_,$t).c,$(UNIT))))
else
RUN := $(UNIT_BIN) $(SCRIPTS)
endif

# Built with the tests, so that a change which they do not fit is seen.
BENCH := $(B)/bare $(B)/dates $(B)/box $(B)/floor $(B)/hang

# One more than there are cores: tests wait for disks and for time limits, too.
TESTS_AT_ONCE := $(shell expr $(NPROC) + 1)

# The variables of this make are taken out of the environment: tests that call
# make themselves must not inherit its job server or its options.
test: test-deps $(BIN) $(B)/mustache $(B)/models $(BENCH) $(B)/tests/test_run_cgroup $(filter $(B)/tests/%,$(RUN)) ## run the tests, or some: T=cmd/log, T="style unit", SAN=1
	@$(if $(strip $(RUN)),,echo "no test is called $(T)" >&2; exit 1)
	@env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u MAKEOVERRIDES \
		HALFHOUR=$(abspath $(BIN)) \
		prove --timer -j$(TESTS_AT_ONCE) --exec 'sh tests/exec.sh' $(sort $(RUN))

# A seed that fails once fails again: SEED=N.
SOAK_EDITS ?= 3000
soak: test-deps $(BIN) ## try SOAK_EDITS (3000) random edits, each built as from nothing
	@HALFHOUR=$(abspath $(BIN)) EDITS=$(SOAK_EDITS) \
		SEED=$${SEED:-$$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')} \
		sh tests/wiki/edits.sh
	@HALFHOUR=$(abspath $(BIN)) EDITS=$$(( $(SOAK_EDITS) / 10 )) \
		SEED=$${SEED:-$$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')} \
		sh tests/wiki/days.sh

bench: all $(BENCH) ## print what commands cost in 10,000 notes, beside git and Hugo
	@sh tests/deps.sh bench
	@python3 tests/bench/site.py $(BIN) $(B)/floor
	@HALFHOUR=$(abspath $(BIN)) python3 tests/bench/bench.py
	@python3 tests/bench/pool.py $(BIN) $(B)/bare
	@python3 tests/bench/history.py $(BIN) $(B)/dates
	@HALFHOUR=$(abspath $(BIN)) python3 tests/bench/search.py
	@$(B)/box
	@python3 tests/bench/collection.py $(BIN)
	@$(B)/hang

# Seeds are the examples of the specifications; a find stays in build/fuzz.
FUZZ_S ?= 60
fuzz: test-deps build/gen/embed.c build/gen/run_init_program.h ## fuzz the reading of notes for FUZZ_S seconds (60)
	@mkdir -p build/fuzz/corpus build/fuzz/seeds
	@python3 tests/fuzz/seeds.py build/fuzz/seeds build/spec/*.txt
	$(call SAY,fuzz,tests/fuzz/fuzz_note.c)
	$(Q)clang -fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=undefined $(ALL_CPPFLAGS) -g -O1 \
		-std=c11 -pthread -o build/fuzz/note tests/fuzz/fuzz_note.c \
		$(filter-out src/main.c,$(SRC)) build/gen/embed.c $(ALL_LIBS)
	@cd build/fuzz && ASAN_OPTIONS=detect_leaks=1 ./note -timeout=10 \
		-rss_limit_mb=4096 -max_len=4096 -max_total_time=$(FUZZ_S) \
		-print_final_stats=1 corpus seeds

man: $(MAN) ## make the manual pages of man(1), in build/man

install: all man ## install into PREFIX (/usr/local), below DESTDIR if it is set
	install -D -m 755 $(BIN) $(DESTDIR)$(PREFIX)/bin/halfhour
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 $(MAN) $(DESTDIR)$(PREFIX)/share/man/man1

uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/halfhour \
		$(DESTDIR)$(PREFIX)/share/man/man1/halfhour.1 \
		$(DESTDIR)$(PREFIX)/share/man/man1/halfhour-*.1

check-headers: $(B)/flags ## compile each header alone
	@printf '%s\n' $(HEADERS) | xargs -r -P$(NPROC) -I{} $(CC) \
		$(ALL_CPPFLAGS) $(ALL_CFLAGS) -Werror -fsyntax-only -include {} \
		-x c /dev/null

format: ## lay the code out by .clang-format
	clang-format -i $(FORMAT)

bless: $(BIN) ## make the golden outputs anew; shows what changes and asks
	@HALFHOUR=$(abspath $(BIN)) sh tests/bless.sh

clean: ## remove everything made: build/ and the pages in site/
	rm -rf build
	find site -mindepth 1 ! -path site/.gitignore -delete

deps: ## install the packages that building and running need
	@sh tests/deps.sh build run man

test-deps: ## install those of the tests too
	@sh tests/deps.sh build run man test
	@sh tests/spec-fetch.sh build/spec
	@sh tests/npm-fetch.sh build/npm

help: ## list these words
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' \
		$(firstword $(MAKEFILE_LIST))

# ---- rules -----------------------------------------------------------------

$(BIN): $(OBJ) $(B)/objects
	$(call SAY,link,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(OBJ) $(ALL_LIBS)

# The same program without its parser processes, for the bench.
$(B)/bare: tests/bench/bare.c $(OBJ)
	$(call SAY,link,$@)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) \
		-Wl,--wrap=note_pool_parse -o $@ $^ $(ALL_LIBS)

# The same program, which also tells what its templates can read.
$(B)/models: tests/site/models.c $(OBJ)
	$(call SAY,link,$@)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) \
		-Wl,--wrap=tmpl_render -o $@ $^ $(ALL_LIBS)

# The dates of all notes alone, for the bench.
$(B)/dates: tests/bench/dates.c $(LIB_OBJ)
	$(call SAY,link,$@)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ \
		$(ALL_LIBS)

# The sandbox alone, for the bench.
$(B)/box: tests/bench/box.c $(LIB_OBJ)
	$(call SAY,link,$@)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ \
		$(ALL_LIBS)

# A snapshot and a verdict alone, for the bench.
$(B)/hang: tests/bench/hang.c $(LIB_OBJ)
	$(call SAY,link,$@)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ \
		$(ALL_LIBS)

# Reading, parsing and writing alone, for the bench.
$(B)/floor: tests/bench/floor.c $(B)/obj/base/xalloc.o
	$(call SAY,link,$@)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ \
		$(ALL_LIBS)

# Mustache alone, for suites of tests.
$(B)/mustache: tests/spec/mustache.c $(LIB_OBJ)
	$(call SAY,link,$@)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ \
		$(ALL_LIBS)

# banned.h goes before everything, so no file can forget it.
$(B)/obj/%.o: src/%.c $(B)/flags
	@mkdir -p $(@D)
	$(call SAY,compile,$<)
	$(Q)$(CC) $(ALL_CPPFLAGS) -include base/banned.h $(ALL_CFLAGS) -MMD -MP \
		-c -o $@ $<

$(B)/obj/gen/embed.o: build/gen/embed.c $(B)/flags
	@mkdir -p $(@D)
	$(call SAY,compile,$<)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

build/gen/embed.c: src/tmpl/embed.sh build/gen/embed.list $(EMBED)
	$(call SAY,embed,$@)
	$(Q)sh src/tmpl/embed.sh $(EMBED) >$@.$(notdir $(B)).tmp
	$(Q)mv $@.$(notdir $(B)).tmp $@

$(B)/obj/run/run_inside.o: build/gen/run_init_program.h
build/gen/run_init_program.h: $(INIT) src/run/run_init.h Makefile
	@mkdir -p $(@D)
	$(call SAY,embed,$<)
	$(Q)$(CC) -D_GNU_SOURCE -Isrc -std=c11 $(WARN) -O2 -s \
		-o $@.$(notdir $(B)).bin $(INIT)
	$(Q){ echo 'static const unsigned char run_init_program[] = {'; \
		od -An -v -tu1 -w32 <$@.$(notdir $(B)).bin | \
		sed 's/  */,/g; s/^,//; s/$$/,/'; echo '};'; } \
		>$@.$(notdir $(B)).tmp && rm $@.$(notdir $(B)).bin
	$(Q)mv $@.$(notdir $(B)).tmp $@

# Written again only when the room calls other functions than it did.
$(filter $(B)/obj/repo/%,$(OBJ)) check-headers: build/gen/git2_lazy.h
build/gen/git2_lazy.h: src/repo/git2.sh $(wildcard src/repo/*.c)
	@mkdir -p $(@D)
	$(Q)sh $^ >/dev/null && sh $^ >$@.$(notdir $(B)).tmp
	$(Q)if cmp -s $@.$(notdir $(B)).tmp $@; then rm $@.$(notdir $(B)).tmp; \
		else mv $@.$(notdir $(B)).tmp $@; fi

build/man/halfhour.1: notes/manual/halfhour.md notes/manual/index.md
$(filter-out build/man/halfhour.1,$(MAN)): build/man/halfhour-%.1: \
	notes/manual/%.md
$(MAN): src/cmd/man.sh src/cmd/man.awk Makefile
	@mkdir -p $(@D)
	@sh tests/deps.sh --check man
	$(call SAY,man,$@)
	$(Q)sh src/cmd/man.sh $(VERSION) $(DATED) $(filter %.md,$^) >$@

$(UNIT_OBJ): $(B)/obj/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(call SAY,compile,$<)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Its control groups are not the kernel's.
$(B)/tests/test_run_cgroup2: ALL_LDFLAGS += \
	-Wl,--wrap=open,--wrap=mkdirat,--wrap=unlinkat

$(UNIT_BIN): $(B)/tests/%: $(B)/obj/tests/unit/%.o $(AID_OBJ) $(LIB_OBJ)
	@mkdir -p $(@D)
	$(call SAY,link,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LIBS)

# Three notes to ourselves, rewritten only when they change: with which flags
# the objects were made, which objects there are and which files are embedded.
# A file that was removed changes no date, so only such a list shows it.
REMEMBER = @mkdir -p $(@D); printf '%s\n' '$(strip $1)' >$@.new; \
	if cmp -s $@.new $@; then rm $@.new; else $(or $2,:) && mv $@.new $@; fi

$(B)/flags: FORCE
	$(call REMEMBER,$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) \
		$(ALL_LIBS),sh tests/deps.sh --check build)

$(B)/objects: FORCE
	$(call REMEMBER,$(OBJ))

build/gen/embed.list: FORCE
	$(call REMEMBER,$(EMBED))

# `make` alone installs nothing and only says what is missing. The words that
# install do so before the first compilation, and one after the other.
ifneq ($(filter test,$(MAKECMDGOALS)),)
$(B)/flags deps: | test-deps
endif
ifneq ($(filter demo,$(MAKECMDGOALS)),)
$(B)/flags: | deps
endif

# Kept, although make sees them as steps between: or they would be made anew.
.SECONDARY: $(OBJ) $(UNIT_OBJ)

-include $(OBJ:.o=.d) $(UNIT_OBJ:.o=.d)
