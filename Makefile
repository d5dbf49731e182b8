# Python 3.11 or newer and make are all that a machine needs; everything else is fetched into .venv and static/vendor.
.DEFAULT_GOAL := help
SHELL := /bin/sh

PORT ?= 8000
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi:create_app
CATALOGUES := $(wildcard blueprints/translations/*/LC_MESSAGES/messages.po)
TESTS ?= tests

SCENARIOS ?=

.PHONY: help run test demo bench check messages lock tree clean base dev

help: ## Show what can be asked
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

run: base ## Start the platform with a believable demo (PORT=8000); a second start keeps the data
	@$(BIN)/python requirements/assets.py pages
	@$(BIN)/python requirements/assets.py fonts & \
	PORT=$(PORT) $(FLASK) prepare && \
	PORT=$(PORT) exec $(BIN)/gunicorn --config python:blueprints.serving 'wsgi:create_app()'

test: dev ## Install what tests need and run them all (TESTS=path for some)
	@$(BIN)/python requirements/assets.py dev
	@$(BIN)/python requirements/assets.py fonts
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(TESTS)

demo: base ## Play one mediation from application to ruling against a real server
	@$(BIN)/python requirements/assets.py fonts
	@$(BIN)/python -m tests.journeys.play

bench: dev ## Measure the room, the public log, the check of a draft, the documents, signing and the desk (build/bench; see docs/bench.md)
	$(BIN)/python -m bench.room $(SCENARIOS)
	$(BIN)/python -m bench.log
	$(BIN)/python -m bench.drafting
	$(BIN)/python -m bench.documents
	$(BIN)/python -m bench.signing
	$(BIN)/python -m bench.bundles
	$(BIN)/python -m bench.desk

check: dev ## Lint, types, import contracts, dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/pyright --warnings
	$(BIN)/lint-imports
	$(BIN)/deptry .

messages: dev ## Collect the sentences of pages into the catalogues and compile them
	@mkdir -p build
	@$(BIN)/pybabel --quiet extract --mapping requirements/babel.cfg --keywords _l --keywords lazy_gettext \
		--sort-output --no-location --no-wrap --project Heqi --output build/messages.pot .
	@for po in $(CATALOGUES); do \
		locale=$$(basename $$(dirname $$(dirname $$po))); \
		$(BIN)/pybabel --quiet update --input-file build/messages.pot --output-file $$po --locale $$locale \
			--no-fuzzy-matching --ignore-obsolete --no-wrap --omit-header || exit 1; \
		cat requirements/catalogue.po $$po >build/messages.po && mv build/messages.po $$po || exit 1; \
	done
	@$(MAKE) --no-print-directory base

lock: dev ## Resolve the dependencies of pyproject.toml again, with digests and without host names
	@$(BIN)/python requirements/lock.py
	@npm install --package-lock-only --omit=optional
	@npm install --package-lock-only --prefix requirements/fonts

tree: dev ## Write docs/tree.md anew from the first line of every file
	@$(BIN)/python -m tests.architecture.tree

clean: ## Remove what can be made again; var/ (your data and keys) stays
	rm -rf .venv build node_modules static/vendor .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

base dev:
	@test -n "$(PYTHON)" || { echo "Heqi needs Python 3.11 or newer."; exit 1; }
	@$(PYTHON) requirements/install.py $@
	@$(if $(CATALOGUES),$(MAKE) --silent --no-print-directory $(CATALOGUES:.po=.mo))

%.mo: %.po
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
