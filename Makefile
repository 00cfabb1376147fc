# `make run` opens the suite, `make test` checks everything; both install what is missing.
.PHONY: run test scenario fuzz check unit setup lock core tokens cluster clients

# Without a screen it says so, which is not an error of make.
run: setup
	@.venv/bin/sotto || [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ]

# A fifth of the time tests wait for sockets and processes: half as many workers again.
test: export PYTEST_XDIST_AUTO_NUM_WORKERS = \
  $(shell expr \( $$(getconf _NPROCESSORS_ONLN) \* 3 + 1 \) / 2)
# What was compiled of the tests stays for the next time.
test unit: export PYTHONDONTWRITEBYTECODE =
test: check
	.venv/bin/python -m pytest -n auto -m "not scenario" tests

# Where chance chooses what is tried: a little of it each time, much before a release.
SEARCHES = tests/unit tests/integration/test_meeting_houses.py \
  tests/integration/test_api_schemathesis.py tests/integration/test_api_hostile.py

# Whole services and hundreds of kills: minutes each, before a release.
scenario: setup
	.venv/bin/python -m pytest -p no:xdist -m scenario tests
	EXAMPLES=300 SOTTO_API_EXAMPLES=100 SOTTO_API_HOSTILE=5000 \
	  .venv/bin/python -m pytest -p no:xdist $(SEARCHES)

# Every parser of a device, given bytes of chance and true messages garbled: an hour of
# processor time, before a release. The statistics say how many were tried.
fuzz: setup
	EXAMPLES=40000 .venv/bin/python -m pytest -p no:xdist -m hypothesis \
	  --hypothesis-show-statistics tests/unit/hardware

# Fast feedback while working: no window, no network, and chance tries a third of what it
# tries in `make test`.
unit: setup
	EXAMPLES=10 .venv/bin/python -m pytest -n auto -p no:schemathesis tests/unit

check: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

setup:
	@packaging/setup.sh

# Renews the locked versions from pyproject.toml.
lock:
	.venv/bin/uv pip compile --quiet --universal --generate-hashes --no-header \
	  --upgrade --group dev pyproject.toml -o requirements.lock

# Renews the manifest of the fiscal core; VERSION=F1.1 gives it another version.
core: setup
	.venv/bin/python packaging/fiscal_core.py renew $(VERSION)

# The windows' design tokens as the developer console's CSS.
tokens: setup
	.venv/bin/python packaging/console_tokens.py > resources/console/tokens.css

# The clients of the API in packaging/clients, from its OpenAPI document; needs npm.
clients: setup
	@npm ci --prefix tests/node --no-audit --no-fund --ignore-scripts --silent
	.venv/bin/python packaging/clients/generate.py

# Three MariaDB servers on loopback as a Galera cluster, until Ctrl-C; tells their address.
cluster: setup
	@.venv/bin/python tests/kits/galera_kit.py
