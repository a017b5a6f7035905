# make run      set up, build, extract from the example articles (or from ARTICLES=folder)
# make check    set up, build, pass all tests
# make help     the other targets

PREFIX  ?= /usr/local
DESTDIR ?=
B       ?= build
CFLAGS  ?= -O3 -g
PYTHON  ?= /usr/bin/python3
LLVM_CC ?= clang
FUZZ_SECONDS ?= 30
ARTICLES ?= tests/golden/articles
Q = $(if $(V),,@)# make V=1 shows the commands

# Third-party libraries: pkg-config names, then those without a .pc file. tests/tools/setup.sh names their packages.
PACKAGES  = libpcre2-8 libcjson libcrypto libxml-2.0 libarchive sqlite3
LIBRARIES = -lunistring

VERSION := $(shell sed -n 's/^.define MIG_VERSION "\(.*\)"/\1/p' include/migcoop.h)
SOVERSION = $(firstword $(subst ., ,$(VERSION)))
# gcc's -Wpedantic refuses STR("...") in a static table, which C11 6.6p10 allows; clang's does not.
WARNINGS  = -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla \
            $(if $(findstring clang,$(CC)),-Wpedantic)
ifneq ($(filter true 1,$(CI) $(WERROR)),)
WARNINGS += -Werror
endif
FLAGS = -std=c11 -D_XOPEN_SOURCE=700 -Iinclude -Isrc $(WARNINGS) -fPIC -fvisibility=hidden -pthread \
        $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null) $(CPPFLAGS) $(CFLAGS) $(SANITIZERS)
LINK  = $(LDFLAGS) -Wl,--as-needed $(SANITIZERS) -pthread
LIBS  = $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) $(LIBRARIES)
DATADIR = $(PREFIX)/share/migcoop

