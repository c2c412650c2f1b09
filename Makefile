# Everything a newcomer types. The first call sets up .venv from the requirements files.
PYTHON ?= python3
VENV ?= .venv
RUN := $(VENV)/bin/python
STAMP := $(VENV)/.installed
DATABASE_URL_SERVICES ?= postgres://postgres@127.0.0.1:5432/test
REDIS_URL_SERVICES ?= redis://127.0.0.1:6379/9

.PHONY: help setup demo run test test-services check diagrams catalogues bench fuzz clean

help: ## what there is to type
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(STAMP) ## the virtual environment with everything pinned
$(STAMP): requirements.txt requirements-dev.txt
	@echo "Setting up $(VENV) (under a minute; only the first time) ..."
	@$(PYTHON) -c 'import sys; sys.exit("hmsach needs Python 3.11 or newer; this is %s" % sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(RUN) || $(PYTHON) -m venv $(VENV)
	@$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

demo: $(STAMP) ## set up on SQLite and run the main job against the sandbox, start to end
	@$(RUN) manage.py demo

run: $(STAMP) ## the same world, left running at http://127.0.0.1:8000/
	@$(RUN) manage.py demo --serve

test: $(STAMP) ## the tests, on the embedded default (SQLite, filesystem broker)
	@env -u DATABASE_URL -u REDIS_URL $(RUN) -m pytest -n 2 --dist loadfile -q

test-services: $(STAMP) ## the same tests on PostgreSQL and Redis
	@DATABASE_URL="$${DATABASE_URL:-$(DATABASE_URL_SERVICES)}" REDIS_URL="$${REDIS_URL:-$(REDIS_URL_SERVICES)}" \
		$(RUN) -m pytest -n 2 --dist loadfile -q

check: $(STAMP) ## format, lint, types, import contract, migrations, diagrams
	@echo "format";      $(VENV)/bin/ruff format --check --quiet . 
	@echo "lint";        $(VENV)/bin/ruff check --quiet .
	@echo "types";       $(VENV)/bin/mypy hmsach edi payments reconciliation demo bench fuzz
	@echo "imports";     $(VENV)/bin/lint-imports --no-cache
	@echo "system";      $(RUN) manage.py check --fail-level WARNING
	@echo "migrations";  $(RUN) manage.py makemigrations --check --dry-run
	@echo "diagrams";    $(RUN) manage.py state_diagrams --check
	@echo "schema";      $(RUN) manage.py spectacular --validate --fail-on-warn --file /dev/null

diagrams: $(STAMP) ## write the state diagrams in docs/architecture.md again
	@$(RUN) manage.py state_diagrams

catalogues: $(STAMP) ## write the pages of the codecs' rules in docs/rules again
	@mkdir -p docs/rules
	@for codec in nacha x12 bai2; do $(RUN) -m edi.$$codec rules > docs/rules/$$codec.md; done

PEERS := var/bench/.peers
$(PEERS): $(STAMP) requirements-bench.txt
	@echo "Setting up the readers to measure beside (a minute or two; only the first time) ..."
	@$(RUN) -m bench.peers
	@touch $@

bench: $(PEERS) ## the benchmarks: the codecs beside other readers (ONLY=nacha, x12, bai2), then ours
	@$(RUN) -m bench $(if $(ONLY),--only $(ONLY))
	@$(if $(ONLY),,$(RUN) manage.py bench)

RUNS ?= 300000
fuzz: $(STAMP) ## the parsers on damaged input, RUNS of them (default 300,000, some minutes)
	@$(RUN) -m fuzz all --runs $(RUNS)

clean: ## forget the demo's world; the virtual environment stays
	rm -rf var
