# Two commands matter: `make run` opens the demo hall in this terminal, `make test` proves
# everything. Both install what they need (packages.apt, requirements-test.txt) and can be run on
# a machine where nobody installed anything by hand.

SHELL := /bin/bash
# One place for the demo's state; short, because a Unix socket's path has room for 107 bytes.
STATE ?= $(HOME)/.hallway-demo
BIN   := .build/debug
VENV  := .build-venv

# Where `make install` puts what: below DESTDIR, for programs that will see PREFIX.
DESTDIR ?=
PREFIX  ?= /usr

.PHONY: help run test test-hall test-power hall soak bench build release install deb exposure deps venv lint \
  format clean-demo graph devices clean

help: ## What can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: build ## Open the demo hall in this terminal; its state is kept in STATE
	@scripts/run-demo "$(STATE)"

test: deps venv ## Install, build and prove everything; ends with one line of counts
	@scripts/test

test-hall: deps venv ## Boot the virtual hall and check drivers on real kernel stacks; in `make test`
	@HALLWAY_VENV=$(VENV) scripts/test-hall

test-power: deps venv ## Cut the virtual hall's power under load and check the ledger; in `make test`
	@HALLWAY_VENV=$(VENV) scripts/test-hall power

hall: build ## Open the virtual hall: a machine full of virtual devices, with a console to play
	@cd Tests/VirtualHall && exec /usr/bin/python3 -m boot

soak: deps venv ## The long proofs: hundreds of kills, unplugs, minutes of fuzzing
	@HALLWAY_SOAK=1 scripts/test

bench: deps venv ## Measure against named references; writes .build/bench.json
	@scripts/bench

build: deps ## Build every program
	@swift build 2>&1 | grep -v 'prohibited flag'; exit $${PIPESTATUS[0]}

release: deps ## Build the programs for installing: optimised, without a need for Swift's libraries
	@packaging/build

install: release ## Install the release programs and their files: DESTDIR= PREFIX=/usr
	@packaging/install --destdir "$(DESTDIR)" --prefix "$(PREFIX)"

deb: release ## Make the Debian packages hallway and hallway-kiosk, in .build-deb
	@packaging/deb

exposure: deps ## Print how open our units are, beside those of other daemons
	@scripts/exposure

deps: ## Install the Debian packages that are missing, asked for once
	@scripts/install-packages

venv: deps
	@scripts/make-venv.sh $(VENV)

lint: ## Check the format of all Swift sources
	@swift format lint --strict --recursive --parallel Package.swift Sources Devices Kiosk Tests

format: ## Bring all Swift sources into our format
	@swift format --in-place --recursive --parallel Package.swift Sources Devices Kiosk Tests

graph: ## Draw ARCHITECTURE.md's dependency graph anew from Package.swift
	@scripts/graph --write

devices: build ## Write udev rules, hwdb and the device list anew from the drivers' tables
	@$(BIN)/hallway-devices generate .

clean-demo: ## Remove the demo's state
	@scripts/clean-demo "$(STATE)"

clean: ## Remove everything that was built
	@rm -rf .build .build-*
