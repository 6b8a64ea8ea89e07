"""Whole trainings beside PyTorch: both libraries see the same batches, and the table says what was missed."""

import numpy as np
import pytest
from benchmarks import beside, joints, scenes

from cnnkit import data
from cnnkit.models import detector, pose_nets

pytestmark = pytest.mark.slow  # both libraries train

FEW = 96


@pytest.fixture
def torch():
    return pytest.importorskip("torch", reason="PyTorch is not installed (extra bench)")


def scenes_task(epochs=2):
    return scenes.task(7, data.compose("boxes", FEW, np.random.default_rng(5)), epochs)


def joints_task(epochs=2):
    return joints.task("numbers", 7, data.compose("pose", FEW, np.random.default_rng(5)), epochs)


def as_shipped(module, task):
    """Losses of the trainer that makes the nets that ship, on a task of the same seed."""
    images, *wanted = task.train
    answers = tuple(wanted) if len(wanted) > 1 else wanted[0]
    return module.trainer(task.net, (images, answers), 7, epochs=task.epochs).run().step_losses


@pytest.mark.parametrize(("module", "made"), [(detector, scenes_task), (pose_nets, joints_task)])
def test_both_libraries_learn_what_the_trainer_of_the_shipped_nets_learns(torch, tmp_path, module, made):
    wanted, losses = as_shipped(module, made()), {}
    for name, side in beside.SIDES.items():
        task = made()
        runs = side(torch, task)
        assert beside.learn(runs, task, tmp_path / f"{name}.npz")["epochs"] == 2
        losses[name] = runs.losses

    assert losses["ours"] == wanted
    # rounding grows from step to step; another order or other images would differ from the first step of their epoch on
    assert losses["torch"] == pytest.approx(wanted, rel=0.02)


@pytest.mark.parametrize("name", beside.SIDES)
def test_a_run_that_was_ended_goes_on_as_if_it_had_not_been(torch, tmp_path, name):
    whole_task, task = scenes_task(3), scenes_task(3)
    whole = beside.SIDES[name](torch, whole_task)
    beside.learn(whole, whole_task, tmp_path / "whole.npz")

    def end(train, done, rng):
        if done == 2:
            raise KeyboardInterrupt
        whole_task.between(train, done, rng)

    with pytest.raises(KeyboardInterrupt):
        beside.learn(beside.SIDES[name](torch, task), task._replace(between=end), tmp_path / "ended.npz")
    task = scenes_task(3)
    rest = beside.SIDES[name](torch, task)
    assert beside.learn(rest, task, tmp_path / "ended.npz")["epochs"] == 3

    last = len(whole.losses) // 3
    assert rest.losses == pytest.approx(whole.losses[-last:], rel=1e-6)


def test_a_step_of_the_net_with_two_heads_learns_the_same(torch):
    programs = scenes.steps(torch)  # refuses a pair whose losses differ

    mine, theirs = [programs["ours"]() for _ in range(3)], [programs["torch"]() for _ in range(3)]
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
    ran, chosen = [], type("Chosen", (), {"seeds": "0,1", "only": "net", "library": "shipped,ours", "threads": 1, "folder": tmp_path / "kept"})

    def run(library, kind, seed, state):
        assert state.parent.is_dir()
        ran.append((library, kind, seed))
        return {"score": seed}

    for _ in range(2):
        beside.finished("some", chosen, run, str)
    assert ran == [("shipped", "net", 0), ("ours", "net", 0), ("ours", "net", 1)]
    assert "'ours': {'0': {'score': 0}, '1': {'score': 1}}" in (tmp_path / "some.md").read_text()
