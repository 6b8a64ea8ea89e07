"""One word for one thing, and none that sounds translated, in lessons and questions."""

import ast
import re
from pathlib import Path

import numpy as np
import pytest
from claiming import NOTEBOOKS, PLACES, cells

import cnnkit
from cnnkit.lessons import asking, exercises
from cnnkit.lessons.question import drawn
from cnnkit.mistakes import CATALOGUE
from cnnkit.numbers import article
from tests.tables import each_row

# what was said once, and what is said now
INSTEAD = {
    r"\bmakes? of\b": "makes from",
    r"\bturn(s|ed)? along\b": "turn with the image",
    r"\bshares\b(?! (its|their|weights|even|inside))": "probabilities, or contributions",
    r"\bjump(s|ed)? over\b": "skipped",
    r"\bby heart\b": "memorise, overfit",
    r"\bfrom above\b": "from the next layer",
    r"\bneurons?\b": "unit",
    r"\bchannels?\b": "map",
    r"\bfeature maps?\b": "map",
    r"\bundo(es)?\b": "passes in reverse",
    r"\bbackwards\b": "backward",
    r"\bone time the\b": "no more",
}
ARTICLE = re.compile(r"\b(an?) (\d[\d,]*) (?:×|rows|columns|maps|cells)", re.IGNORECASE)
THOUSANDS = re.compile(r"(?<![\d.,\w−-])(?!(?:19|20)\d\d\b)\d{4,}(?!\w|\.\d)")  # years stay as they are
APART = re.compile(r"\d\s%")
QUESTIONS = [draw for pool in asking.pools().values() for draw in (*pool.PREDICTIONS, *pool.RECAP)]
LESSONS = sorted(path.stem[:2] for path in NOTEBOOKS.glob("[0-9]*_*.ipynb"))


def unwelcome(text):
    """The words of a text that have a better one."""
    prose = re.sub(r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$", " ", text, flags=re.DOTALL)
    return [f"{found[0]} → {better}" for word, better in INSTEAD.items() for found in re.finditer(word, prose, re.IGNORECASE)]


def written_otherwise(text):
    """Numbers of prose that `count` or `percent` would write in another way; code and formulas are as they are."""
    return THOUSANDS.findall(PLACES.sub(" ", text)) + APART.findall(text)


@pytest.mark.parametrize("lesson", [path.stem[:2] for path in sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))])
def test_a_lesson_writes_numbers_as_explorers_do(lesson):
    for kind, source in cells(lesson):
        if kind == "markdown":
            assert not written_otherwise(source), source[:80]


@each_row(QUESTIONS)
def test_a_question_writes_numbers_as_explorers_do(draw):
    for seed in range(3):
        question = drawn(draw, np.random.default_rng(seed))
        for text in (question.text, question.why, *question.choices, *(belief.says for belief in question.beliefs)):
            assert not written_otherwise(text), text


@each_row(sorted(Path(cnnkit.__file__).parent.rglob("*.py")))
def test_no_sentence_of_the_package_parts_a_share_from_its_sign(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not APART.search(node.value), node.value
        elif isinstance(node, ast.JoinedStr):
            assert not [part for part in node.values[1:] if re.match(r"\s%", str(getattr(part, "value", "")))], ast.unparse(node)


@each_row(sorted(Path(cnnkit.__file__).parent.rglob("*.js")))
def test_no_sentence_of_a_script_parts_a_share_from_its_sign(path):
    assert not re.search(r"\}\s%", path.read_text(encoding="utf-8"))


@each_row(exercises().values())
def test_exercises_write_numbers_as_explorers_do(exercise):
    for text in (*exercise.hints, *(case.label for case in exercise.cases(np.random.default_rng(0)))):
        assert not written_otherwise(text), text


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_keeps_to_its_words(lesson):
    for kind, source in cells(lesson):
        if kind == "markdown" and not source.startswith("## Reference"):  # the glossary names the other words
            assert not unwelcome(source), source[:80]


@each_row(QUESTIONS)
def test_a_question_keeps_to_its_words(draw):
    question = drawn(draw, np.random.default_rng(0))
    for text in (question.text, question.why, *question.choices, *(belief.says for belief in question.beliefs)):
        assert not unwelcome(text), text


@pytest.mark.slow
@each_row(QUESTIONS)
def test_a_number_has_the_article_that_it_is_read_with(draw):
    for seed in range(40):
        question = drawn(draw, np.random.default_rng(seed))
        for said, value in ARTICLE.findall(f"{question.text} {question.why}"):
            assert said.lower() == article(int(value.replace(",", ""))), question.text


@each_row(CATALOGUE.values())
def test_a_mistake_keeps_to_its_words(mistake):
    for text in (mistake.name, mistake.why, mistake.line):
        assert not unwelcome(text), text


@each_row(exercises().values())
def test_hints_keep_to_their_words(exercise):
    for text in exercise.hints:
        assert not unwelcome(text), text
