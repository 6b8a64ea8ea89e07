"""What a learner has done is kept whole, or not at all, and a damaged record stops nothing."""

import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from cnnkit.learner import check, expose
from cnnkit.learner import progress as standing
from cnnkit.learner import record as progress

posix = pytest.mark.skipif(os.name != "posix", reason="modes, links and signals of POSIX")


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


# every kind of value that a field of the record may hold instead of its own, and what stays of the rest
DAMAGED = [
    ({"exercises": {"double": {"attempts": None, "passed": True}}}, "attempts of double"),
    ({"exercises": {"double": {"attempts": "3"}}}, "attempts of double"),
    ({"exercises": {"double": {"attempts": -1}}}, "attempts of double"),
    ({"exercises": {"double": {"attempts": 1.5}}}, "attempts of double"),
    ({"exercises": {"double": {"attempts": True}}}, "attempts of double"),
    ({"exercises": {"double": {"attempts": float("nan")}}}, "attempts of double"),
    ({"exercises": {"double": {"attempts": 10**400}}}, "attempts of double"),
    ({"exercises": {"double": {"passed": 1}}}, "passed of double"),
    ({"exercises": {"double": {"mistakes": None}}}, "mistakes of double"),
    ({"exercises": {"double": {"mistakes": "U01"}}}, "mistakes of double"),
    ({"exercises": {"double": {"mistakes": [1]}}}, "mistakes of double"),
    ({"exercises": {"double": {"mistakes": [["U01"]]}}}, "mistakes of double"),
    ({"exercises": {"double": None}}, "double"),
    ({"exercises": None}, "exercises"),
    ({"predictions": {"02-unread": {"answer": None, "right": True}}}, "answer of 02-unread"),
    ({"predictions": {"02-unread": {"answer": [1], "right": True}}}, "answer of 02-unread"),
    ({"predictions": {"02-unread": {"answer": float("inf"), "right": True}}}, "answer of 02-unread"),
    ({"predictions": {"02-unread": {"answer": 3, "right": "yes"}}}, "right of 02-unread"),
    ({"predictions": {"02-unread": {"answer": 3}}}, "right of 02-unread"),
    ({"predictions": {"02-unread": 3}}, "02-unread"),
    ({"recaps": {"size": {"right": [], "wrong": 2}}}, "right of size"),
    ({"recaps": 3}, "recaps"),
]


@pytest.mark.parametrize(("broken", "named"), DAMAGED, ids=lambda value: value if isinstance(value, str) else "")
def test_a_damaged_field_is_kept_aside_and_named_and_everything_goes_on(broken, named):
    from cnnkit.widgets import Predict

    whole = {"exercises": {"neuron": {"attempts": 3, "passed": True, "mistakes": ["U01"]}}, "of a later version": [1]}
    text = json.dumps({**whole, **broken, "exercises": {**whole["exercises"], **(broken.get("exercises") or {})}})
    if "exercises" in broken and broken["exercises"] is None:
        text = json.dumps({**whole, **broken})
    path = progress.folder() / "progress.json"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    seen = standing()
    Predict("02-unread")
    report = check("double", lambda y: y * 2.0)
    again = check("double", lambda y: y * 2.0)
    aside = path.with_name("progress-damaged-1.json")

    assert named in seen.note and named in repr(seen)
    assert named in report.note and aside.name in report.note and aside.name not in again.note
    assert aside.read_text(encoding="utf-8") == text
    now = progress.state()
    assert now["exercises"]["double"]["attempts"] == 2
    assert now["of a later version"] == [1]
    if broken.get("exercises", {}) is not None:
        assert now["exercises"]["neuron"] == whole["exercises"]["neuron"]


def test_a_file_that_an_editor_has_marked_is_read():
    progress.record_attempt("double", True)
    path = progress.folder() / "progress.json"
    path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8-sig")

    assert progress.attempts("double") == 1 and progress.damage() == ""


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"a":' * 100_000, "1" * 5000])
def test_no_text_is_too_odd_to_be_read(deep):
    path = progress.folder() / "progress.json"
    path.parent.mkdir(parents=True)
    path.write_text(deep)

    assert progress.state()["exercises"] == {} and "all of it" in progress.damage()


# --- what cannot be kept is said ---------------------------------------------------------------------


