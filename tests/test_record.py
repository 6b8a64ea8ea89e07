"""What a learner has done is kept whole, or not at all, and a damaged record stops nothing."""

import json
import multiprocessing

import pytest

from cnnkit.learner import record as progress


def attempt(number):
    progress.record_attempt("double", False, (f"U{number % 2 + 1:02}",))


def test_attempts_and_mistakes_add_up():
    progress.record_attempt("double", False, ("U02",))
    progress.record_attempt("double", False, ("U01", "U02"))
    progress.record_attempt("double", True)
    progress.record_attempt("double", False)
    entry = progress.state()["exercises"]["double"]

    assert progress.attempts("double") == entry["attempts"] == 4
    assert entry["passed"] is True  # what was passed stays passed
    assert entry["mistakes"] == ["U01", "U02"]


def test_the_first_prediction_counts():
    progress.record_prediction("02", 40, False)
    progress.record_prediction("02", 33, True)

    assert progress.state()["predictions"]["02"] == {"answer": 40, "right": False}


def test_recaps_are_counted():
    for right in (True, False, True):
        progress.record_recap("size", right)

    assert progress.state()["recaps"]["size"] == {"right": 2, "wrong": 1}


def test_an_answer_comes_back_letter_by_letter():
    source = "def double(y):\n    return 2 * y  # × 2 → −4\n"
    progress.save_answer("double", source)

    assert progress.saved_answer("double") == source
    assert progress.saved_answer("neuron") is None


@pytest.mark.parametrize("damage", ["", "{", "[1, 2]", '{"exercises": 3}', "\x00\x01"])
def test_a_damaged_record_is_kept_aside_and_stops_nothing(damage):
    progress.record_attempt("double", True)
    path = progress.folder() / "progress.json"
    path.write_text(damage, encoding="utf-8")
    progress.record_attempt("double", False)
    aside = list(progress.folder().glob("progress-damaged-*.json"))

    assert progress.attempts("double") == 1
    assert [file.read_text(encoding="utf-8") for file in aside] == [damage]
    assert json.loads(path.read_text(encoding="utf-8"))["exercises"]["double"]["passed"] is False


def test_a_damaged_entry_costs_itself_only():
    progress.record_attempt("neuron", True)
    path = progress.folder() / "progress.json"
    now = json.loads(path.read_text(encoding="utf-8"))
    now["exercises"]["double"] = "text"
    path.write_text(json.dumps(now), encoding="utf-8")
    progress.record_attempt("double", False)

    assert progress.attempts("double") == progress.attempts("neuron") == 1


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path, monkeypatch):
    blocked = tmp_path / "a file"
    blocked.write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("CNNKIT_STATE", str(blocked / ".cnnkit"))
    progress.record_attempt("double", True)

    assert progress.attempts("double") == 0
    assert blocked.read_text(encoding="utf-8") == "in the way"


def test_several_writers_leave_a_whole_file():
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(attempt, range(12))

    assert 1 <= progress.attempts("double") <= 12
    assert not list(progress.folder().glob("*.part")) and not list(progress.folder().glob("*damaged*"))
