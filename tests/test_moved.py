"""Lessons that were copied from the version before still find what moved, and are told once where it is."""

from __future__ import annotations

import importlib

import pytest

from cnnkit import figures, learner, moved

OLD = [(old, name, new) for old, names in moved.MOVED.items() for name, new in names.items()]


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch):
    monkeypatch.setattr(moved, "_said", set())


@pytest.mark.parametrize("old, name, new", OLD)
def test_an_old_path_gives_the_same_object(old, name, new):
    assert getattr(importlib.import_module(old), name) is getattr(importlib.import_module(new), name)


def test_the_lines_of_the_version_before_run_and_say_one_line_each(capsys):
    space = {}
    exec("from cnnkit.doctor import doctor\nfrom cnnkit.grader import check, expose, progress, use", space)
    exec("from cnnkit.widgets import Predict, show_curves, show_maps, show_numbers", space)
    said = capsys.readouterr().out.splitlines()

    assert space["check"] is learner.check and space["show_maps"] is figures.show_maps
    assert [line.split(":")[0] for line in said] == ["cnnkit.doctor", "cnnkit.grader", "cnnkit.widgets"]
    assert "from cnnkit.learner import" in said[1] and "from cnnkit.figures import" in said[2]


@pytest.mark.parametrize("module", ["cnnkit.grader", "cnnkit.widgets", "cnnkit.doctor"])
def test_a_name_that_never_was_is_an_attribute_error(module):
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        importlib.import_module(module).nothing  # noqa: B018


def test_grade_of_the_version_before_takes_an_id():
    from cnnkit.grader import grade

    assert grade("double", lambda y: 2.0 * y).passed