def blocked(tmp_path):
    """A state folder that cannot be made: a file is in the way."""
    (tmp_path / "a file").write_text("in the way", encoding="utf-8")
    return tmp_path / "a file" / ".cnnkit"


def test_a_folder_that_cannot_be_written_stops_nothing_and_is_said(tmp_path, monkeypatch):
    folder = blocked(tmp_path)
    monkeypatch.setenv("CNNKIT_STATE", str(folder))
    report = check("double", lambda y: y * 2.0)
    wrong = check("double", lambda y: y * 3.0)
    exposed = expose("rounded_up", (7, 3, 2, 0, 1), (8, 3, 2, 0, 1))

    assert report.passed and report.message.startswith("Right.")
    for each in (report, wrong, exposed):
        assert f"This could not be kept in {folder}" in each.note and each.note.count("could not be kept") == 1
    assert progress.attempts("double") == 0
    assert (tmp_path / "a file").read_text(encoding="utf-8") == "in the way"


def finding():
    from cnnkit.learner.checkup import _state

    return _state()


def test_the_check_of_the_set_up_looks_at_the_folder(tmp_path, monkeypatch):
    assert finding().well and str(progress.folder()) in finding().what and not progress.folder().exists()
    progress.record_attempt("double", True)
    assert finding().well
    (progress.folder() / "progress.json").write_text('{"exercises": {"double": {"attempts": null}}}')
    damaged = finding()
    assert not damaged.well and "attempts of double" in damaged.remedy and "CNNKIT_STATE" not in damaged.remedy
    assert finding().well
    monkeypatch.setenv("CNNKIT_STATE", str(blocked(tmp_path)))
    assert not finding().well and "CNNKIT_STATE" in finding().remedy


def test_a_record_that_cannot_be_read_is_not_written_over(monkeypatch):
    progress.record_attempt("double", True)
    path = progress.folder() / "progress.json"
    before = path.read_bytes()

    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    said = progress.record_attempt("double", True)
    seen = standing()
    monkeypatch.undo()

    assert "Permission denied" in said and "cannot be read" in seen.note
    assert path.read_bytes() == before


FULL = """
    import resource, sys
    from cnnkit.learner import check, record
    record.record_attempt("neuron", True)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))  # no file may grow beyond ten bytes, as on a full disk
    def double(y):
        return y * 2.0
    report = check("double", double)
    print(report.passed, "|", report.note)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
"""


@posix
def test_a_full_disk_is_said_and_leaves_nothing_half_written(tmp_path):
    (tmp_path / "full.py").write_text(textwrap.dedent(FULL).replace("(10, 10)", "(10, resource.RLIM_INFINITY)"))
    done = subprocess.run([sys.executable, str(tmp_path / "full.py")], capture_output=True, text=True, env=os.environ)

    assert done.stdout.startswith("True |") and "could not be kept" in done.stdout, done
    assert progress.attempts("neuron") == 1 and progress.attempts("double") == 0
    assert {file.name for file in progress.folder().rglob("*") if file.is_file()} - {"progress.lock"} == {"progress.json"}


def test_another_session_that_never_ends_is_waited_for_and_said(monkeypatch):
    import filelock

    progress.record_attempt("double", True)
    monkeypatch.setattr(progress, "PATIENCE", 0.1)
    with filelock.FileLock(progress.folder() / "progress.lock"):
        said = progress.record_attempt("double", True)

    assert "another notebook" in said and "0.1 seconds" in said
    assert progress.attempts("double") == 1


# --- whole files, as a plain write would leave them --------------------------------------------------


@posix
def test_modes_and_links_stay_as_they_were(tmp_path):
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_text("{}")
    elsewhere.chmod(0o664)
    progress.folder().mkdir(parents=True)
    (progress.folder() / "progress.json").symlink_to(elsewhere)
    before = os.umask(0o022)
    try:
        progress.record_attempt("double", True)
        progress.save_answer("double", "x = 1")
    finally:
        os.umask(before)
    answer = progress.folder() / "answers" / "double.py"

    assert (progress.folder() / "progress.json").is_symlink()
    assert "double" in elsewhere.read_text() and elsewhere.stat().st_mode & 0o777 == 0o664
    assert answer.stat().st_mode & 0o777 == 0o644
    answer.chmod(0o600)
    progress.save_answer("double", "x = 2")
    assert answer.stat().st_mode & 0o777 == 0o600 and answer.read_text() == "x = 2"


