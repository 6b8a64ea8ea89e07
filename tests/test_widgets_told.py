"""What explorers tell: facts that somebody reads, faults of the catalogue in its words, and whose numbers are shown."""

from __future__ import annotations

import inspect
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from traitlets import TraitError

from cnnkit import widgets
from cnnkit.grader.judging import judge
from cnnkit.lessons import find, grade
from cnnkit.mistakes import CATALOGUE, identifier
from cnnkit.mistakes.grad_input import CONV2D_GRAD_INPUT
from cnnkit.mistakes.grad_weight import CONV2D_GRAD_WEIGHT
from cnnkit.mistakes.routing import MAX_ROUTE, MEAN_ROUTE
from cnnkit.widgets import ConvExplorer, GradientCheckExplorer, PoolExplorer
from cnnkit.widgets.board.substitute import differing

ROOMS = Path(widgets.__file__).parent
EXPLORERS = [name for name in widgets.__all__ if hasattr(getattr(widgets, name), "compute")]
CODE = re.compile(r"\b[A-Z]\d\d\b")
# explorers with a menu of faults, the setting, and the programs that make their numbers
FAULTY = {
    "pool": (lambda fault: PoolExplorer(tab="backward", belief=fault), "belief", "belief", MAX_ROUTE),
    "pool, mean": (lambda fault: PoolExplorer(tab="backward", pooling="mean", belief=fault), "belief", "belief", MEAN_ROUTE),
    "check, dY": (lambda fault: GradientCheckExplorer(variable="dY", fault=fault), "fault", "analytic", CONV2D_GRAD_INPUT),
    "check, dW": (lambda fault: GradientCheckExplorer(variable="dW", fault=fault), "fault", "analytic", CONV2D_GRAD_WEIGHT),
}
each_menu = pytest.mark.parametrize("name", FAULTY)


def stand_in(*_):
    raise AssertionError("nobody's function is asked")


stand_in.stands_in = True


def faces(name: str, **settings) -> list:
    """An explorer on each of its tabs."""
    kind, settings = getattr(widgets, name), {setting: value for setting, value in settings.items() if value}
    tabs = [control for control in kind(**settings)._controls if control["kind"] == "tabs"][:1]
    return [kind(**settings, **{one["name"]: value}) for one in tabs for value, _ in one["options"]] or [kind(**settings)]


@cache
def scripts(*folders: str) -> str:
    paths = (path for folder in folders for kind in ("*.js", "*.py") for path in sorted((ROOMS / folder).glob(kind)))
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


@pytest.mark.parametrize("name", EXPLORERS)
def test_every_fact_that_is_sent_is_read(name):
    """In the browser, or from Python as `picture.facts["wrong"]`."""
    folder = Path(inspect.getfile(getattr(widgets, name))).parent.name
    read = scripts("board", folder)
    unpacked = re.findall(r"\{([\w\s,:]*)\}(?: = (?:this\.)?(?:scene\.)?facts|\) =>)", read)
    taken = {one.partition(":")[0].strip() for names in unpacked for one in names.split(",")}
    for explorer in faces(name):
        idle = {fact for fact in {*explorer.picture.facts} - taken if not re.search(rf"facts(\.{fact}\b|\[\"{fact}\"\])", read)}
        assert idle == set(), explorer


def texts_of(explorer) -> list[str]:
    """All that a learner reads of an explorer: controls, captions, notes, the sum, the twin's words."""
    said = [explorer.describe(), repr(explorer), explorer.lit.sum, *explorer.picture.notes]
    for control in explorer._controls:
        said += [control["label"], *(label for _, label in control["options"])]
    for grid in explorer.picture.grids:
        said += [grid.symbol, grid.name]
    return said


def menu(explorer, setting: str) -> dict:
    [control] = [one for one in explorer._controls if one["name"] == setting]
    return {value: label for value, label in control["options"] if value not in ("", "none")}


@each_menu
def test_faults_on_a_menu_are_the_catalogues_in_its_words(name):
    make, setting, _, program = FAULTY[name]
    for fault, label in menu(make(next(iter(program.switches)) if setting == "belief" else "none"), setting).items():
        assert fault in program.switches
        assert label == CATALOGUE[identifier(fault)].name
        assert not [text for text in texts_of(make(fault)) if CODE.search(text)]


