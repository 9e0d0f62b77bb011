# assessc: how it is built, tested and installed.  `make help` lists what can be made.
#
#     runtime/*/*.c                  -> build/CONFIG/libruntime.a    sees runtime/ only: proof that it knows nothing of lang/
#     lang/**.c, scanner, grammar,
#     stdlib/, lessons, templates    -> build/CONFIG/liblang.a
#     lang/command/main.c + both     -> build/CONFIG/assessc, and as build/assessc the one of the release
#     tests/embed/run_asb.c + libruntime.a                -> build/CONFIG/run_asb
#     tests/unit/*_test.c, tests/fuzz/*_fuzz.c + both     -> build/CONFIG/unit/, build/CONFIG/fuzz/
#
# What flex, bison and stdlib/embed.sh write is in build/gen/.  CONFIG is one of
#
#     release     -O3, with the collector
#     sanitize    ASan and UBSan, memory of lang/ from malloc
#     fuzz        the same with clang's libFuzzer

CONFIG ?= release
PREFIX ?= /usr/local
FUZZ_SECONDS ?= 60
REFERENCE ?= ../shared/reference
JOBS ?= $(shell nproc 2>/dev/null || echo 2)

OUT := build/$(CONFIG)
GEN := build/gen

# ---- compilers and flags ----

SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

CC_release  := gcc
CC_sanitize := gcc
CC_fuzz     := clang
CFLAGS_release  := -O3 -g
CFLAGS_sanitize := -O1 -g $(SANITIZE)
CFLAGS_fuzz     := -O1 -g $(SANITIZE) -fsanitize=fuzzer-no-link
CPPFLAGS_sanitize := -DASSESSC_ARENA
CPPFLAGS_fuzz     := -DASSESSC_ARENA
# maybe-uninitialized guesses, otherwise at each level of optimisation.  Sanitizers make gcc warn of what cannot happen: they are there to
# see what does.
WARNINGS_release  := -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wno-maybe-uninitialized -Werror
WARNINGS_sanitize := -w
WARNINGS_fuzz     := -w
LIBRARIES := -lgmp -lmpfr -lutf8proc -lxlsxwriter -lminizip -lexpat -lpthread -lm
COLLECTOR_release := -lgc
# What calls a fuzz target: libFuzzer, or a main that hands it files.
FUZZ_LINK_fuzz := -fsanitize=fuzzer
FUZZ_MAIN_release := build/release/tests/fuzz/replay.o
FUZZ_MAIN_sanitize := build/sanitize/tests/fuzz/replay.o

CC := $(CC_$(CONFIG))
COMPILE := $(CC) -std=gnu11 $(CFLAGS_$(CONFIG)) $(CPPFLAGS_$(CONFIG)) $(WARNINGS_$(CONFIG)) -MMD -MP
LINK := $(CC) $(CFLAGS_$(CONFIG))
SEES_RUNTIME := -Iruntime
SEES_LANG := -Iruntime -Ilang -I$(GEN)/lang

# ---- what there is ----

RUNTIME := $(patsubst %.c,$(OUT)/%.o,$(sort $(wildcard runtime/*/*.c)))
MAIN := $(OUT)/lang/command/main.o
GENERATED := $(GEN)/lang/syntax/grammar.c $(GEN)/lang/syntax/scanner.c $(GEN)/stdlib.c $(GEN)/lessons.c $(GEN)/templates.c
LANG_PARTS := $(filter-out $(MAIN),$(patsubst %.c,$(OUT)/%.o,$(sort $(wildcard lang/*.c lang/*/*.c)))) \
              $(patsubst $(GEN)/%.c,$(OUT)/gen/%.o,$(GENERATED))
