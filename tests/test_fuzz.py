"""Random calls over the whole public surface: each gives what its rule says, or one of the package's clear errors.

The long run is `python -m tests.benchmarks.fuzz`; a fault that it finds becomes a row of the tables in `entries*.py`.
"""

import numpy as np
import pytest
from fuzz.runs import run

SEED, COUNT = 17, 2000


@pytest.mark.slow
def test_every_call_gives_what_its_rule_says_or_a_clear_error():
    came = run(SEED, COUNT)

    assert not came.wrong, came.report()
    assert sum(came.kinds.values()) == COUNT
    assert min(came.kinds["made"], came.kinds["refused"]) > COUNT // 4, came.report()


@pytest.mark.parametrize(
    ("name", "texts", "result", "kind"),
    [
        ("pool.downsample2d", {"y": "A(0, (1, 1, 4, 4))", "stride": "2"}, np.ones((1, 1, 2, 3)), "made"),
        ("pool.downsample2d", {"y": "A(0, (1, 1, 4, 4))", "stride": "2"}, np.ones((1, 1, 2, 2)), "made"),
        ("pool.downsample2d", {"y": "A(0, (1, 1, 4, 4))", "stride": "0"}, np.ones((1, 1, 2, 2)), "silent"),
        ("pool.downsample2d", {"y": "A(0, (1, 1, 4, 4))", "stride": "2"}, ValueError("raw"), "unclear"),
        ("pool.downsample2d", {"y": "A(0, (1, 1, 4, 4))", "stride": "2"}, MemoryError(), "memory"),
    ],
)
def test_the_judge_finds_wrong_shapes_wrong_numbers_silence_and_raw_errors(monkeypatch, name, texts, result, kind):
    from fuzz import child

    def broken(**given):
        if isinstance(result, Exception):
            raise result
        return result

    assert child.judged(name, texts) == ("made" if texts["stride"] == "2" else "refused", "")
    monkeypatch.setattr(child.pool, "downsample2d", broken)
    came, wrong = child.judged(name, texts)
    assert came == kind
    assert wrong
