"""A sandbox for the tests that need one: skipped with a reason where none can be had, a failure in CI."""

import os

import pytest

from cnnkit.classroom.limits import Limits
from cnnkit.classroom.sandbox import Sandbox
from cnnkit.classroom.walls import SandboxError
from tests.classroom import classes as programs


@pytest.fixture(scope="session")
def walled():
    """Fails or skips where there is no sandbox."""
    try:
        with Sandbox(Limits()):
            pass
    except SandboxError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error).split("\n")[0])


@pytest.fixture(scope="session")
def tried(walled):
    """Marks programs in one sandbox that all tests of a worker share, each in a process of its own."""
    with Sandbox(programs.LIMITS) as sandbox:
        yield programs.Tried(sandbox)
