"""The command line: JupyterLab is replaced by a note of what would have been started."""

import sys

import pytest

from cnnkit import cli
from cnnkit.learner import copies as course
from cnnkit.learner.checkup import Checkup, Finding


@pytest.fixture
def started(monkeypatch, tmp_path):
    """The commands that would have been run, in a folder of their own."""
    commands = []

    def note(command, env):
        commands.append((command, env))
        return 0

    monkeypatch.setenv("CNNKIT_LESSONS", str(tmp_path / "lessons"))
    monkeypatch.setattr(cli.subprocess, "call", note)
    monkeypatch.setattr(cli, "warm_up", lambda options, quiet=False: 0)
    return commands


def test_lab_opens_the_first_lesson_of_the_learners_copy(started, tmp_path, capsys):
    assert cli.main(["lab"]) == 0
    [(command, _)] = started
    assert command[:3] == [sys.executable, "-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={tmp_path.resolve()}" in command
    assert "--LabApp.default_url=/lab/tree/lessons/00_start_here.ipynb" in command
    assert (tmp_path / "lessons" / "00_start_here.ipynb").exists()
    assert str(tmp_path / "lessons") in capsys.readouterr().out


def test_lab_passes_on_what_it_does_not_know(started):
    assert cli.main(["lab", "--no-browser", "--port", "8890"]) == 0
    assert started[0][0][-3:] == ["--no-browser", "--port", "8890"]


def test_lab_asks_nothing_of_the_network(started):
    cli.main(["lab"])
    command, _ = started[0]
    assert "--LabApp.extension_manager=readonly" in command
    assert "--LabApp.news_url=None" in command
    assert "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate" in command


def test_the_learners_own_jupyter_settings_stay(started, monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path / "own"))
    cli.main(["lab"])
    first, *others = started[0][1]["JUPYTER_CONFIG_PATH"].split(cli.os.pathsep)
    assert first.endswith("lab")
    assert others == [str(tmp_path / "own")]


def test_lab_says_in_one_line_that_the_lessons_cannot_be_written(started, monkeypatch, tmp_path, capsys):
    (tmp_path / "occupied").write_text("a file where a folder should be")
    monkeypatch.setenv("CNNKIT_LESSONS", str(tmp_path / "occupied" / "lessons"))
    assert cli.main(["lab"]) == 1
    said = capsys.readouterr().err
    assert "cannot be written" in said
    assert said.count("\n") == 1
    assert not started


def test_doctor_tells_by_its_exit_code(monkeypatch, capsys):
    import cnnkit.learner.checkup

    monkeypatch.setattr(cnnkit.learner.checkup, "doctor", lambda: Checkup((Finding("a", True), Finding("b", False, "do c"))))
    assert cli.main(["doctor"]) == 1
    assert capsys.readouterr().out.splitlines() == ["yes  a", "NO   b: do c"]


def test_kernels_are_compiled_once(monkeypatch, tmp_path, capsys):
    runs = []
    monkeypatch.setattr("cnnkit.warmup.is_warm", lambda: bool(runs))
    monkeypatch.setattr("cnnkit.warmup.warmup", lambda progress: runs.append(progress))
    assert cli.main(["warmup"]) == 0
    assert cli.main(["warmup"]) == 0
    assert runs == [True]
    assert capsys.readouterr().out.splitlines()[-1] == "The kernels are compiled."


def test_unknown_arguments_are_refused_outside_lab(capsys):
    with pytest.raises(SystemExit):
        cli.main(["doctor", "--port", "1"])
    assert "--port" in capsys.readouterr().err


def test_reset_names_what_it_did(started, tmp_path, capsys):
    course.update()
    assert cli.main(["reset", "02"]) == 0
    assert "02_convolution_arithmetic.ipynb is fresh." in capsys.readouterr().out


def test_reset_of_no_lesson_is_one_line(started, capsys):
    assert cli.main(["reset", "99"]) == 1
    said = capsys.readouterr().err
    assert "there is no lesson '99'" in said
    assert said.count("\n") == 1


def test_reset_says_in_one_line_that_the_lessons_cannot_be_written(started, monkeypatch, tmp_path, capsys):
    (tmp_path / "occupied").write_text("a file where a folder should be")
    monkeypatch.setenv("CNNKIT_LESSONS", str(tmp_path / "occupied" / "lessons"))
    assert cli.main(["reset", "02"]) == 1
    assert "cannot be written" in capsys.readouterr().err