STDLIB := $(sort $(wildcard stdlib/*/*.assess))
LESSONS := $(sort $(wildcard lang/lesson/*.lesson))
TEMPLATES := $(sort $(wildcard lang/template/*))
LIBS := $(OUT)/liblang.a $(OUT)/libruntime.a

SLOW := $(patsubst %.c,$(OUT)/%.o,$(sort $(wildcard tests/slow/*.c)))
UNIT := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(sort $(wildcard tests/unit/*_test.c)))
FUZZ := $(patsubst tests/fuzz/%.c,$(OUT)/fuzz/%,$(sort $(wildcard tests/fuzz/*_fuzz.c)))
PROGRAMS := $(OUT)/assessc $(OUT)/run_asb $(OUT)/compare_tables $(OUT)/opcode_page $(OUT)/sheet_csv $(UNIT)

MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all programs fuzzers demo packages test test-long reference accept bench fuzz install clean help

all: build/assessc build/run_asb    ## build/assessc, and build/run_asb, which runs a compiled scheme without the compiler

build/assessc build/run_asb: build/%: build/release/%
	@ln -f $< $@

# ---- generated sources ----

$(GEN)/lang/syntax/grammar.c $(GEN)/lang/syntax/grammar.h &: lang/syntax/grammar.y
	@mkdir -p $(@D)
	bison -Wall -Werror -Wcounterexamples -o $(GEN)/lang/syntax/grammar.c --header=$(GEN)/lang/syntax/grammar.h $<

$(GEN)/lang/syntax/scanner.c $(GEN)/lang/syntax/scanner.h &: lang/syntax/scanner.l
	@mkdir -p $(@D)
	flex -Cfe -o $(GEN)/lang/syntax/scanner.c --header-file=$(GEN)/lang/syntax/scanner.h $<

$(GEN)/stdlib.c: stdlib/embed.sh $(STDLIB)
	@mkdir -p $(@D)
	sh stdlib/embed.sh embedded_stdlib $(STDLIB) > $@

$(GEN)/lessons.c: stdlib/embed.sh $(LESSONS)
	@mkdir -p $(@D)
	sh stdlib/embed.sh embedded_lessons $(LESSONS) > $@

$(GEN)/templates.c: stdlib/embed.sh $(TEMPLATES)
	@mkdir -p $(@D)
	sh stdlib/embed.sh embedded_templates $(TEMPLATES) > $@

# ---- objects, libraries, programs ----

$(OUT)/gen/%.o: $(GEN)/%.c | $(GENERATED)
	@mkdir -p $(@D)
	$(COMPILE) $(SEES_LANG) -Wno-conversion -Wno-shadow -Wno-unused -c -o $@ $<

$(OUT)/runtime/%.o: runtime/%.c
	@mkdir -p $(@D)
	$(COMPILE) $(SEES_RUNTIME) -c -o $@ $<

$(OUT)/lang/%.o: lang/%.c | $(GENERATED)
	@mkdir -p $(@D)
	$(COMPILE) $(SEES_LANG) -c -o $@ $<

$(OUT)/tests/embed/run_asb.o $(OUT)/tests/compare_tables.o $(OUT)/tests/opcode_page.o $(OUT)/tests/sheet_csv.o: $(OUT)/%.o: %.c
	@mkdir -p $(@D)
	$(COMPILE) $(SEES_RUNTIME) -c -o $@ $<

$(OUT)/tests/%.o: tests/%.c | $(GENERATED)
	@mkdir -p $(@D)
	$(COMPILE) $(SEES_LANG) -c -o $@ $<

# Made anew each time and by q, so that two files of one name both stay and none that is gone does.
$(OUT)/libruntime.a: $(RUNTIME)
	@rm -f $@
	ar qcs $@ $^

$(OUT)/liblang.a: $(LANG_PARTS)
	@rm -f $@
	ar qcs $@ $^

$(OUT)/assessc: $(MAIN) $(LIBS)
	$(LINK) -o $@ $^ $(COLLECTOR_$(CONFIG)) $(LIBRARIES)

$(OUT)/run_asb: $(OUT)/tests/embed/run_asb.o $(OUT)/libruntime.a
	$(LINK) -o $@ $^ $(LIBRARIES)

$(OUT)/compare_tables $(OUT)/opcode_page $(OUT)/sheet_csv: $(OUT)/%: $(OUT)/tests/%.o $(OUT)/libruntime.a
	$(LINK) -o $@ $^ $(LIBRARIES)

$(OUT)/unit/slow_test: $(SLOW)
$(OUT)/unit/format_test: $(OUT)/tests/slow/random_scheme.o
$(OUT)/unit/%: $(OUT)/tests/unit/%.o $(LIBS)
	@mkdir -p $(@D)
	$(LINK) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(COLLECTOR_$(CONFIG)) $(LIBRARIES) -lcmocka

$(OUT)/fuzz/%: $(OUT)/tests/fuzz/%.o $(FUZZ_MAIN_$(CONFIG)) $(LIBS)
	@mkdir -p $(@D)
	$(LINK) $(FUZZ_LINK_$(CONFIG)) -o $@ $^ $(COLLECTOR_$(CONFIG)) $(LIBRARIES)

programs: $(PROGRAMS)
fuzzers: $(FUZZ)

# ---- what people call ----

packages:                           ## looks for the Debian packages that are needed; as root installs those that are missing
	@sh .ci/packages

demo: packages                      ## builds, and shows the rule sets of rules/dongying at work
	@$(MAKE) --no-print-directory -s -j$(JOBS) all
	@sh rules/demo.sh

test: packages                      ## all tests, once as released and once under ASan and UBSan
	@$(MAKE) --no-print-directory -s -j$(JOBS) all
	@$(MAKE) --no-print-directory -s -j$(JOBS) CONFIG=release programs
	@$(MAKE) --no-print-directory -s -j$(JOBS) CONFIG=sanitize programs fuzzers
	@sh tests/run_all.sh release sanitize

test-long:                          ## the same with ten million random operations and 2,000 random schemes, then ten minutes for each fuzzer
	@ASSESSC_OPERATIONS=10000000 ASSESSC_SCHEMES=2000 $(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=600

reference: packages                 ## computes anew what others published, where their data are: REFERENCE (../shared/reference)
	@sh .ci/packages python3
	@$(MAKE) --no-print-directory -s -j$(JOBS) all
	@sh tests/reference/run.sh "$(REFERENCE)"

accept: all                         ## rewrites what golden tests and docs/ show from what is printed now; look through the diff
	@$(MAKE) --no-print-directory -s -j$(JOBS) CONFIG=release programs
	@sh tests/run_golden.sh --accept build/release
	@sh tests/run_docs.sh --accept build/release
	@sh tests/run_demo.sh --accept build/release

bench: packages all                          ## the two workloads of tests/bench/SPEC.md against the same written by hand
	@sh .ci/packages python3
	@sh tests/bench/run.sh

fuzz:                               ## clang's libFuzzer on each reader for FUZZ_SECONDS (60)
	@sh .ci/packages clang
	@$(MAKE) --no-print-directory -s -j$(JOBS) CONFIG=fuzz fuzzers
	@sh tests/run_fuzz.sh $(FUZZ_SECONDS)

install: all                        ## PREFIX (/usr/local) and DESTDIR say where to
	install -D -m 755 build/assessc "$(DESTDIR)$(PREFIX)/bin/assessc"
	@mkdir -p build/pages
	@build/assessc pages man --lang en > build/pages/assessc.1 && build/assessc pages man --lang zh > build/pages/assessc.zh.1
	@build/assessc pages bash > build/pages/assessc && build/assessc pages zsh > build/pages/_assessc && build/assessc pages fish > build/pages/assessc.fish
	install -D -m 644 build/pages/assessc.1 "$(DESTDIR)$(PREFIX)/share/man/man1/assessc.1"
	install -D -m 644 build/pages/assessc.zh.1 "$(DESTDIR)$(PREFIX)/share/man/zh_CN/man1/assessc.1"
	install -D -m 644 build/pages/assessc "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/assessc"
	install -D -m 644 build/pages/_assessc "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_assessc"
	install -D -m 644 build/pages/assessc.fish "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/assessc.fish"

clean:                              ## removes build/
	rm -rf build

help:
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{ printf "make %-12s%s\n", $$1, $$2 }' Makefile

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
