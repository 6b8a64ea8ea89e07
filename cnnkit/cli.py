"""The command line: lab, doctor, warmup, reset; for instructors grade and export-nbgrader."""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["main"]

FIRST = "00_start_here.ipynb"

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
    try:
        return options.run(options)
    except KeyboardInterrupt:
        return 130


def open_lab(options) -> int:
    """Compile once, check, bring the lessons up to date, open JupyterLab on the first one."""
    from cnnkit.learner import copies as course
    from cnnkit.learner.checkup import doctor

    warm_up(options, quiet=True)
    checkup = doctor()
    if not checkup.well:
        print(checkup)
    try:
        for sentence in course.update():
            print(sentence)
    except course.LessonError as error:
        print(error, file=sys.stderr)
        return 1
    lessons = course.lessons_folder().resolve()
    print(f"Your lessons: {lessons}", flush=True)
    return subprocess.call(lab_command(lessons, options.rest), env=lab_environment())


def lab_command(lessons: Path, rest: Sequence[str]) -> list[str]:
    """The command that opens JupyterLab on the first lesson.

    Examples
    --------
    >>> lab_command(Path("/course/lessons"), ["--no-browser"])[-1]
    '--no-browser'
    """
    root, opened = lessons.parent, f"{lessons.name}/{FIRST}"
    command = [sys.executable, "-m", "jupyterlab", *LAB_OPTIONS]
    command += [f"--ServerApp.root_dir={root}", f"--LabApp.default_url=/lab/tree/{opened}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # containers run as root
    return [*command, *rest]


def lab_environment() -> dict[str, str]:
    """The environment with this package's JupyterLab settings in front of the learner's."""
    before = os.environ.get("JUPYTER_CONFIG_PATH")
    own = str(Path(__file__).parent / "lab")
    return {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, (own, before)))}


def show_doctor(options) -> int:
    """Print the set-up check."""
    from cnnkit.learner.checkup import doctor

    checkup = doctor()
    print(checkup)
    return 0 if checkup.well else 1


def warm_up(options, quiet: bool = False) -> int:
    """Compile the kernels unless that was done for these sources on this machine."""
    import numba

    from cnnkit.kernels import cache_folder
    from cnnkit.warmup import warmup

    stamp = cache_folder() / "complete"
    made_by = f"{numba.__version__} {platform.python_version()} {platform.processor()} {platform.node()}"
    try:
        done = stamp.read_text(encoding="utf-8") == made_by
    except OSError:
        done = False
    if done:
        if not quiet:
            print("The kernels are compiled.")
        return 0
    print("Compiling the kernels, once:", flush=True)
    warmup(progress=True)
    try:
        stamp.write_text(made_by, encoding="utf-8")
    except OSError:
        pass  # the next start will look again
    return 0


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
