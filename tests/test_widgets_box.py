"""BoxExplorer without a browser: what it sends, what it says, twin; boxes counted cell by cell."""

from __future__ import annotations

import re

import numpy as np
import pytest
from as_browser import Prediction, received, tell
from traitlets import TraitError

from cnnkit import data
from cnnkit.widgets import BoxExplorer
from cnnkit.widgets.box.explorer import true_box
from cnnkit.widgets.box.view import agreement, contour, net_answers, turned


def cells(box):
    """The cells that a box of whole numbers covers."""
    row0, col0, row1, col1 = (int(edge) for edge in box)
    return {(r, c) for r in range(row0, row1) for c in range(col0, col1)}


def random_boxes(count, rng):
    corner = rng.integers(0, 30, (count, 2))
    return np.concatenate([corner, corner + rng.integers(0, 25, (count, 2))], axis=1).astype(float)


def test_areas_iou_and_squared_error_are_those_that_one_counts():
    rng = np.random.default_rng(0)
    for box, true in zip(random_boxes(200, rng), random_boxes(200, rng), strict=True):
        found, a, b = agreement(box, true), cells(box), cells(true)
        assert found.areas.tolist() == [len(a), len(b), len(a & b)]
        assert found.union == len(a | b)
        assert found.overlap == pytest.approx(len(a & b) / len(a | b) if a | b else 0)
        assert found.error == sum((p - q) ** 2 / 2 for p, q in zip(box, true, strict=True))
        eps = 1e-6
        for k in range(4):
            up, down = (agreement(box + sign * eps * np.eye(4)[k], true).error for sign in (1, -1))
            assert found.gradient[k] == pytest.approx((up - down) / (2 * eps), abs=1e-6)


@pytest.mark.parametrize("error", [[4, 4, 4, 4], [-4, -4, 4, 4], [1, 0, 0, 0], [3, -2, 5, 1], [0.5, 0.5, -1, 2]])
def test_a_turned_error_has_the_same_length_and_comes_round(error):
    true = np.array([20.0, 12, 44, 52])
    box = true + error
    for degrees in (0, 37, 90, 180, 275):
        other = turned(box, true, degrees)
        assert ((other - true) ** 2).sum() == pytest.approx((np.array(error) ** 2).sum())
    np.testing.assert_allclose(turned(box, true, 0), box)
    np.testing.assert_allclose(turned(box, true, 360), box)
    np.testing.assert_allclose(turned(box, true, 180), true - error, atol=1e-9)
    degrees, overlaps = contour(box, true)
    assert np.ptp(overlaps) > 0.02 or np.abs(error).max() <= 1
    assert overlaps[18] == agreement(turned(box, true, 90), true).overlap and degrees[18] == 90


def test_without_an_error_there_is_nothing_to_turn():
    explorer = BoxExplorer(box=true_box(40), turn=90)
    assert explorer.found.overlap == 1 and explorer.found.error == 0
    assert "There is no error to turn." in explorer.describe()


def test_bytes_carry_both_boxes_and_the_way():
    explorer = BoxExplorer(box=(22, 12, 44, 60), turn=45)
    came = received(explorer)
    np.testing.assert_allclose(came["true"], [20, 12, 44, 52])
    np.testing.assert_allclose(came["box"], turned([22, 12, 44, 60], [20, 12, 44, 52], 45))
    assert came["curve"].shape == (73, 2) and came["image"].size == 0
    mark = explorer.picture.facts["mark"]
    assert mark == [45, explorer.found.overlap]
    assert came["curve"][9].tolist() == pytest.approx(mark)


def test_every_number_is_written_out():
    text = BoxExplorer(box=(24, 16, 48, 56)).describe()
    for part in (
        "intersection = (44 − 24) · (52 − 16) = 720", "union = 960 + 960 − 720 = 1200", "IoU = 720 / 1200 = 0.60",
        "squared error = ½·(4² + 4² + 4² + 4²) = 32", "y − d = (4, 4, 4, 4)",
    ):  # fmt: skip
        assert part in text
    apart = BoxExplorer(box=(50, 2, 60, 10)).describe()
    assert "max(0, 44 − 50) · max(0, 10 − 12) = 0" in apart and "(−10)² + 16² + (−42)²" in apart


def test_a_dragged_box_begins_anew_and_another_size_keeps_the_error():
    explorer = BoxExplorer()
    explorer.turn = 90
    explorer.box = (20, 12, 44, 56)
    assert explorer.turn == 0 and explorer.found.gradient.tolist() == [0, 0, 0, 4]
    before = explorer.found.overlap
    explorer.size = 10
    assert explorer.true.tolist() == [29, 27, 35, 37] and explorer.found.gradient.tolist() == [0, 0, 0, 4]
    assert explorer.found.error == 8 and explorer.found.overlap < before
    explorer.size = 40
    assert explorer.found.overlap == before
    tell(explorer, kind="press", name="reset")
    assert (explorer.box, explorer.size, explorer.turn) == ((24, 16, 48, 56), 40, 0)


@pytest.mark.parametrize("wrong", [(1, 2, 3), (0, 0, np.nan, 1), (5, 0, 4, 9), (0, 9, 4, 5)])
def test_a_box_that_is_none_is_refused_in_words(wrong):
    with pytest.raises(TraitError, match="row0, col0, row1, col1"):
        BoxExplorer(box=wrong)


def test_the_trained_nets_scenes_come_worst_or_best_first():
    worst, best = BoxExplorer(face="net"), BoxExplorer(face="net", order="best")
    answers = net_answers()
    assert "· (46.1 − 38.5) = 0" in worst.describe()  # nothing shared is not nearly nothing
    assert worst.found.overlap == answers.overlaps.min() and best.found.overlap == answers.overlaps.max()
    worst.scene = 7
    assert worst.found.overlap == np.sort(answers.overlaps)[7]
    images, (labels, true) = data.load("boxes", "test")
    place = next(k for k in range(len(images)) if np.array_equal(images[k, 0], answers.images[7]))
    assert answers.labels[7] == labels[place] and np.allclose(answers.true[7], true[place])
    np.testing.assert_allclose(received(worst)["image"], answers.images[7])
    assert data.KINDS[labels[place]] in worst.describe()
    share = float(re.search(r"([\d.]+)% of the classes", worst.describe())[1])
    assert share == pytest.approx(100 * np.mean(answers.labels == answers.said), abs=0.06)


def test_the_twin_draws_both_boxes_the_curve_and_all_words():
    explorer = BoxExplorer(turn=30)
    figure = explorer.static_figure()
    scene, chart = figure.axes
    drawn = [(patch.get_y(), patch.get_x(), patch.get_y() + patch.get_height(), patch.get_x() + patch.get_width()) for patch in scene.patches]
    for box in (explorer.true, explorer.shown):
        assert any(np.allclose(box, each) for each in drawn)
    np.testing.assert_allclose(chart.lines[0].get_ydata(), contour(explorer.box, explorer.true)[1])
    written = " ".join(text.get_text() for text in figure.texts)
    assert explorer.picture.words in written and all(note in written for note in explorer.picture.notes)


def test_a_prediction_unlocks_it():
    prediction = Prediction()
    explorer = BoxExplorer(after=prediction)
    assert explorer.locked
    prediction.answered = True
    assert not explorer.locked


def test_what_a_hand_grips_and_moves(node):
    node("box.test.mjs", BoxExplorer)