def test_what_the_version_before_left_half_written_is_cleaned_away():
    progress.save_answer("double", "x = 1")
    old, young, foreign = (progress.folder() / "answers" / name for name in (".k3_x9a0b.part", ".k3_x9a0c.part", ".my.part"))
    for file in (old, young, foreign):
        file.write_text("half")
    for file in (old, foreign):
        os.utime(file, (0, 0))
    progress.record_attempt("double", True)

    assert not old.exists() and young.exists() and foreign.exists()


# --- several sessions, and sessions that are ended ---------------------------------------------------

MANY = """
    import pathlib, sys, time
    from cnnkit.learner import check, record
    def double(y):
        return y * 2.0
    check("double", double)
    print("ready", flush=True)
    while not pathlib.Path(sys.argv[1]).exists():
        time.sleep(0.001)
    for _ in range(29):
        assert check("double", double).passed
    for _ in range(30):
        assert record.record_attempt("double", True) == ""
"""


@pytest.mark.slow
def test_two_notebooks_at_once_lose_nothing(tmp_path):
    (tmp_path / "many.py").write_text(textwrap.dedent(MANY))
    command = [sys.executable, str(tmp_path / "many.py"), str(tmp_path / "go")]
    running = [subprocess.Popen(command, env=os.environ, stdout=subprocess.PIPE) for _ in range(2)]
    assert [process.stdout.readline() for process in running] == [b"ready\n"] * 2
    (tmp_path / "go").touch()
    assert [process.wait() for process in running] == [0, 0]
    for process in running:
        process.stdout.close()

    assert progress.attempts("double") == 120
    assert not list(progress.folder().rglob("*.part")) and not list(progress.folder().glob("*damaged*"))


def write_until_killed(pipe):
    """Check the same exercise again and again; each one that is kept is told."""
    number = progress.attempts("double")
    while True:
        number += 1
        assert progress.save_answer("double", f"number = {number}\n" + "# a long answer\n" * 200) == ""
        assert progress.record_attempt("double", True) == ""
        os.write(pipe, b".")


@posix
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_session_killed_at_any_moment_loses_at_most_what_it_was_writing():
    draw, told, window = random.Random(5), 0, 0.01
    for _ in range(5):
        progress.record_attempt("neuron", True, ("U01",))
    for _ in range(1000):
        before = told
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                write_until_killed(writing)
            finally:
                os._exit(1)
        os.close(writing)
        time.sleep(draw.random() * window)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reading, "rb") as file:
            told += len(file.read())
        now, source = progress.state()["exercises"], progress.saved_answer("double")
        count = now.get("double", {}).get("attempts", 0)
        assert told <= count <= told + 1 and progress.damage() == ""
        assert now["neuron"] == {"attempts": 5, "passed": True, "mistakes": ["U01"]}
        if source is not None:
            assert source.startswith("number = ") and source.endswith("# a long answer\n") and source.count("\n") == 201
            assert count <= int(source.split()[2]) <= count + 1
        # kills before the first write prove nothing: on a machine whose files are slow wait longer, on a quick one less
        window, told = window * (0.9 if count > before else 1.02), count

    assert told > 100
    progress.save_answer("double", "")
    progress.record_attempt("double", True)
    assert not list(progress.folder().rglob("*.part"))


