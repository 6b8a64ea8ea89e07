"""ScanExplorer without a browser: bytes, tied edits, learners' functions, twin."""

from __future__ import annotations

import numpy as np
import pytest
from as_browser import Prediction, received, tell
from both_lights import block, check_lights
from traitlets import TraitError

from cnnkit import ShapeError, reference
from cnnkit.widgets import ScanExplorer
from cnnkit.widgets.scan.examples import EXAMPLES, NETWORKS


def plain_matrix(w, size) -> np.ndarray:
    """The dense layer of a scan: what each pixel alone makes of the outputs."""
    columns = []
    for place in np.ndindex(*size):
        y = np.zeros((1, 1, *size))
        y[(0, 0, *place)] = 1
        columns.append(reference.conv2d(y, w[None, None], np.zeros(1)).ravel())
    return np.array(columns).T


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("network", NETWORKS)
def test_bytes_carry_scan_and_matrix(example, network):
    explorer = ScanExplorer(example=example, network=network)
    for kernel_size in (1, 2, 3):
        explorer.kernel_size = kernel_size
        came, w = received(explorer), explorer._filters[0]
        z = reference.conv2d(explorer.y[None, None], w, explorer._biases[0])[0]
        for n, one in enumerate(z):
            assert np.array_equal(came[f"z0{n}/values"], one)
        assert np.array_equal(came["a/values"], plain_matrix(w[0, 0], explorer.y.shape))
        assert not explorer.message


def test_copies_of_one_weight_share_a_tint_with_it():
    came = received(ScanExplorer())
    for place in np.ndindex(2, 2):
        tint = came["w0/tints"][place]
        assert (came["a/tints"] == tint).sum() == 9
        assert (came["a/values"][came["a/tints"] == tint] == came["w0/values"][place]).all()
    assert (came["a/tints"] == -1).sum() == 144 - 36


@pytest.mark.parametrize(("grid", "row", "column"), [("w0", 0, 1), ("a", 4, 6), ("a", 0, 1)])
def test_a_changed_weight_changes_all_its_copies(grid, row, column):
    explorer = ScanExplorer()
    tell(explorer, kind="edit", grid=grid, row=row, column=column, value=7)
    came = received(explorer)
    assert came["w0/values"].tolist() == [[1, 7], [2, 0]]
    assert (came["a/values"] == 7).sum() == 9
    assert np.array_equal(came["a/values"], plain_matrix(explorer._filters[0][0, 0], (4, 4)))
    tell(explorer, kind="press", name="reset")
    assert received(explorer)["w0/values"].tolist() == [[1, -1], [2, 0]]


def test_a_zero_of_the_matrix_is_no_weight():
    explorer = ScanExplorer()
    tell(explorer, kind="edit", grid="a", row=0, column=15, value=7)
    assert "no copy of a weight" in explorer.message
    assert not (received(explorer)["a/values"] == 7).any()


def test_gradient_of_a_weight_is_the_sum_over_its_copies():
    explorer = ScanExplorer(tab="gradient", example="lopsided")
    came, net = received(explorer), explorer.net
    dz = net.dz[-1]
    right = reference.conv2d_grad_weight(dz[None], explorer.y[None, None], (2, 2))[0, 0]
    assert np.array_equal(came["dw0/values"], right)
    assert np.array_equal(came["g/values"], np.outer(dz, explorer.y))
    assert np.array_equal(came["g/hatched"].astype(bool), explorer.dense.owner < 0)
    assert np.array_equal(came["dw0/frames"][-1], right)
    tell(explorer, kind="edit", grid="dz", row=0, column=0, value=9)
    assert received(explorer)["dz/values"][0, 0] == 9


def test_the_prediction_of_the_lesson_can_be_read_off():
    explorer = ScanExplorer(tab="gradient", y=np.ones((10, 10)), kernel_size=3)
    assert (
        "Of 6400 entries of dA, 576 reach the 9 weights: 64 copies each."
        in (explorer.picture.notes[0])
    )


def test_further_layers_are_one_by_one_filters():
    explorer = ScanExplorer(network="3-2-1", layer=2, unit=1)
    came = received(explorer)
    assert [came[f"w{m}/values"].shape for m in range(3)] == [(1, 1)] * 3
    assert came["a/values"].shape == (9, 27)
    assert np.array_equal((came["a/values"] != 0).sum(axis=1), [3] * 9)
    explorer.network = "1"
    assert (explorer.layer, explorer.unit, explorer.message) == (1, 0, "")


def right_scan(y, w, bias):
    return reference.conv2d(np.array(y)[None, None], np.array(w)[None, None], [bias])[0, 0]


def wrong_columns(w, size):
    """S01: the column index uses the width of the output."""
    out = size[0] - w.shape[0] + 1, size[1] - w.shape[1] + 1
    matrix = np.zeros((out[0] * out[1], size[0] * size[1]))
    for i, j in np.ndindex(*out):
        for p, q in np.ndindex(*w.shape):
            matrix[i * out[1] + j, (i + p) * out[1] + (j + q)] = w[p, q]
    return matrix


