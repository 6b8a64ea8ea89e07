"""The benchmark compares equals, and says where a row falls short."""

import numpy as np
import pytest
from benchmarks.onnx_model import model
from benchmarks.report import Row, summary, write
from benchmarks.timing import agree, compare
from benchmarks.works import works


@pytest.mark.slow
def test_every_row_does_the_work_that_pytorch_does():
    torch = pytest.importorskip("torch", reason="PyTorch is not installed (extra bench)")

    rows = works(torch)

    assert len(rows) > 50
    for row in rows:
        assert agree(row.ours(), row.theirs()), row.name


def test_onnxruntime_reads_the_handwritten_model():
    onnxruntime = pytest.importorskip("onnxruntime", reason="onnxruntime is not installed")
    y, w = np.arange(9, dtype=np.float32).reshape(1, 1, 3, 3), np.ones((1, 1, 2, 2), np.float32)

    session = onnxruntime.InferenceSession(model("Conv", (y, w), {"strides": [1, 1], "group": 1}))

    assert session.run(None, {"y": y})[0][0, 0].tolist() == [[8, 12], [20, 24]]


def test_a_slower_program_has_the_smaller_ratio():
    def busy(count):
        return lambda: sum(range(count))

    done = compare({"ours": busy(1_000), "torch": busy(20_000)}, runs=1, seconds=0.02)

    assert 5 < done.ratio("torch") < 80


@pytest.mark.slow
def test_a_row_that_falls_short_is_marked(tmp_path):
    rows = [
        Row("quick", 1, 1.0, 2, ours=1e-3, theirs=4e-3, ratio=4.0),
        Row("within the noise", 1, 1.0, 2, ours=1e-3, theirs=0.91e-3, ratio=0.91),
        Row("slow", 1, 1.0, 2, ours=1e-3, theirs=0.5e-3, ratio=0.5, onnx=0.4),
    ]

    write(rows, (90.0, 100.0), 5, "table", tmp_path)

    table = (tmp_path / "table.md").read_text()
    assert table.count("short by") == 1
    assert "| slow | 1.000 | 0.500 | 0.50 | 1.0 | 2 | 0.40 | short by 50% |" in table
    assert "90 of 100 GFLOP/s" in table
    assert "Worst against its must: slow" in summary(rows)
    assert (tmp_path / "table.png").stat().st_size > 5_000
