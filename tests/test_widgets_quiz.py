"""Predict and Recap without a browser: what is judged, revealed, kept and said in words."""

import pytest

from cnnkit.learner import record as progress
from cnnkit.widgets import Predict, Recap


@pytest.fixture(autouse=True)
def own_state(tmp_path, monkeypatch):
    monkeypatch.setenv("CNNKIT_STATE", str(tmp_path))


def said(widget, place=0):
    return widget._standing[place]


def hear(widget, **content):
    widget._hear(widget, content, [])


def test_a_prediction_is_open_and_does_not_send_its_key():
    widget = Predict("02-unread")
    assert not widget.answered
    sent = str(widget._asked) + str(widget._standing)
    assert "33" not in sent and "stride 2" in sent


def test_a_right_answer_is_shown_with_the_reason_and_kept():
    widget = Predict("02-unread")
    hear(widget, kind="answer", answer=" 33", place=0)
    assert widget.answered and said(widget)["state"] == "right"
    assert said(widget)["first"] == "Your answer: 33. Right."
    assert "skipped" in said(widget)["why"]
    assert progress.state()["predictions"]["02-unread"] == {"answer": 33.0, "right": True}


def test_a_wrong_answer_stands_beside_the_truth_and_names_what_lies_behind_it():
    widget = Predict("00-uint8")
    widget.answer("400")
    assert said(widget)["first"] == "Your answer: 400. It is 144."
    assert "no room for more than 255" in said(widget)["belief"]
    assert progress.state()["predictions"]["00-uint8"]["right"] is False


def test_what_is_no_number_leaves_the_question_open():
    widget = Predict("02-unread")
    widget.answer("plenty")
    assert not widget.answered and "number is needed" in said(widget)["problem"]
    assert progress.state()["predictions"] == {}
    widget.answer("12")
    assert widget.answered and said(widget)["problem"] == ""


def test_nothing_chosen_leaves_the_question_open():
    widget = Predict("04-ones")
    widget.answer("")
    assert not widget.answered and "Choose one" in said(widget)["problem"]
    widget.answer("all of them")
    assert said(widget)["first"] == "Your answer: all of them. The answer is: about a quarter."


def test_skipping_shows_the_truth_unlocks_and_keeps_nothing():
    widget = Predict("02-unread")
    hear(widget, kind="skip", place=0)
    assert widget.answered and said(widget)["first"] == "Skipped. It is 33."
    assert progress.state()["predictions"] == {}


def test_the_first_answer_stays_and_is_shown_when_the_cell_runs_again():
    Predict("02-unread").answer("12")
    again = Predict("02-unread")
    assert again.answered and said(again)["first"] == "Your answer: 12. It is 33."
    again.answer("33")
    assert progress.state()["predictions"]["02-unread"]["answer"] == 12


@pytest.mark.parametrize("damaged", ["text", {"answer": "no number"}, {"answer": None}, 5])
def test_a_damaged_record_asks_again(damaged, monkeypatch):
    state = {"predictions": {"02-unread": damaged}}
    monkeypatch.setattr(progress, "state", lambda: state)
    again = Predict("02-unread")
    assert not again.answered and said(again) == {"state": "open", "problem": ""}


@pytest.mark.parametrize(("kept", "today"), [("more than 1000 times as large", "more than 1,000 times as large"), ("about a fifth", None)])
def test_a_choice_that_was_kept_in_other_writing_is_still_that_choice(kept, today, monkeypatch):
    monkeypatch.setattr(progress, "state", lambda: {"predictions": {"11-depth": {"answer": kept, "right": False}}})
    again = Predict("11-depth")
    if today:
        assert said(again)["first"].startswith(f"Your answer: {today}. The answer is: ")
    else:
        assert said(again) == {"state": "open", "problem": ""}


def test_an_unknown_prediction_says_which_exist():
    with pytest.raises(ValueError, match="there is no prediction '02-x'"):
        Predict("02-x")


def test_a_recap_is_done_when_all_three_are_closed_and_counts_them():
    recap = Recap("04", seed=3)
    for place, question in enumerate(recap.questions):
        assert not recap.answered
        recap.answer(str(question.key), place)
        assert said(recap, place)["state"] == "right"
    assert recap.answered
    kept = progress.state()["recaps"]
    assert kept == {question.id: {"right": 1} for question in recap.questions}


def test_a_recap_draws_other_questions():
    recap = Recap("04", seed=3)
    before = recap.in_words()
    recap.answer("999983", 0)
    hear(recap, kind="renew")
    assert recap.in_words() != before
    assert [one["state"] for one in recap._standing] == ["open"] * 3


@pytest.mark.parametrize("lesson", ["02", "04", "08"])
def test_other_questions_are_of_another_kind(lesson):
    recap = Recap(lesson, seed=0)
    for _ in range(8):
        before = {question.id for question in recap.questions}
        hear(recap, kind="renew")
        assert before.isdisjoint(question.id for question in recap.questions)


@pytest.mark.parametrize(
    "content", [{}, {"kind": "answer", "place": 7}, {"kind": "skip", "place": "x"}]
)
def test_odd_messages_change_nothing(content):
    widget = Predict("02-unread")
    hear(widget, **content)
    assert said(widget)["state"] == "open"


def test_the_static_twin_has_the_question_in_words():
    data, _ = Predict("04-ones")._repr_mimebundle_()
    assert "dz = 1 everywhere" in data["text/plain"] and "about a quarter" in data["text/plain"]
    words = Recap("02", seed=1)._repr_mimebundle_()[0]["text/plain"]
    assert words.startswith("Recap\n1. ") and "\n3. " in words
    assert repr(Recap("02")) == 'Recap("02")'


def test_what_cannot_be_kept_is_said_below_the_answer(tmp_path, monkeypatch):
    (tmp_path / "no folder").write_text("a file stands where the folder should be")
    monkeypatch.setenv("CNNKIT_STATE", str(tmp_path / "no folder"))
    one, three = Predict("02-unread"), Recap("02", seed=1)
    one.answer("33")
    three.answer("0", 1)
    for standing in (said(one), said(three, 1)):
        assert "could not be kept" in standing["lost"] and standing["first"]
    monkeypatch.setenv("CNNKIT_STATE", str(tmp_path))
    one = Predict("02-unread")
    one.answer("33")
    assert said(one)["lost"] == ""


def test_a_page_that_asks_whether_the_kernel_lives_gets_an_answer(monkeypatch):
    for widget in (Predict("02-unread"), Recap("02", seed=1)):
        heard = []
        monkeypatch.setattr(widget, "send", heard.append)
        hear(widget, kind="seen", page="page-1")
        assert heard == [{"kind": "here"}]
