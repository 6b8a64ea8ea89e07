# make lab    opens the course        make test   runs everything
# make check  the fast tests     make bench  measures the speed beside PyTorch and writes the table
# ARGS go to the command, for example: make lab ARGS="--no-browser --port 8890"

PYTHON ?= python3
ARGS ?=
RUN := .venv/bin/python -m
# pytest keeps the tests that it rewrote, and each worker of the next run reads them: half of what collecting costs
unexport PYTHONDONTWRITEBYTECODE
# cold machines compile the kernels on first use: two workers share them
# a worker keeps to neighbouring tests, which share what is made once; plugins that take two seconds to load in each
# process and do nothing here stay out
# a kernel's second thread sleeps between two of them: while it waited busily, it took the other worker's processor
UNIT := OMP_WAIT_POLICY=passive $(RUN) pytest -q -p no:cacheprovider -p no:nbval -p no:anyio -p no:logging -n 2 \
	--dist worksteal
NBVAL := --nbval-lax --nbval-current-env --nbval-cell-timeout=120 --nbval-kernel-startup-timeout=120 \
	--dist loadscope
BROWSER := $(RUN) pytest -q -p no:nbval tests/browser

.PHONY: lab test check bench bench-long lint unit jit-off notebooks browser clean

lab:
	@$(PYTHON) tools/bootstrap.py
	@$(RUN) cnnkit lab $(ARGS)

test: lint unit jit-off notebooks browser

check: .venv/test lint
	CNNKIT_EXAMPLES=few $(UNIT) -m "not slow and not browser" --ignore tests/browser --ignore tests/test_diagnosis.py tests cnnkit $(ARGS)

.PHONY: .venv/test
.venv/test:
	@$(PYTHON) tools/bootstrap.py test

lint: .venv/test
	$(RUN) ruff check .
	.venv/bin/lint-imports

unit: .venv/test
	$(UNIT) -m "not browser" tests cnnkit $(ARGS)

# wrong indices raise here, where compiled code would read past the end; plain NumPy warns of inf - inf, which
# compiled code does silently
jit-off: .venv/test
	NUMBA_DISABLE_JIT=1 $(UNIT) -W ignore::RuntimeWarning -k "not pytorch" -m "not browser and not slow" tests/test_kernels*.py tests/test_conv.py \
		tests/test_pool.py tests/test_transposed.py

notebooks: .venv/test
	CNNKIT_STATE=$$(mktemp -d) $(RUN) pytest -q -p no:cacheprovider -n 2 $(NBVAL) notebooks

# three workers for two processors: a third of the time a page, a server and a kernel wait for each other;
# on a busy machine a page may miss a deadline of JupyterLab's own: what failed gets one second try
browser: .venv/test
	$(BROWSER) -n 3 -m "not alone" || $(BROWSER) -m "not alone" --last-failed
	$(BROWSER) -m alone || $(BROWSER) -m alone --last-failed

bench: .venv/test
	.venv/bin/pip install --quiet torch==2.13.0 onnxruntime
	$(RUN) tests.benchmarks $(ARGS)
	$(RUN) tests.benchmarks.training $(ARGS)

# LeNet on all of Fashion-MNIST, then banks beside plain nets, three seeds each: about half an hour;
# then depths with and without skips, and ResNet-20 beside PyTorch's: some hours, and what is done is kept;
# then 100,000 random calls: each gives what its rule says, or a clear error; then class, box and joints beside PyTorch's, an hour
bench-long: .venv/test
	$(RUN) tests.benchmarks.clothes $(ARGS)
	$(RUN) tests.benchmarks.invariance $(ARGS)
	$(RUN) tests.benchmarks.depths $(ARGS)
	$(RUN) tests.benchmarks.resnet20 $(ARGS)
	$(RUN) tests.benchmarks.fuzz
	$(RUN) tests.benchmarks.scenes $(ARGS)
	$(RUN) tests.benchmarks.joints $(ARGS)

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis build dist
