"""Whole trainings beside PyTorch: both libraries see the same batches, and the table says what was missed."""

import numpy as np
import pytest
from benchmarks import beside, joints, scenes
from benchmarks.torch_net import in_torch

from cnnkit import data
from cnnkit.models import detector, pose_nets
from cnnkit.training import cosine

FEW = 96


def losses_in_torch(torch, net, train, criterion, between, **settings):
    losses = []

    def watched(*args):
        losses.append(criterion(*args))
        return losses[-1]

    seconds = beside.theirs(torch, in_torch(torch, net), train, watched, between, **settings)
    assert seconds["epochs"] == settings["epochs"]
    return [each.item() for each in losses]


def test_both_libraries_learn_from_the_same_scenes_composed_anew_alike():
    torch = pytest.importorskip("torch", reason="PyTorch is not installed (extra bench)")
    images, (labels, boxes) = data.compose("boxes", FEW, np.random.default_rng(5))
    net = detector.box_net(np.random.default_rng(0))
    run = detector.trainer(net, (images, (labels, boxes)), 7, epochs=2)
    rng = np.random.default_rng(7)

    there = losses_in_torch(
        torch, net, (images, labels, boxes), scenes.criterion(torch),
        lambda epoch: detector.renew(images, labels, boxes, epoch, rng), epochs=2, batch_size=detector.BATCH,
        schedule=cosine(detector.RATE, 2), rng=rng,
    )  # fmt: skip
    assert beside.ours(run)["epochs"] == 2

    # rounding grows from step to step; another order or other scenes would differ from the first step of their epoch on
    assert run.history.step_losses == pytest.approx(there, rel=0.02)


def test_both_libraries_learn_from_the_same_figures_mirrored_alike():
    torch = pytest.importorskip("torch", reason="PyTorch is not installed (extra bench)")
    images, places = data.compose("pose", FEW, np.random.default_rng(5))
    net = pose_nets.joint_net(np.random.default_rng(0))
    run, rng = pose_nets.trainer(net, (images, places), 7, epochs=2), np.random.default_rng(7)

    there = losses_in_torch(
        torch, net, (images, places), joints.criterion(torch),
        lambda _: pose_nets.mirror(images, places, rng.random(FEW) < 0.5), epochs=2, batch_size=pose_nets.BATCH,
        schedule=cosine(pose_nets.RATE, 2), rng=rng,
    )  # fmt: skip
    beside.ours(run)

    assert run.history.step_losses == pytest.approx(there, rel=0.02)


def test_a_step_of_the_net_with_two_heads_learns_the_same():
    torch = pytest.importorskip("torch", reason="PyTorch is not installed (extra bench)")
    programs = scenes.steps(torch)  # refuses a pair whose losses differ

    mine, theirs = [programs["ours"]() for _ in range(3)], [programs["torch"]().item() for _ in range(3)]
    assert mine == pytest.approx(theirs, rel=5e-3)


def scene_run(accuracy, overlap, seconds):
    scores = {f"{name}{fresh}": value for name, value in (("accuracy", accuracy), ("IoU", overlap)) for fresh in ("", " (fresh)")}
    return scores | {"processor": seconds, "wall": 2 * seconds, "epochs": 28, "training": 28 * seconds}


def test_the_table_of_scenes_compares_the_seeds_that_both_have():
    kept = {scenes.KIND: {
        "ours": {"0": scene_run(0.94, 0.81, 9.0), "1": scene_run(0.1, 0.1, 99.0)},
        "torch": {"0": scene_run(0.948, 0.825, 10.0)},
        "turns": {"in turns": {"ours": 30.0, "torch": 40.0}},
    }}  # fmt: skip
    told = scenes.table(kept)

    assert "| ours | 0 | 0.940 | 0.940 | 0.810 | 0.810 | 28 | 9.00 | 18.00 |" in told
    assert "30.0 ms of the processor, PyTorch 40.0 ms: 0.75 (reached)" in told
    assert "Means over seeds 0," in told and "accuracy 0.940 and 0.948, 0.008 apart (reached)" in told
    assert "IoU 0.810 and 0.825, 0.015 apart (missed)" in told and "0.90 of PyTorch's (missed)" in told


def test_the_table_of_joints_has_what_ships_and_no_verdict_on_what_never_ran():
    shipped = {f"PCK@{t}{fresh}": 0.9 for t in joints.THRESHOLDS for fresh in ("", " (fresh)")}
    told = joints.table({"heat maps": {"shipped": {"as it ships": shipped}}})

    assert "| heat maps | shipped | as it ships | 0.900 | 0.900 | 0.900 | 0.900 | | | |" in told
    assert "Means" not in told


def test_finished_runs_are_kept_and_not_run_again(tmp_path, monkeypatch):
    monkeypatch.setattr(beside, "FOLDER", tmp_path)
    monkeypatch.setattr(beside, "apart", lambda _threads, run, *args: run(*args))
    ran, chosen = [], type("Chosen", (), {"seeds": "0,1", "only": "net", "library": "shipped,ours", "threads": 1})

    def run(library, kind, seed):
        ran.append((library, kind, seed))
        return {"score": seed}

    for _ in range(2):
        beside.finished("some", chosen, run, str)
    assert ran == [("shipped", "net", 0), ("ours", "net", 0), ("ours", "net", 1)]
    assert "'ours': {'0': {'score': 0}, '1': {'score': 1}}" in (tmp_path / "some.md").read_text()
