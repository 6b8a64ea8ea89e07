"""PoseExplorer and PoseTraining without a browser: bytes, messages, learners' functions, runs, twins."""

from __future__ import annotations

import math
import re
import time

import numpy as np
import pytest
from as_browser import Prediction, received, tell
from both_lights import check_lights
from traitlets import TraitError

from cnnkit import data, reference
from cnnkit.data import JOINTS
from cnnkit.numbers import number
from cnnkit.widgets import PoseExplorer, PoseTraining
from cnnkit.widgets.pose.examples import COUNT, figures, ranked
from cnnkit.widgets.pose.view import THRESHOLDS
from cnnkit.widgets.pose_training.picture import PoseMoment
from cnnkit.widgets.pose_training.picture import training as training_picture
from cnnkit.widgets.pose_training.view import Learned

HAND = JOINTS.index("left hand")


def moved(explorer, joint: int, place) -> list:
    """The joints with one of them elsewhere, as the browser sends them."""
    places = received(explorer)["joints"].tolist()
    places[joint] = list(place)
    return places


@pytest.mark.parametrize(("stride", "sigma"), [(4, 1.0), (8, 0.5), (16, 3.0)])
def test_bytes_carry_the_maps_and_what_is_read_back(stride, sigma):
    explorer = PoseExplorer(figure=5, stride=stride, sigma=sigma, joint=2)
    came, true = received(explorer), figures()[1][5]
    maps = reference.joint_heatmaps(true[None] / stride, (64 // stride, 64 // stride), sigma)

    assert np.allclose(came["maps"], maps[0])
    assert np.allclose(came["map/values"], maps[0, 2])
    assert np.allclose(came["down/values"] * came["along/values"], maps[0, 2])
    assert np.allclose(came["read"], reference.decode_heatmaps(maps, stride)[0])
    explorer.half = False
    assert np.allclose(received(explorer)["read"], came["read"] - stride / 2)


def test_a_joint_that_is_dragged_takes_its_hill_with_it():
    explorer = PoseExplorer(figure=5, joint=HAND)
    explorer.joints = moved(explorer, HAND, (2.0, 61.5))
    came = received(explorer)

    assert np.unravel_index(came["maps"][HAND].argmax(), (16, 16)) == (0, 15)
    assert came["read"][HAND].tolist() == [2, 62]
    assert np.array_equal(np.delete(came["joints"], HAND, 0), np.delete(figures()[1][5].round(2), HAND, 0))
    explorer.figure = 6
    assert np.allclose(received(explorer)["joints"], figures()[1][6])


def test_joints_stay_in_the_image_and_nonsense_is_refused():
    explorer = PoseExplorer()
    explorer.joints = moved(explorer, 0, (-5, 99))
    assert received(explorer)["joints"][0].tolist() == [0, 64]
    for wrong in ([[1, 2]], [[math.nan, 0]] * 14):
        with pytest.raises(ValueError, match="14, 2"):
            explorer.joints = wrong
    tell(explorer, kind="press", name="back")
    assert explorer.joints == []
    with pytest.raises(TraitError):
        PoseExplorer(stride=5)
    with pytest.raises(TypeError, match="no setting"):
        PoseExplorer(strides=4)


def test_what_is_said_of_the_half_cell_is_true():
    explorer = PoseExplorer(figure=9, stride=8)
    true, came = figures()[1][9], received(explorer)
    far = [np.mean([math.dist(a, b) for a, b in zip(true, came["read"] - shift)]) for shift in (0, 4)]

    assert any(f"lie {far[0]:.2f} pixels" in note and f"half cell {far[1]:.2f}" in note for note in explorer.picture.notes)
    assert any("at most 5.66 pixels" in note for note in explorer.picture.notes)


def test_a_learners_functions_are_shown_and_crossed():
    def without_half(heatmaps, stride):
        return reference.decode_heatmaps(heatmaps, stride) - stride / 2

    explorer = PoseExplorer(figure=5, joint_heatmaps=lambda joints, size, sigma: reference.joint_heatmaps(joints, size, sigma) * 2)
    assert received(explorer)["map/crossed"].any() and "differs in" in " ".join(explorer.picture.notes)
    explorer = PoseExplorer(figure=5, decode_heatmaps=without_half)
    assert np.allclose(received(explorer)["read"], received(PoseExplorer(figure=5, half=False))["read"])
    assert any("Your decoding differs in 28 of 28" in note for note in explorer.picture.notes)
    broken = PoseExplorer(joint_heatmaps=lambda *_: 1 / 0, decode_heatmaps=lambda *_: 1 / 0)
    assert "ZeroDivisionError" in broken.picture.grid("map").trouble
    broken.static_figure()


def test_lights(tmp_path, node):
    cell = PoseExplorer(figure=5, joint=HAND).picture.facts["cell"]
    row, column = cell
    check_lights(tmp_path, node, {
        "map": (PoseExplorer(figure=5, joint=HAND), [
            (("map", row, column), "down", "reads", [(row, 0)], "left hand"),
            (("map", row, column), "along", "weight", [(0, column)], f"map({row}, {column}) = "),
            (("down", 3, 0), "map", "reads", [(3, c) for c in range(16)], "Row 3 is"),
            (("along", 0, 4), "map", "weight", [(r, 4) for r in range(16)], "Column 4 is"),
        ]),
        "coarse": (PoseExplorer(figure=5, stride=16, sigma=0.5), []),
    })  # fmt: skip


def test_the_twin_shows_figure_and_maps():
    explorer = PoseExplorer(figure=5)
    figure = explorer.static_figure()
    assert len(figure.axes) == 3 + 1 + 14
    data, metadata = explorer._repr_mimebundle_()
    assert data["image/png"] and metadata["image/png"]["alt"] == explorer.describe()
    assert "map(" in explorer.describe()


def test_a_prediction_unlocks_it():
    prediction = Prediction()
    explorer = PoseExplorer(after=prediction)
    assert explorer.locked
    prediction.answered = True
    assert not explorer.locked


# --- two nets -----------------------------------------------------------------------------------------


def test_the_worst_figures_come_first():
    explorer = PoseExplorer(tab="nets")
    errors = []
    for rank in (0, 1, COUNT // 2, COUNT - 1):
        explorer.rank = rank
        came = received(explorer)
        errors.append(np.hypot(*(came["found0"] - came["joints"]).T).mean())
    assert errors == sorted(errors, reverse=True)
    explorer.order = "numbers"
    assert explorer._ranked == ranked("numbers")[COUNT - 1]


def test_the_curves_are_the_shares_that_one_counts():
    came = received(PoseExplorer(tab="nets"))
    for k in (0, 1):
        shares = came[f"pck{k}"]
        assert shares[0] <= shares[10] <= shares[-1] <= 1 and (np.diff(shares) >= 0).all()
    assert np.allclose(came["thresholds"], THRESHOLDS)
    # by numbers one joint after the other
    explorer = PoseExplorer(tab="nets", order="numbers")
    near = total = 0
    for rank in range(10, COUNT, 20):  # from the worst to the best, in the middle of each twenty
        explorer.rank = rank
        came = received(explorer)
        near += sum(math.dist(a, b) <= 6.4 for a, b in zip(came["found1"], came["joints"]))
        total += len(JOINTS)
    assert abs(near / total - came["pck1"][10]) < 0.06


def test_the_difference_of_map_and_target_is_written_out():
    explorer = PoseExplorer(tab="nets", joint=HAND, cursor=["gap", 3, 4])
    came = received(explorer)
    assert np.allclose(came["gap/values"], came["map/values"] - came["target/values"])
    assert explorer.lit.sum.startswith("dmaps(3, 4) = ")
    assert explorer.lit.total == came["gap/values"][3, 4]
    assert len(explorer.static_figure().axes) == 3 + 2 + 1
    assert any("drawn" in note for note in explorer.picture.notes)


# --- training -----------------------------------------------------------------------------------------


@pytest.fixture
def training():
    """Make trainings; every one is closed in the end, and its thread is gone."""
    made = []

    def make(**settings):
        made.append(PoseTraining(**{"epochs": 2, "figures": 64, **settings}))
        return made[-1]

    yield make
    for one in made:
        one.close()
        one.wait(60)
        assert one._run is None or not one._run.thread.is_alive()


@pytest.mark.slow
def test_both_nets_are_trained_one_after_the_other_and_both_curves_stay(training):
    one = training(net="numbers")
    assert [control["hidden"] for control in one._controls if control["name"] == "figure"] == [True]
    assert one.picture.facts["words"].startswith("Press start: the net with numbers, 64 figures, 2 epochs")
    tell(one, kind="press", name="start")
    one.wait(120)
    assert one.state == "ended" and one.picture.facts["words"].startswith("Done: the net with numbers, 2 epochs in")
    one.net = "heat maps"
    tell(one, kind="press", name="start")
    one.wait(120)
    came = received(one)
    for k in (0, 1):
        assert came[f"pck{k}"][:, 0].tolist() == [1, 2] and ((came[f"pck{k}"][:, 1] >= 0) & (came[f"pck{k}"][:, 1] <= 1)).all()
        assert came[f"loss{k}"][-1, 0] == 2 and (came[f"loss{k}"][:, 1] > 0).all()
    # what is drawn of a figure is what the nets find of it, and the error is the mean of the distances
    unseen, true = (part[:300] for part in data.load("pose", "test"))
    assert np.array_equal(came["image"], unseen[0, 0]) and np.array_equal(came["joints"], true[0])
    off = [np.mean([math.dist(a, b) for a, b in zip(came[f"found{k}"], true[0])]) for k in (0, 1)]
    assert f"mean error {number(off[0])} pixels with heat maps, {number(off[1])} pixels with numbers." in " ".join(one.picture.notes)
    for k, kind in enumerate(("heat maps", "numbers")):
        found = one.learned[kind].found
        near = np.mean([math.dist(a, b) <= 6.4 for a, b in zip(found.reshape(-1, 2), true.reshape(-1, 2))])
        assert came[f"pck{k}"][-1, 1] == pytest.approx(near, abs=1e-6)
    one.figure = 7  # another figure changes no run
    assert one.state == "ended" and np.array_equal(received(one)["found0"], one.learned["heat maps"].found[7])
    assert len(one.static_figure().axes) == 2 + 2
    tell(one, kind="press", name="reset")
    came = received(one)
    assert one.state == "ready" and not {"image", "found0", "found1"} & set(came) and not len(came["loss0"]) + len(came["pck1"])


@pytest.mark.slow
def test_it_stops_in_the_middle_and_its_net_stays_while_it_runs(training):
    one = training(epochs=50)
    one.start()
    one.net = "numbers"
    assert one.net == "heat maps" and "stop it before you change this" in one.message
    one.stop()
    one.wait(120)
    assert one.state == "stopped"
    words = one.picture.facts["words"]
    assert re.match(r"Stopped after (\d of 50 epochs|[123] of 4 steps of the first epoch)", words)
    one.static_figure()


def test_progress_moves_within_an_epoch_and_the_time_left_is_that_of_steps():
    """Ten seconds for the drawing of figures say nothing of the steps; a few steps say nothing at all."""
    losses = [4.0, 2.0] * 30
    learned = {"heat maps": Learned(losses[:5], 40, [], None), "numbers": Learned()}
    given = {"kind": "heat maps", "state": "running", "epochs": 4, "figures": 6000, "scored": 300, "learned": learned,
             "threshold": 0.1, "figure": 0, "image": None, "joints": None, "before": 10.0, "error": ""}  # fmt: skip
    early = training_picture(PoseMoment(step=5, seconds=11.0, **given))
    assert early.facts["words"] == "Epoch 1 of 4, step 5 of 40, loss 4."
    assert early.facts["share"] == 5 / 160 and early.tables["loss0"].tolist() == [[0.1, 3.0], [0.125, 4.0]]
    learned["heat maps"].losses = losses
    later = training_picture(PoseMoment(step=60, seconds=10.0 + 60 * 0.2, **given))
    assert later.facts["words"] == "Epoch 2 of 4, step 20 of 40, loss 3; about 20 s left."
    slow = training_picture(PoseMoment(step=60, seconds=10.0 + 60 * 3.0, **given))
    assert slow.facts["words"].endswith("about 5 min left.")
    for step, words in ((20, "Paused after 20 of 40 steps of the first epoch"), (60, "Paused after 1 of 4 epochs")):
        assert training_picture(PoseMoment(step=step, seconds=20.0, **given | {"state": "paused"})).facts["words"].startswith(words)


def test_a_figure_is_looked_at_within_the_first_epoch(training):
    one = training(epochs=1, figures=640, net="numbers")
    one.start()
    end = time.monotonic() + 120
    while one.learned["numbers"].found is None and time.monotonic() < end:
        time.sleep(0.01)
    one.pause()
    while one.state == "running" or not one._run.resting:
        time.sleep(0.01)
    assert not one.learned["numbers"].scores and "found1" in received(one)
    assert next(control for control in one._controls if control["name"] == "figure")["hidden"] is False
    assert 0 < one.picture.facts["share"] < 1
    one.stop()


def test_pure_parts(node):
    node("pose.test.mjs", PoseExplorer)
    node("pose_training.test.mjs", PoseTraining)
