"""Every test has a learner's folder of its own, so that none reads or writes the real one; node runs shipped JavaScript."""

import gc
import itertools
import linecache
import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent / "tests" / "javascript"
NUMBERS = itertools.count()


def pytest_collection():
    # thousands of tests are made now and stay to the end: nothing among them is garbage, now or at any later look
    gc.disable()


def pytest_collection_finish():
    gc.freeze()
    gc.set_threshold(50_000)  # new objects between two looks for garbage; with 700 every fifteenth second went there
    gc.enable()


def pytest_runtest_setup(item):
    if isinstance(item, pytest.DoctestItem):
        linecache.clearcache()  # or doctest asks the disk about every file that a traceback ever quoted


@pytest.fixture(autouse=True)
def own_state(tmp_path_factory, monkeypatch):
    # named, and made by whoever keeps something: most of the thousands of tests keep nothing
    monkeypatch.setenv("CNNKIT_STATE", str(tmp_path_factory.getbasetemp() / f"state-{next(NUMBERS)}"))


@pytest.fixture
def node(tmp_path):
    """Run one script of tests/javascript on the module of an explorer.

    Without node it skips, with a reason.
    """
    found = shutil.which("node")
    if not found:
        pytest.skip("no node on this machine (Debian: apt-get install nodejs)")

    def run(script: str, explorer_class, **environment):
        module = tmp_path / f"{explorer_class.__name__}.mjs"
        module.write_text(explorer_class.module_source(), encoding="utf-8")
        done = subprocess.run(
            [found, "--test-reporter=tap", str(SCRIPTS / script)],  # without --test: that starts a second node
            env=os.environ | {"MODULE": str(module)} | environment,
            capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
        assert "# fail 0" in done.stdout and "# pass 0" not in done.stdout

    return run
