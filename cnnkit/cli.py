"""The command line: lab, doctor, warmup, reset; for instructors grade and export-nbgrader."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

__all__ = ["main"]

FIRST = "00_start_here.ipynb"
WINDOWS = os.name == "nt"

# environment variables that name a folder
FOLDERS = ("CNNKIT_STATE", "CNNKIT_LESSONS", "CNNKIT_DATA", "NUMBA_CACHE_DIR")

# nothing is asked of the network, no news pop-up, no update check
LAB_OPTIONS = (
    "--LabApp.extension_manager=readonly",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is 0 when all went well.

    Examples
    --------
    >>> main(["reset", "nothing"])
    1
    """
    parser = argparse.ArgumentParser(prog="cnnkit", description="Learn convolutional networks by hand.")
    commands = parser.add_subparsers(dest="command", required=True)
    lab = commands.add_parser("lab", help="open the course in JupyterLab", add_help=False)
    lab.set_defaults(run=open_lab)
    commands.add_parser("doctor", help="check the set-up").set_defaults(run=show_doctor)
    commands.add_parser("warmup", help="compile the kernels now").set_defaults(run=warm_up)
    fresh = commands.add_parser("reset", help="give a fresh copy of a lesson")
    fresh.add_argument("lesson", help="its number, for example 02")
    fresh.set_defaults(run=reset_lesson)
    add_grading(commands)
    options, rest = parser.parse_known_args(argv)
    if rest and options.command != "lab":
        parser.error(f"unknown arguments: {' '.join(rest)}")
    options.rest = rest
    _any_letters()
    try:
        return options.run(options)
    except KeyboardInterrupt:
        return 130


def _any_letters() -> None:
    """Letters that the terminal does not know are written as their numbers: a folder may have any name."""
    for stream in (sys.stdout, sys.stderr):
        if getattr(stream, "errors", None) == "strict" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def open_lab(options) -> int:
    """Compile once, bring the lessons up to date, check, open JupyterLab on the first lesson."""
    from cnnkit.learner import copies as course
    from cnnkit.learner.checkup import doctor

    warm_up(options, quiet=True)
    try:
        for sentence in course.update():
            print(sentence)
    except course.LessonError as error:
        print(error, file=sys.stderr)
        return 1
    checkup = doctor()
    if not checkup.well:
        print(checkup)
    lessons = course.lessons_folder().resolve()
    print(f"Your lessons: {lessons}", flush=True)
    return become(lab_command(lessons, options.rest), lab_environment())


def become(command: list[str], environment: dict[str, str]) -> int:
    """Go on as another program, which gets every signal itself; on Windows, wait for it.

    Windows has no such step: there an interrupt reaches both, and it is the other's to answer.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    if not WINDOWS:
        os.execve(command[0], command, environment)
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        return subprocess.call(command, env=environment)
    finally:
        signal.signal(signal.SIGINT, before)


def lab_command(lessons: Path, rest: Sequence[str]) -> list[str]:
    """The command that opens JupyterLab on the first lesson.

    Examples
    --------
    >>> lab_command(Path("/course/C# lessons"), ["--no-browser"])[-2:]
    ['--LabApp.default_url=/lab/tree/C%23%20lessons/00_start_here.ipynb', '--no-browser']
    """
    opened = f"{quote(os.fsencode(lessons.name))}/{FIRST}"
    command = [sys.executable, "-m", "jupyterlab", *LAB_OPTIONS]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # containers run as root
    command += [f"--ServerApp.root_dir={lessons.parent}", f"--LabApp.default_url=/lab/tree/{opened}"]
    return [*command, *rest]


# GNU OpenMP's threads turn on the spot 300,000 times while they wait for each other.  Beside a busy browser they keep the
# processor from the thread that they wait for: a training step took eight times as long as with this, which costs an idle
# machine at most a few hundredths.
WAITING = {"GOMP_SPINCOUNT": "1000"}


def lab_environment() -> dict[str, str]:
    """The environment with this package's JupyterLab settings in front of the learner's, and threads that wait in peace.

    Folders that the learner named hold wherever a notebook runs.
    """
    from cnnkit.learner.copies import from_outside

    before = os.environ.get("JUPYTER_CONFIG_PATH")
    own = str(Path(__file__).parent / "lab")
    named = {name: str(from_outside(os.environ[name]).absolute()) for name in FOLDERS if os.environ.get(name)}
    return {**WAITING, **os.environ, **named, "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, (own, before)))}


def show_doctor(options) -> int:
    """Print the set-up check."""
    from cnnkit.learner.checkup import doctor

    checkup = doctor()
    print(checkup)
    return 0 if checkup.well else 1


def warm_up(options, quiet: bool = False) -> int:
    """Compile the kernels unless that was done for these sources on this machine."""
    import numba

    from cnnkit import kernels, warmup

    if numba.config.DISABLE_JIT:
        if not quiet:
            print("The compiler is switched off (NUMBA_DISABLE_JIT): nothing was compiled.")
        return 0
    if warmup.is_warm():
        if not quiet:
            print("The kernels are compiled.")
        return 0
    if problem := kernels.cache_problem():
        if not quiet:  # the check of the set-up says it
            print(f"Compiled kernels cannot be kept: {problem}.", file=sys.stderr)
        return 1
    print("Compiling the kernels, once:", flush=True)
    try:
        warmup.warmup(progress=True)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    if warmup.is_warm():
        return 0
    print("The kernels were compiled, but could not be kept; `cnnkit doctor` says what to do.", file=sys.stderr)
    return 1


def reset_lesson(options) -> int:
    """Give a fresh copy of one lesson."""
    from cnnkit.learner import copies as course

    try:
        print(course.reset(options.lesson))
    except course.LessonError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def add_grading(commands) -> None:
    """The instructor's commands."""
    graded = commands.add_parser("grade", help="grade a class")
    graded.add_argument("submissions", type=Path, help="a folder of students' notebooks, or a zip from a learning platform")
    graded.add_argument("--lesson", required=True, help="its number, for example 04")
    graded.add_argument("--seed-file", required=True, type=Path, help="holds a secret that draws the numbers of the checks")
    graded.add_argument("--out", required=True, type=Path, help="folder for results, marks and feedback")
    graded.add_argument("--jobs", type=int, default=1, help="submissions graded at once; one for each core")
    graded.add_argument("--shard", default="1/1", help="grade only this part, for example 2/5")
    graded.add_argument("--dask", metavar="ADDRESS", help="scheduler of a dask.distributed cluster")
    graded.add_argument("--exercises", default="", metavar="FOLDER", help="exercises of your own, in FOLDER/exercises.py")
    graded.add_argument("--seconds", type=int, default=20, help="processor time of each exercise")
    graded.add_argument("--i-trust-these-submissions", dest="trusted", action="store_true", help="run them without a sandbox")
    graded.set_defaults(run=grade_class)
    exported = commands.add_parser("export-nbgrader", help="write the lessons as assignments of nbgrader")
    exported.add_argument("folder", type=Path, help="a course folder of nbgrader")
    exported.set_defaults(run=export_nbgrader)


def grade_class(options) -> int:
    """Grade a class; the same command goes on where it was stopped."""
    from cnnkit.classroom.command import grade_class as run

    return run(options)


def export_nbgrader(options) -> int:
    """Write the lessons as assignments of nbgrader."""
    from cnnkit.classroom.export import ExportError, export

    try:
        print(export(options.folder))
    except ExportError as error:
        print(error, file=sys.stderr)
        return 1
    return 0
