# The one door to everything: run, test, check, install, bench.
SHELL := /bin/bash
PREFIX ?= /usr/local
DEBUG = -Xswiftc -use-ld=lld
# Stripped, nothing exported, and the relocations packed (glibc 2.36 and later): 1.3 MB less, and a quicker start.
# Libraries are looked for where the system keeps them, not beside the program. Of the C++ library the Swift runtime
# needs little: linked in, that is 75 kB instead of 1 MB in memory (docs/performance.md).
# The tables for unwinding are left out, 2.4 MB: nothing here throws as C++ does, and a debugger finds its way by the
# frame pointers.
STATIC = $(CURDIR)/.build/static
RELEASE = -c release --static-swift-stdlib --disable-local-rpath -Xswiftc -use-ld=lld -Xlinker -s \
	-Xlinker --no-export-dynamic -Xlinker -z -Xlinker pack-relative-relocs -Xlinker -L$(STATIC) \
	-Xlinker -T -Xlinker $(STATIC)/no-unwinding.ld
PROGRAMS = remcs remcs-center
BUILD_PACKAGES = make git pkg-config libncurses-dev libssl-dev libcurl4-openssl-dev libsqlite3-dev zlib1g-dev
TEST_PACKAGES = openssl curl postfix dovecot-pop3d mpack iproute2 mandoc zsh python3-venv
# Foreign servers for the tests, from PyPI; without them the tests that need them are left out, and say so. The DMTF's
# mock-up server, with its mock-up, is on GitHub alone.
PEERS = .build/peers
MOCKUP_SERVER = https://github.com/DMTF/Redfish-Mockup-Server
MOCKUP_COMMIT = 9a86585f5e93a6b102d5f32bcc20a6cd9fbe9474
BENCH_PACKAGES = dialog whiptail msmtp
# Missing packages are installed, none is removed for them, and no service that they bring is started or set up; with
# all of them there, no network and no root is needed.
install-packages = missing=$$(dpkg-query -W -f '$${db:Status-Status} $${Package}\n' $(1) 2>/dev/null \
	| awk '$$1 == "installed" { print $$2 }' | sort | comm -13 - <(printf '%s\n' $(1) | sort)); \
	if [ -n "$$missing" ]; then echo "Installing:" $$missing; \
	sudo=; [ $$(id -u) = 0 ] || sudo=sudo; \
	policy=/usr/sbin/policy-rc.d; ours=; [ -e $$policy ] || { ours=$$policy; \
	printf '\#!/bin/sh\nexit 101\n' | $$sudo tee $$policy >/dev/null && $$sudo chmod 755 $$policy; }; \
	echo 'postfix postfix/main_mailer_type select No configuration' | $$sudo debconf-set-selections; \
	$$sudo apt-get update -q && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-remove \
	--no-install-recommends -o DPkg::Lock::Timeout=300 $$missing; status=$$?; \
	[ -z "$$ours" ] || $$sudo rm -f $$ours; exit $$status; fi

.PHONY: run build release test peers soak check format lint docs install bench clean build-packages test-packages

run: release ## Builds, and opens the wizard against a rehearsal center; it goes on where it was left.
	@"$$(swift build $(RELEASE) --show-bin-path)/remcs" rehearse --keep "$(CURDIR)/.build/rehearsal"

build-packages:
	@$(call install-packages,$(BUILD_PACKAGES))

test-packages:
	@$(call install-packages,$(BUILD_PACKAGES) $(TEST_PACKAGES))

build: build-packages
	swift build $(DEBUG)

release: build-packages $(STATIC)/libstdc++.a $(STATIC)/no-unwinding.ld ## The programs as they are installed: one file each, Swift linked in, stripped.
	swift build $(RELEASE) --product remcs
	swift build $(RELEASE) --product remcs-center

$(STATIC)/%.a: # A folder without the shared one, so that the linker takes this one.
	mkdir -p $(STATIC) && ln -sf "$$(clang++ -print-file-name=$(@F))" $@

$(STATIC)/no-unwinding.ld:
	mkdir -p $(STATIC) && echo 'SECTIONS { /DISCARD/ : { *(.eh_frame) *(.eh_frame_hdr) } } INSERT AFTER .text;' >$@

