"""The command line: lab, doctor, warmup, reset."""

from __future__ import annotations

import argparse
import os
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

    from cnnkit import warmup

    if numba.config.DISABLE_JIT:
        if not quiet:
            print("The compiler is switched off (NUMBA_DISABLE_JIT): nothing was compiled.")
    elif warmup.is_warm():
        if not quiet:
            print("The kernels are compiled.")
    else:
        print("Compiling the kernels, once:", flush=True)
        warmup.warmup(progress=True)
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
