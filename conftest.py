"""Every test has a learner's folder of its own, so that none reads or writes the real one."""

import pytest


@pytest.fixture(autouse=True)
def own_state(tmp_path, monkeypatch):
    monkeypatch.setenv("CNNKIT_STATE", str(tmp_path / ".cnnkit"))