# --- one folder, wherever one works ------------------------------------------------------------------


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course folder with lessons, as `cnnkit lab` makes it; no variable names the state."""
    from cnnkit.learner import copies, folder

    monkeypatch.delenv("CNNKIT_STATE")
    monkeypatch.setattr(folder, "_last", None)
    monkeypatch.setenv("CNNKIT_LESSONS", str(tmp_path / "none"))
    lessons = tmp_path / "C# курс 50%" / "lessons"
    copies.update(lessons=lessons)
    (lessons / "week2").mkdir()
    return lessons


@pytest.fixture
def opened(monkeypatch):
    """A function that opens a notebook in a folder: the kernel starts there."""

    class Shell:
        starting_dir = ""

    def open_in(place):
        monkeypatch.chdir(place)
        monkeypatch.setattr(Shell, "starting_dir", str(place))
        fake = type(sys)("IPython")
        fake.get_ipython = Shell
        monkeypatch.setitem(sys.modules, "IPython", fake)

    return open_in


@pytest.mark.parametrize("start", ["", "week2", ".."])
@pytest.mark.parametrize("then", ["..", "../..", "week2", "/"])
def test_the_record_is_the_courses_from_any_working_folder(course, opened, monkeypatch, start, then):
    opened((course / start).resolve())
    progress.record_attempt("double", True)
    os.chdir(course / then)  # %cd
    progress.record_attempt("double", True)

    assert progress.folder() == course / ".cnnkit"
    assert json.loads((course / ".cnnkit" / "progress.json").read_text())["exercises"]["double"]["attempts"] == 2
    assert len(list(course.parent.rglob("progress.json"))) == 1


@pytest.mark.parametrize("then", ["..", "week2", "/"])
def test_a_plain_session_stays_with_the_course_too(course, monkeypatch, then):
    monkeypatch.chdir(course)
    progress.record_attempt("double", True)
    os.chdir(course / then)

    assert progress.attempts("double") == 1


def test_a_notebook_outside_any_course_keeps_its_record_beside_it(tmp_path, opened, monkeypatch, course):
    place = tmp_path / "alone"
    place.mkdir()
    opened(place)
    progress.record_attempt("double", True)
    os.chdir("/")

    assert progress.attempts("double") == 1 and (place / ".cnnkit" / "progress.json").is_file()


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() != 0, reason="only the superuser gives files away")
def test_a_strangers_folder_above_is_not_used(course, opened, tmp_path):
    place = tmp_path / "mine"
    place.mkdir()
    (tmp_path / ".cnnkit" / "answers").mkdir(parents=True)
    (tmp_path / ".cnnkit" / "lessons.json").write_text("{}")
    os.chown(tmp_path / ".cnnkit", 12345, 12345)
    opened(place)

    assert progress.folder() == place / ".cnnkit"


def test_the_home_folder_can_be_named(monkeypatch, tmp_path):
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("CNNKIT_STATE", "~/course")

    assert progress.folder() == tmp_path / "home" / "course"


def test_a_folder_named_without_a_root_begins_where_the_notebook_was_opened(monkeypatch, tmp_path, opened):
    opened(tmp_path)
    monkeypatch.setenv("CNNKIT_STATE", "state")
    before = progress.folder()
    os.chdir("/")

    assert progress.folder() == before == tmp_path / "state"


def test_records_of_the_version_before_are_taken_over(course, opened, monkeypatch):
    for place, attempts, passed in ((course / "week2", 2, True), (course.parent, 3, False)):
        (place / ".cnnkit" / "answers").mkdir(parents=True)
        old = {
            "exercises": {"double": {"attempts": attempts, "passed": passed, "mistakes": ["U01"]}},
            "predictions": {"02-unread": {"answer": attempts, "right": False}},
            "recaps": {"size": {"right": attempts}},
        }
        (place / ".cnnkit" / "progress.json").write_text(json.dumps(old))
        (place / ".cnnkit" / "answers" / "double.py").write_text("def double(y): return y * 2.0")
    opened(course / "week2")
    first, again = standing(), standing()

    assert "1 of" in repr(first) and repr(first) == repr(again)
    progress.record_attempt("double", False)
    now = progress.state()
    assert now["exercises"]["double"] == {"attempts": 6, "passed": True, "mistakes": ["U01"]}
    assert now["predictions"]["02-unread"]["answer"] == 2 and now["recaps"]["size"] == {"right": 5}
    assert progress.saved_answer("double") and not (course / "week2" / ".cnnkit").exists()
    assert (course / "week2" / ".cnnkit-moved" / "progress.json").is_file()


def test_a_system_without_owners_finds_the_course_too(course, opened, monkeypatch):
    opened(course / "week2")
    monkeypatch.delattr(os, "geteuid", raising=False)

    assert progress.folder() == course / ".cnnkit"


def test_windows_is_given_time_to_close_a_file(monkeypatch):
    tries = []

    def busy(source, target):
        tries.append(target)
        if len(tries) < 3:
            raise PermissionError(13, "The process cannot access the file")
        os.rename(source, target)

    monkeypatch.setattr(progress, "WINDOWS", True)
    monkeypatch.setattr("cnnkit.atomic.os.replace", busy)
    monkeypatch.setattr(progress.time, "sleep", lambda seconds: None)
    said = progress.record_attempt("double", True)
    monkeypatch.undo()

    assert said == "" and len(tries) == 3