peers: test-packages
	@mkdir -p .build
	@cmp -s Tests/Support/Servers/requirements.txt $(PEERS)/ready || { mkdir -p $(PEERS) && rm -rf $(PEERS) && \
	python3 -m venv $(PEERS) && $(PEERS)/bin/pip install --quiet --disable-pip-version-check --retries 2 --timeout 20 \
	--no-deps -r Tests/Support/Servers/requirements.txt && cp Tests/Support/Servers/requirements.txt $(PEERS)/ready; \
	} >.build/peers.log 2>&1 || echo "No foreign servers (.build/peers.log): the tests against them are left out."
	@[ "$$(cat $(PEERS)/dmtf/ready 2>/dev/null)" = "$(MOCKUP_COMMIT)" ] || { rm -rf $(PEERS)/dmtf && \
	GIT_TERMINAL_PROMPT=0 timeout 60 git clone --quiet $(MOCKUP_SERVER) $(PEERS)/dmtf && \
	git -C $(PEERS)/dmtf checkout --quiet $(MOCKUP_COMMIT) && \
	$(PEERS)/bin/pip install --quiet --disable-pip-version-check --retries 2 --timeout 20 \
	--no-deps -r Tests/Support/Servers/requirements-dmtf.txt && \
	echo $(MOCKUP_COMMIT) >$(PEERS)/dmtf/ready; \
	} >>.build/peers.log 2>&1 || echo "No mock-up server of the DMTF (.build/peers.log): the test against it is left out."

# What failed is said again at the end, where it is found: before it come some thousand lines of what passed.
test: test-packages peers ## All tests.
	@mkdir -p .build; set -o pipefail; swift test --disable-xctest $(DEBUG) 2>&1 | tee .build/test.log || { status=$$?; \
	echo "What failed (all of it is in .build/test.log):"; grep -a -A 12 'recorded an issue' .build/test.log \
	| grep -a -E '^(✘|↳|.*error:)' || tail -n 40 .build/test.log; exit $$status; }

soak: test-packages ## Kills agent, reporters and mail server 300 times at random; nothing may be lost or doubled.
	REMCS_SOAK_KILLS=$${REMCS_SOAK_KILLS:-300} swift test --disable-xctest $(DEBUG) --filter SoakTests

lint:
	swift format lint --strict --recursive Sources Tests Localization Package.swift

format:
	swift format --in-place --recursive Sources Tests Localization Package.swift

check: lint test ## What every change must pass.

docs: build-packages ## Writes what is made by the programs: tables, commands of the manual pages, screens in the manuals.
	REMCS_UPDATE_DOCUMENTS=1 swift test --disable-xctest $(DEBUG) \
	  --filter 'MessageDocumentTests|FigureDocumentTests|ManualPageTests|ManualTests'
	git diff --stat -- docs

install: release ## Programs, manual pages, and completion for bash and zsh, which the programs themselves write.
	@set -e; programs="$$(swift build $(RELEASE) --show-bin-path)"; share="$(DESTDIR)$(PREFIX)/share"; \
	for program in $(PROGRAMS); do \
	  install -Dm755 "$$programs/$$program" "$(DESTDIR)$(PREFIX)/bin/$$program"; \
	  install -Dm644 "docs/man/$$program.8" "$$share/man/man8/$$program.8"; \
	  install -Dm644 /dev/null "$$share/bash-completion/completions/$$program"; \
	  LC_ALL=C "$$programs/$$program" --generate-completion-script bash >"$$share/bash-completion/completions/$$program"; \
	  install -Dm644 /dev/null "$$share/zsh/site-functions/_$$program"; \
	  LC_ALL=C "$$programs/$$program" --generate-completion-script zsh >"$$share/zsh/site-functions/_$$program"; \
	  echo "Installed $(DESTDIR)$(PREFIX)/bin/$$program"; \
	done
	install -d "$(DESTDIR)$(PREFIX)/lib/systemd/system"
	sed 's|@bindir@|$(PREFIX)/bin|' Sources/remcs/Unit/remcs-agent.service \
	  >"$(DESTDIR)$(PREFIX)/lib/systemd/system/remcs-agent.service"

bench: release test-packages ## Sizes, memory, first frame, bytes per key and mail, beside dialog, whiptail, curl and msmtp.
	@$(call install-packages,$(BENCH_PACKAGES))
	swift build $(RELEASE) --product remcs-bench
	@programs="$$(swift build $(RELEASE) --show-bin-path)" && "$$programs/remcs-bench" "$$programs" $(TOPICS)

clean:
	rm -rf .build/rehearsal
	swift package clean
