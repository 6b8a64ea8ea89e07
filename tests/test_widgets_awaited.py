"""What takes more than a moment: a page is told at once and stays alive; a script gets the picture as ever."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from as_browser import received

from cnnkit import widgets
from cnnkit.numbers import count
from cnnkit.widgets import BoxExplorer, PoseExplorer
from cnnkit.widgets.board.explorer import Explorer
from cnnkit.widgets.box import explorer as box_explorer
from cnnkit.widgets.box.view import net_answers
from cnnkit.widgets.pose import examples as pose_examples

SECONDS = 60  # until a thread that hangs fails the test


@pytest.fixture
def held(monkeypatch):
    """The net's answers, cold, behind a gate: `gate.set()` lets them come; `wrong` is raised in their place."""

    class Gate(threading.Event):
        wrong = None
        calls = 0

    gate, cold = Gate(), net_answers.__wrapped__

    def slow():
        gate.calls += 1
        assert gate.wait(SECONDS)
        if gate.wrong:
            raise gate.wrong
        slow.known = cold()
        return slow.known

    slow.cache_info = lambda: type("Info", (), {"currsize": int(hasattr(slow, "known"))})
    answers = lambda: slow.known if hasattr(slow, "known") else slow()  # noqa: E731
    answers.cache_info = slow.cache_info
    monkeypatch.setattr(box_explorer, "net_answers", answers)
    yield gate
    gate.set()


def finish(explorer) -> None:
    """Wait for what is computed beside the page."""
    run = explorer._beside
    if run is not None:
        run.thread.join(SECONDS)
        assert not run.thread.is_alive()


def test_a_page_is_told_at_once_and_gets_the_picture_later(held):
    explorer = BoxExplorer()
    serial = explorer._serial
    explorer.set_state({"face": "net"})  # comes back although the gate is shut
    assert explorer._awaiting.startswith("The net is looking at 1,000 scenes")
    assert explorer._serial == serial and explorer.picture.facts["face"] == "by hand"
    explorer.set_state({"order": "best"})
    assert explorer._awaiting and held.calls == 1
    thread = explorer._beside.thread
    held.set()
    thread.join(SECONDS)
    assert explorer._awaiting == "" and explorer.picture.facts["face"] == "net"
    assert "Unseen scene 1,000 of 1,000" in explorer.picture.words
    assert received(explorer)["image"].shape == (64, 64)
    explorer.set_state({"scene": 3})  # nothing to wait for any more
    assert explorer._awaiting == "" and "Unseen scene 997" in explorer.picture.words


def test_one_who_goes_back_meanwhile_is_not_drawn_over(held):
    explorer = BoxExplorer()
    explorer.set_state({"face": "net"})
    thread = explorer._beside.thread
    explorer.set_state({"face": "by hand"})
    assert explorer._awaiting == ""
    explorer.set_state({"size": 20})
    serial = explorer._serial
    held.set()
    thread.join(SECONDS)
    assert explorer._serial == serial and explorer.picture.facts["face"] == "by hand"


def test_what_cannot_be_computed_is_said_and_tried_again(held):
    explorer = BoxExplorer()
    held.wrong = MemoryError("no room for 1,000 scenes")
    held.set()
    explorer.set_state({"face": "net"})
    finish(explorer)
    assert explorer._awaiting == "" and explorer.message == "That could not be computed. MemoryError: no room for 1,000 scenes."
    held.wrong = None
    explorer.set_state({"order": "best"})
    finish(explorer)
    assert explorer.message == "" and "Unseen scene 1,000" in explorer.picture.words


def test_one_that_is_closed_meanwhile_stays_closed(held):
    explorer = BoxExplorer()
    explorer.set_state({"face": "net"})
    thread, serial = explorer._beside.thread, explorer._serial
    explorer.close()
    held.set()
    thread.join(SECONDS)
    assert not thread.is_alive() and explorer._serial == serial


def test_a_script_gets_the_picture_and_no_excuse(held):
    held.set()
    explorer = BoxExplorer()
    explorer.face = "net"
    assert explorer._beside is None and "Unseen scene 1 of 1,000" in explorer.picture.words


def test_the_numbers_that_are_told_are_those_looked_at():
    box, pose = BoxExplorer(face="net"), PoseExplorer(tab="nets")
    assert count(len(net_answers().overlaps)) == "1,000" == count(pose_examples.COUNT)
    assert box.awaited() is None and pose.awaited() is None


def test_both_nets_that_find_joints_are_told_of_too(monkeypatch):
    monkeypatch.setattr("cnnkit.widgets.pose.explorer.answered", lambda: False)
    explorer = PoseExplorer()
    assert explorer.awaited() is None
    explorer.set_state({"tab": "nets"})
    assert explorer._awaiting.startswith("Both nets are looking at 1,000 figures")
    finish(explorer)


EVERY_PRESS = """
import sys, time
from cnnkit import widgets

for name in sys.argv[1:]:
    explorer, seen = getattr(widgets, name)(), set()
    for _ in range(3):
        for control in list(explorer._controls):
            if control["kind"] == "button":
                continue
            options = [one[0] for one in control.get("options") or ()]
            known = {"slider": [control["low"], control["high"]], "switch": [True, False]}
            for value in options or known.get(control["kind"], ()):
                if (control["name"], value) in seen:
                    continue
                seen.add((control["name"], value))
                begin = time.thread_time()
                explorer.set_state({control["name"]: value})
                spent = time.thread_time() - begin
                if explorer._beside is not None:
                    explorer._beside.thread.join()
                print(f"{spent:.3f}", name, control["name"], value)
"""


@pytest.mark.slow
def test_no_first_press_is_silent_for_long():
    """In a process that has computed nothing yet: processor seconds until a page has an answer or a word."""
    names = [name for name in widgets.__all__ if issubclass(getattr(widgets, name), Explorer)]
    done = subprocess.run([sys.executable, "-c", EVERY_PRESS, *names], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    spent = [(float(seconds), rest) for seconds, rest in (line.split(" ", 1) for line in done.stdout.splitlines())]
    assert len(spent) > 150
    assert [one for one in spent if one[0] > 0.3] == []