SOURCES      := $(sort $(wildcard src/*.c src/*/*.c))
CLI_SOURCES  := $(filter src/cli/%,$(SOURCES))
UNIT_SOURCES := $(sort $(wildcard tests/unit/*.c))
FUZZ_SOURCES := $(sort $(wildcard tests/fuzz/fuzz_*.c))
objects = $(patsubst %.c,$(B)/%.o,$(1))
LIB_OBJECTS  := $(call objects,$(filter-out $(CLI_SOURCES),$(SOURCES)))
CLI_OBJECTS  := $(call objects,$(CLI_SOURCES))
UNIT_OBJECTS := $(call objects,$(UNIT_SOURCES))
FUZZERS      := $(patsubst tests/fuzz/%.c,$(B)/%,$(FUZZ_SOURCES))
PROGRAM      := $(if $(CLI_SOURCES),$(B)/migcoop)
UNIT         := $(if $(UNIT_SOURCES),$(B)/unit)
C_FILES      := $(SOURCES) $(UNIT_SOURCES) $(FUZZ_SOURCES) $(wildcard tests/tools/*.c)
H_FILES      := $(wildcard include/*.h src/*/*.h tests/unit/*.h)

.PHONY: all help setup setup-dev run check test golden-update install uninstall sanitize threads valgrind fuzz fuzz-run torture torture-batch \
        layers names lint format bench budget budget-update clean FORCE
.DELETE_ON_ERROR:
.SECONDARY:

all: $(PROGRAM) $(B)/libmigcoop.a $(B)/libmigcoop.so

help:
	@sed -n 's/^# make/make/p' Makefile
	@echo 'make setup | setup-dev          install what is missing: to build and test | to lint and fuzz as well'
	@echo 'make install | uninstall        PREFIX=$(PREFIX) DESTDIR='
	@echo 'make test                       the tests alone, SUITES="cli golden" for some of them; golden-update rewrites the golden files'
	@echo 'make sanitize | valgrind        all tests under ASan and UBSan | the unit tests under valgrind'
	@echo 'make threads                    the public interface under the thread sanitizer'
	@echo 'make fuzz | torture             FUZZ_SECONDS=$(FUZZ_SECONDS) each | fail the nth allocation'
	@echo 'make torture-batch              kill runs, fill the disk: KILLS=$(KILLS)'
	@echo 'make lint | layers | format     clang-format, clang-tidy, cppcheck | who includes whom | rewrite the layout'
	@echo 'make names                      the hand-kept gazetteers: syntax, ids, codes, dates, no name of two people'
	@echo 'make bench                      speed against wc -m, xmllint, cat; BENCH_TEXT=folder, BENCH_PAGES=folder: real ones'
	@echo 'make budget                     instructions against what tests/bench/budget.tsv allows; budget-update rewrites it'

# --- building -------------------------------------------------------------------------------------------------------------

# Rewritten only when the compiler or its flags change, so that objects of other flags are never linked.
$(B)/flags: FORCE
	@mkdir -p $(B)
	@echo '$(CC) $(FLAGS) $(LIBS)' | cmp -s - $@ || echo '$(CC) $(FLAGS) $(LIBS)' > $@

# The one file that knows where data will be installed.
$(B)/src/cli/data_dir.o: $(B)/datadir
$(B)/src/cli/data_dir.o: private CPPFLAGS += -DMIG_DATA_DIR='"$(DATADIR)"'
$(B)/datadir: FORCE
	@mkdir -p $(B)
	@echo '$(DATADIR)' | cmp -s - $@ || echo '$(DATADIR)' > $@

$(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(if $(Q),@echo '  cc  $<')
	$(Q)$(CC) $(FLAGS) -MMD -MP -c -o $@ $<

# The database's schema as lines of C strings.
$(B)/store/schema.inc: data/schema/store.sql
	@mkdir -p $(@D)
	@sed 's/\\/\\\\/g; s/"/\\"/g; s/.*/"&\\n",/' $< > $@
$(B)/src/store/schema_sql.o: private CPPFLAGS += -I$(B)
$(B)/src/store/schema_sql.o: $(B)/store/schema.inc

# All of the library with its internal names, for what is built of it here.
$(B)/internal.a: $(LIB_OBJECTS)
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $^

$(B)/migcoop: $(CLI_OBJECTS) $(B)/internal.a
	$(if $(Q),@echo '  ld  $@')
	$(Q)$(CC) $(LINK) -o $@ $^ $(LIBS)

# One object in which everything but the public functions is local: linking the archive cannot clash with another library's names.
$(B)/libmigcoop.a: $(LIB_OBJECTS)
	$(if $(Q),@echo '  ar  $@')
	$(Q)$(LD) -r -o $(B)/libmigcoop.o $^
	$(Q)objcopy --localize-hidden $(B)/libmigcoop.o
	$(Q)rm -f $@
	$(Q)$(AR) rcs $@ $(B)/libmigcoop.o

$(B)/libmigcoop.so: $(LIB_OBJECTS)
	$(if $(Q),@echo '  ld  $@')
	$(Q)$(CC) $(LINK) -shared -Wl,-soname,libmigcoop.so.$(SOVERSION) -o $@ $^ $(LIBS)

# What tests/suites/calendar.py asks for dates.
$(B)/calendar_probe: $(B)/tests/tools/calendar_probe.o $(B)/internal.a
	$(if $(Q),@echo '  ld  $@')
	$(Q)$(CC) $(LINK) -o $@ $^ $(LIBS)

$(B)/unit: $(UNIT_OBJECTS) $(filter-out %/main.o,$(CLI_OBJECTS)) $(B)/internal.a
	$(if $(Q),@echo '  ld  $@')
	$(Q)$(CC) $(LINK) -o $@ $^ $(LIBS)

-include $(patsubst %.o,%.d,$(LIB_OBJECTS) $(CLI_OBJECTS) $(UNIT_OBJECTS) $(call objects,$(FUZZ_SOURCES) tests/tools/torture.c tests/tools/calendar_probe.c))

# --- using ----------------------------------------------------------------------------------------------------------------

setup:
	@tests/tools/setup.sh build check

# What only npm has, for the tests: DuckDB, an independent Umm al-Qura calendar, and for the benchmark another finder of dates.
NPM_PACKAGES = @duckdb/node-api@1.5.6-r.1 @umalqura/core@0.0.7 chrono-node@2.10.3

setup-dev:
	@tests/tools/setup.sh build check dev
	@for package in $(NPM_PACKAGES); do \
	    test -d build/npm/node_modules/$${package%@*} || npm install --silent --no-audit --no-fund --prefix build/npm $$package; \
	done

# What `make run` shows of a record: without evidence and empty fields, the article by its name.
BRIEF = '.article = .article.source | del(.schema, .engine, .evidence, .mentions, .key) | with_entries(select(.value != null and .value != []))'

run:
	@tests/tools/setup.sh build
	@$(MAKE) --no-print-directory all
	@if command -v jq >/dev/null; then $(B)/migcoop extract --records $(ARTICLES) | jq -c $(BRIEF); \
	    else $(B)/migcoop extract --records $(ARTICLES); fi
	@echo 'A line a record, shortened. All of an article: $(B)/migcoop extract FILE | jq .' >&2

install: all
	B='$(B)' PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)' VERSION='$(VERSION)' SOVERSION='$(SOVERSION)' \
	    LIBS='$(strip $(LIBS))' sh tests/tools/install.sh

uninstall:
	PREFIX='$(PREFIX)' DESTDIR='$(DESTDIR)' sh tests/tools/install.sh remove

# --- testing --------------------------------------------------------------------------------------------------------------

check:
	@tests/tools/setup.sh build check
	@$(MAKE) --no-print-directory all $(UNIT) $(B)/calendar_probe
	@$(PYTHON) tests/run --build $(B) $(SUITES)

test: all $(UNIT) $(B)/calendar_probe
	@$(PYTHON) tests/run --build $(B) $(SUITES)

golden-update: all
	@$(PYTHON) tests/run --build $(B) --update golden batch

sanitize:
	@$(MAKE) --no-print-directory test B=build/sanitize CFLAGS='-O1 -g -fno-omit-frame-pointer' \
	    SANITIZERS='-fsanitize=address,undefined -fno-sanitize-recover=all'

# An engine shared by threads, and the threads of extract, under the thread sanitizer, which has no room for the image of an engine.
threads:
	@$(MAKE) --no-print-directory build/threads/unit build/threads/migcoop B=build/threads CFLAGS='-O1 -g' SANITIZERS='-fsanitize=thread'
	build/threads/unit engine
	MIGCOOP_CACHE= build/threads/migcoop extract -q -j 4 --data data tests/golden/articles tests/golden/articles >/dev/null

# PCRE2's compiled patterns read past the end of what they match in whole words, which is theirs to do.
valgrind: $(B)/unit
	valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite,possible \
	    --suppressions=tests/tools/valgrind.supp $(B)/unit

FUZZ_SANITIZERS = -fsanitize=address,undefined -fno-sanitize-recover=all
fuzz:
	@$(MAKE) --no-print-directory fuzz-run B=build/fuzz CC='$(LLVM_CC)' CFLAGS='-O1 -g' \
	    SANITIZERS='-fsanitize=fuzzer-no-link $(FUZZ_SANITIZERS)'

fuzz-run: $(FUZZERS)
	B='$(B)' FUZZ_SECONDS='$(FUZZ_SECONDS)' sh tests/fuzz/run $(notdir $(FUZZERS))

$(B)/fuzz_%: $(B)/tests/fuzz/fuzz_%.o $(B)/internal.a
	$(if $(Q),@echo '  ld  $@')
	$(Q)$(CC) $(LINK) -fsanitize=fuzzer -o $@ $^ $(LIBS)

torture:
	@$(MAKE) --no-print-directory build/torture/torture B=build/torture CFLAGS='-O1 -g -DMIG_TORTURE' \
	    SANITIZERS='-fsanitize=address,undefined -fno-sanitize-recover=all'
	$(PYTHON) tests/tools/torture.py build/torture/torture

$(B)/torture: $(B)/tests/tools/torture.o $(B)/internal.a
	$(if $(Q),@echo '  ld  $@')
	$(Q)$(CC) $(LINK) -o $@ $^ $(LIBS)

bench: all
	@$(PYTHON) tests/bench/bench $(B)/migcoop

# Instructions against tests/bench/budget.tsv; budget-update writes that anew.
budget: all
	@$(PYTHON) tests/bench/budget $(B)/migcoop

budget-update: all
	@$(PYTHON) tests/bench/budget $(B)/migcoop --update

# KILLS: runs that are killed with -9, of each kind.
KILLS ?= 200
torture-batch: all
	$(PYTHON) tests/tools/torture_batch.py $(B)/migcoop $(KILLS)

# --- reading --------------------------------------------------------------------------------------------------------------

layers:
	@$(PYTHON) tests/tools/layers

names:
	@$(PYTHON) tests/tools/check_names.py

lint: layers names $(B)/store/schema.inc
	@clang-format --dry-run -Werror $(C_FILES) $(H_FILES)
	@cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
	    --suppress=missingIncludeSystem --suppress=internalAstError --suppress=ctuuninitvar -Iinclude -Isrc -D_XOPEN_SOURCE=700 $(SOURCES)
	@printf '%s\n' $(SOURCES) | xargs -n 2 -P 2 sh -c 'clang-tidy --quiet "$$@" -- $(FLAGS) -I$(B)' tidy

format:
	@clang-format -i $(C_FILES) $(H_FILES)

clean:
	rm -rf build