@each_menu
def test_the_numbers_of_a_fault_are_those_of_its_program(name, monkeypatch):
    make, setting, grid, program = FAULTY[name]
    faults = menu(make(next(iter(program.switches)) if setting == "belief" else "none"), setting)

    def marked(first, *rest, faults):
        size = rest[0].shape if setting == "belief" else (1, 1, *np.broadcast_to(rest[1], 2))
        return np.full(size, 40.0 + len("".join(faults)))

    for fault in faults:
        monkeypatch.setitem(program.__dict__, "function", marked)
        assert (make(fault).picture.grid(grid).values == 40 + len(fault)).all(), fault
        monkeypatch.undo()


@pytest.mark.parametrize("name", EXPLORERS)
def test_no_text_of_an_explorer_is_a_bare_code(name):
    for explorer in faces(name):
        assert not [text for text in texts_of(explorer) if CODE.search(text)]


FUNCTIONS = [
    (name, trait) for name in EXPLORERS for trait in getattr(widgets, name).class_trait_names(exercise=True)
]  # fmt: skip


@pytest.mark.parametrize("name, trait", FUNCTIONS)
def test_what_stands_in_is_nobodys_function(name, trait):
    """Where the package's function stands in, its numbers are shown, said to be so, and nothing is called yours."""
    said = []
    for plain in faces(name, pooling="mean" if trait.startswith("mean") else None):
        kept = {setting: getattr(plain, setting) for setting in ("tab", "variable", "pooling") if plain.has_trait(setting)}
        explorer = type(plain)(**kept, **{trait: stand_in})
        for grid, right in zip(explorer.picture.grids, plain.picture.grids, strict=True):
            np.testing.assert_array_equal(grid.values, right.values)
            assert not grid.yours and not grid.trouble
        said += [text.replace("stands in until yours passes", "") for text in texts_of(explorer)]
        assert not [text for text in said if re.search(r"\b[Yy]ours?\b", text)], explorer
    assert "The package's function : its numbers" in " ".join(said)


@pytest.mark.parametrize("example", ["camera", "digit"])
def test_what_the_grader_calls_right_no_explorer_crosses(example):
    """A sum in float32 is right to the grader; so it is in the picture."""

    def conv2d_forward(y, w, bias, stride, padding):
        y, w = (array.astype(np.float32) for array in (y, w))
        z = np.zeros(right(y, w, bias, stride, padding).shape, np.float32) + bias[:, None, None].astype(np.float32)
        for m, p, q in np.ndindex(w.shape[1:]):
            alone = np.zeros_like(w)
            alone[:, m, p, q] = w[:, m, p, q]
            z += right(y, alone, np.zeros_like(bias), stride, padding).astype(np.float32)
        return z

    right = find("conv2d_forward").adapter
    assert grade("conv2d_forward", lambda *args: conv2d_forward(*args)).passed
    z = ConvExplorer(example=example, conv2d_forward=conv2d_forward).picture.grid("z")
    assert z.yours and not z.crossed.any()


def test_explorers_cross_what_the_grader_crosses():
    rng = np.random.default_rng(1)
    for size in (0.01, 1.0, 300.0):
        truth = size * rng.normal(size=(5, 7))
        values = truth + size * 10 ** rng.uniform(-8, -2, truth.shape)
        crossed = judge(values, (truth,), ("z",)).wrong[0]
        assert 0 < crossed.sum() < truth.size
        np.testing.assert_array_equal(differing(values, truth), crossed)


@each_menu
def test_a_fault_that_is_not_there_is_answered_with_words_beside_each_code(name):
    make, _, _, _ = FAULTY[name]
    with pytest.raises(TraitError) as found:
        make("X01")
    listed = dict(re.findall(r'"([^"]+)" \(([^()]*)\)', str(found.value)))
    assert len(listed) >= 3 and listed == {fault: CATALOGUE[identifier(fault)].name for fault in listed}