def test_a_learners_functions_are_shown_and_crossed_where_they_differ():
    came = received(ScanExplorer(scan=right_scan, conv_as_matrix=wrong_columns))
    assert not came["z00/crossed"].any()
    right = plain_matrix(np.array([[1.0, -1], [2, 0]]), (4, 4))
    assert np.array_equal(came["a/crossed"].astype(bool), came["a/values"] != right)
    assert came["a/crossed"].any()
    doubled = ScanExplorer(tab="gradient", tied_gradient=lambda g, k, size: 2 * np.ones(k))
    assert received(doubled)["dw0/crossed"].any()
    raising = ScanExplorer(scan=lambda y, w, bias: y[99])
    assert any("IndexError" in note for note in raising.picture.notes)
    raising.network, raising.layer = "2-1", 2
    assert any("reads one map" in note for note in raising.picture.notes)


def test_bad_settings_are_refused_in_python_and_taken_back_on_the_screen():
    with pytest.raises(ValueError, match="no example"):
        ScanExplorer(example="cat")
    with pytest.raises(TraitError, match="network"):
        ScanExplorer(network="9")
    with pytest.raises(ValueError, match="finite"):
        ScanExplorer(y=[1, 2])
    with pytest.raises(ShapeError):
        ScanExplorer(y=[[1, 2]], kernel_size=2)
    with pytest.raises(ValueError, match="no unit"):
        ScanExplorer(unit=3)
    explorer = ScanExplorer(y=[[1, 2, 0], [0, 1, 1]])
    explorer.kernel_size = 3
    assert explorer.kernel_size == 2
    assert "smaller patch" in explorer.message


def test_own_perceptron_and_twin():
    explorer = ScanExplorer(y=[[1, 2, 3]], w=[[1, -1]])
    assert explorer.dense.matrix.tolist() == [[1, -1, 0], [0, 1, -1]]
    explorer.w = [[2, 5]]
    assert explorer.dense.matrix.tolist() == [[2, 5, 0], [0, 2, 5]]
    data, metadata = explorer._repr_mimebundle_()
    assert data["image/png"]
    assert "a perceptron scans a 1 × 3 image" in metadata["image/png"]["alt"]
    assert repr(explorer) == (
        'ScanExplorer(example="given", kernel_size=2, layer=1, network="1", tab="forward", unit=0)'
    )


def test_a_prediction_unlocks_it():
    prediction = Prediction()
    explorer = ScanExplorer(after=prediction)
    assert explorer.locked
    prediction.answered = True
    assert not explorer.locked


def test_lights(tmp_path, node):
    copies = [(i * 3 + j, i * 4 + j + 1) for i, j in np.ndindex(3, 3)]
    others = [copy for copy in copies if copy != (4, 6)]
    forward = [
        (("w0", 0, 1), "a", "weight", copies, "stands 9 times in A"),
        (("w0", 0, 1), "y", "reads", block(0, 1, 3, 3), ""),
        (("a", 4, 6), "a", "weight", others, "Row 4 is position (1, 1), column 6 is Y(1, 2)"),
        (("a", 4, 6), "w0", "weight", [(0, 1)], "A(4, 6) = w(0, 1) = −1"),
        (("a", 4, 6), "y", "reads", [(1, 2)], "one of 9 copies"),
        (("a", 4, 6), "z00", "reads", [(1, 1)], ""),
        (("a", 0, 15), "w0", "weight", [], "the entry is 0 and no weight"),
        (("z00", 1, 1), "y", "reads", block(1, 1, 2, 2), "row 4 of A"),
        (("z00", 1, 1), "a", "weight", [(4, 5), (4, 6), (4, 9), (4, 10)],
         "z(1, 1) = 1·1 + (−1)·3 + 2·0 + 0·1 + 1 (bias) = −1"),
        (("y", 1, 2), "a", "weight", [(1, 6), (2, 6), (4, 6), (5, 6)], "column 6 of A"),
    ]  # fmt: skip
    gradient = [
        (("dw0", 0, 1), "g", "weight", copies, "sum over them"),
        (("dz", 1, 1), "g", "weight", [(4, 5), (4, 6), (4, 9), (4, 10)], "row 4 of dA"),
        (("g", 4, 6), "dw0", "weight", [(0, 1)], "dA(4, 6) = (−1)·3 = −3"),
        (("g", 0, 15), "dw0", "weight", [], "belongs to no weight"),
    ]
    deep = [
        (("z20", 1, 1), "z10", "reads", [(1, 1)], "2·2 + (−1)·4 + 0 (bias) = 0"),
        (("z20", 1, 1), "z02", "reads", [(1, 1)], ""),
        (("z20", 1, 1), "y", "reads", block(1, 1, 2, 2), "Choose layer 3, unit 0"),
        (("w2", 0, 0), "a", "weight", [(k, 18 + k) for k in range(9)], "9 times"),
    ]
    check_lights(tmp_path, node, {
        "forward": (ScanExplorer(), forward),
        "gradient": (ScanExplorer(tab="gradient"), gradient),
        "deep": (ScanExplorer(network="3-2-1", layer=2), deep),
        "deep gradient": (ScanExplorer(network="3-2-1", layer=2, unit=1, tab="gradient"), []),
        "lopsided": (ScanExplorer(example="lopsided", kernel_size=3), []),
        "digit": (ScanExplorer(example="digit", kernel_size=3), []),
    })  # fmt: skip
