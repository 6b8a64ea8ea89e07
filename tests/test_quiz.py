"""Questions tell truth from misconception, vary, and judge what is typed."""

import re

import numpy as np
import pytest
from tables import each_row

from cnnkit.lessons import asking as quiz
from cnnkit.mistakes import CATALOGUE

DRAWS = 1000
RECAPS = [(number, draw) for number, pool in quiz.pools().items() for draw in pool.RECAP]
PREDICTIONS = [(number, draw) for number, pool in quiz.pools().items() for draw in pool.PREDICTIONS]
# beliefs of the catalogue that no array shows: they have a sentence of their own
SPOKEN = {"F15", "F16", "D07", "P14", "T00", "T08", "T13", "T14",
          "I01", "I02", "I05", "I06", "I07", "I08", "I09"}  # fmt: skip


def name(value):
    return value if isinstance(value, str) else value.__name__


@pytest.mark.slow
@pytest.mark.parametrize("lesson, draw", RECAPS, ids=name)
def test_misconceptions_can_be_told_from_the_truth(lesson, draw):
    rng = np.random.default_rng(4)
    drawn = [quiz.drawn(draw, rng) for _ in range(DRAWS)]
    assert all(question.tells_apart() for question in drawn)
    assert all(question.beliefs for question in drawn)
    assert len({question.text + str(question.arrays) for question in drawn}) >= 30
    assert len({question.key for question in drawn}) >= 4
    # without redrawing for ever: at least one draw in ten is good as it comes
    assert np.mean([draw(rng).tells_apart() for _ in range(200)]) > 0.1


@each_row(RECAPS + PREDICTIONS)
def test_a_question_is_well_formed(lesson, draw):
    question = quiz.drawn(draw, np.random.default_rng(0))
    assert question.lesson == lesson
    assert question.text and question.why.endswith(".") and "  " not in question.text
    assert question.is_right(question.key) and question.belief(question.key) is None
    for belief in question.beliefs:
        assert belief.id in {"", *CATALOGUE, *SPOKEN}
        # told as a belief: what would have to be true, and what is
        assert re.fullmatch(r"That would be so if .+, but .+\.", belief.says)
        assert question.belief(belief.answer) is belief
    if question.choices:
        assert question.key in question.choices
        assert {b.answer for b in question.beliefs} == set(question.choices) - {question.key}
    else:
        assert float(question.key) == int(question.key)


# where a 1 ends what a word is said of: "and bias 1 stamps a filter", "at most 1 or less"
MANY = re.compile(r"(?<![\d.,·×−/+(=])(?<![\d.,·×−/+(=] )\b1 (?:[a-z-]+ )?(?:rows?|columns?|maps?|convolutions?|poolings?|layers?|"
                  r"cells?|filters?|epochs?|images?|examples?|weights?|ones|steps?|windows?|numbers?|arrays?|joints?|turns?)\b")  # fmt: skip


@each_row(RECAPS + PREDICTIONS)
def test_one_of_a_thing_is_not_spoken_of_as_many(lesson, draw):
    rng = np.random.default_rng(2)
    for _ in range(60):
        question = quiz.drawn(draw, rng)
        for text in (question.text, question.why, *(belief.says for belief in question.beliefs)):
            wrong = [found[0] for found in MANY.finditer(text) if found[0].endswith("s")]
            assert not wrong, text


@each_row(PREDICTIONS)
def test_a_prediction_is_the_same_each_time(lesson, draw):
    one, other = draw(np.random.default_rng(1)), draw(np.random.default_rng(2))
    assert (one.text, one.key) == (other.text, other.key)
    assert quiz.prediction(one.id).key == one.key
    assert one.id in quiz.predictions(lesson)


@pytest.mark.parametrize(
    "id, key",
    [
        ("00-uint8", 144),
        ("01-gradient", 6400),
        ("02-unread", 33),
        ("03-stop", 2),
        ("05-peak", 4),
        ("07-corner", 9),
        ("08-sixes", 89),
        ("10-half", "by a factor of 2.0"),
        ("04-stamp", "the filter, as it is"),
    ],
)
def test_predictions_have_the_keys_that_were_computed_before(id, key):
    assert quiz.prediction(id).key == key


def test_ids_are_unique():
    ids = [quiz.drawn(d, np.random.default_rng(0)).id for _, d in RECAPS + PREDICTIONS]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("lesson", ["00", "02", "04", "09", "13"])
def test_a_recap_asks_three_different_questions_of_earlier_lessons(lesson):
    seen = set()
    for seed in range(60):
        questions = quiz.recap(lesson, np.random.default_rng(seed))
        ids = [question.id for question in questions]
        assert len(set(ids)) == 3
        assert all(q.lesson < lesson or (lesson, q.lesson) == ("00", "before") for q in questions)
        seen |= set(ids)
    assert len(seen) >= 4


def test_a_recap_asks_about_the_lesson_before():
    for seed in range(20):
        questions = quiz.recap("03", np.random.default_rng(seed))
        assert "02" in {question.lesson for question in questions}


@pytest.mark.parametrize("lesson", ["2", 2, "xx", "", None])
def test_a_recap_of_no_lesson_says_what_is_needed(lesson):
    with pytest.raises(ValueError, match="two digits"):
        quiz.recap(lesson, np.random.default_rng(0))


def test_an_unknown_prediction_lists_those_that_exist():
    with pytest.raises(ValueError, match="02-unread"):
        quiz.prediction("02-nothing")


@pytest.mark.parametrize("typed, number", [("33", 33), (" −4 ", -4), ("6,400", 6400), (7.0, 7)])
def test_numbers_are_read_as_people_type_them(typed, number):
    assert quiz.read_answer(typed) == number


@pytest.mark.parametrize("typed", ["", "many", "3,4", "nan", "inf", "1/2", None, "--3"])
def test_what_is_no_number_is_said_to_be_none(typed):
    with pytest.raises(ValueError, match="number is needed"):
        quiz.read_answer(typed)
