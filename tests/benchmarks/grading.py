"""How long a class takes: `python -m tests.benchmarks.grading [--counts 10,100,1000] [--beside 50] [--jobs 1,2]`.

A class is drawn from the programs of `tests/solutions`, right and wrong ones.  The same tree of submissions goes
through `cnnkit grade` and, where nbgrader is installed, through one call of `nbgrader autograde`, each held to one
core.  Kept in grading.json; grading.md is the table.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cnnkit.classroom.export import assignment

__all__ = ["main", "table"]

FOLDER = Path(__file__).parent
ROOT = FOLDER.parent.parent
LESSON, NAME = "04", "04_backprop_convolution"
ATTEMPTED, RIGHT = 0.85, 0.6  # shares of the answers of the class
LOOK = 0.25  # seconds between two looks at memory


def main():
    """Measure what is asked for and write the table."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.grading")
    options.add_argument("--counts", default="10,30,100,300,1000")
    options.add_argument("--beside", type=int, default=50, help="submissions that nbgrader grades as well; 0 for none")
    options.add_argument("--jobs", default="1,2")
    options = options.parse_args()
    kept_in = FOLDER / "grading.json"
    kept = json.loads(kept_in.read_text()) if kept_in.exists() else {"growth": {}, "beside": {}}
    with tempfile.TemporaryDirectory() as folder:
        for count in map(int, filter(None, options.counts.split(","))):
            place = submissions(Path(folder) / f"class{count}", count)
            for jobs in map(int, options.jobs.split(",")):
                kept["growth"][f"{count} {jobs}"] = ours(place, Path(folder), jobs)
                print(count, jobs, kept["growth"][f"{count} {jobs}"], flush=True)
        if options.beside:
            place = submissions(Path(folder) / "beside", options.beside)
            kept["beside"] = {"count": options.beside, "ours": ours(place, Path(folder), 1, core=True), "nbgrader": theirs(place)}
            print(kept["beside"], flush=True)
    kept["load"] = round(os.getloadavg()[2], 1)
    kept_in.write_text(json.dumps(kept, indent=1) + "\n")
    (FOLDER / "grading.md").write_text(table(kept))


def submissions(place, count):
    """A course folder of nbgrader with so many students' submissions of the lesson."""
    notebook = json.loads((ROOT / "notebooks" / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    source = assignment(notebook)
    release = place / "source" / NAME / f"{NAME}.ipynb"
    release.parent.mkdir(parents=True)
    release.write_text(json.dumps(source), encoding="utf-8")
    rng = random.Random(0)
    for number in range(count):
        cells = json.loads(json.dumps(source["cells"]))
        for cell in cells:
            marks = cell["metadata"].get("nbgrader", {})
            if marks.get("solution"):
                cell["source"] = _answer(rng, marks["grade_id"])
        path = place / "submitted" / f"student{number:04}" / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps({**source, "cells": cells}), encoding="utf-8")
    return place


def _answer(rng, exercise):
    stub = f'def {exercise}(*args):\n    raise NotImplementedError("exercise not written yet")'
    if rng.random() > ATTEMPTED:
        return stub
    text = (ROOT / "tests" / "solutions" / f"{exercise}.py").read_text(encoding="utf-8")
    kind = "right_" if rng.random() < RIGHT else "wrong_"
    names = [line.split("(")[0][4:] for line in text.splitlines() if line.startswith(f"def {kind}")]
    return f"{text}\n\n{exercise} = {rng.choice(names)}\n" if names else stub


def ours(place, folder, jobs, core=False):
    """Seconds, and the most memory of the grader and its sandboxes together."""
    out, seed = folder / f"results-{place.name}-{jobs}-{core}", folder / "seed"
    seed.write_text("a secret", encoding="utf-8")
    command = [sys.executable, "-m", "cnnkit", "grade", str(place), "--lesson", LESSON, "--seed-file", str(seed), "--out", str(out)]
    done = measured([*command, "--jobs", str(jobs)], ROOT, core)
    done["graded"] = len(list((out / "feedback").glob("*.html")))
    shutil.rmtree(out)
    return done


def theirs(place):
    """One call of nbgrader autograde on the same submissions."""
    own = ROOT / ".venv-nbgrader" / "bin" / "nbgrader"
    nbgrader = str(own) if own.exists() else shutil.which("nbgrader")
    if nbgrader is None:
        return None
    settings = "c = get_config()\nc.CourseDirectory.course_id = 'cnnkit'\nc.ExecutePreprocessor.timeout = 300\n"
    (place / "nbgrader_config.py").write_text(settings, encoding="utf-8")
    environment = {"PATH": f"{Path(nbgrader).parent}:{os.environ['PATH']}"}
    subprocess.run([nbgrader, "generate_assignment", NAME], cwd=place, check=True, capture_output=True, env={**os.environ, **environment})
    done = measured([nbgrader, "autograde", NAME], place, core=True, environment=environment)
    done["graded"] = len(list((place / "autograded").glob(f"*/{NAME}")))
    return done


def measured(command, folder, core, environment=()):
    """Seconds on the clock and the peak of memory of all processes that a command starts."""
    held = ["taskset", "-c", "0", *command] if core else command
    started, peak = time.perf_counter(), 0
    process = subprocess.Popen(
        held, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT), **dict(environment)},
    )  # fmt: skip
    while process.poll() is None:
        peak = max(peak, sum(map(memory, family(process.pid))))
        time.sleep(LOOK)
    return {"seconds": round(time.perf_counter() - started, 1), "megabytes": peak >> 20, "code": process.returncode}


def family(pid):
    """A process and all that descend from it."""
    found = [pid]
    for one in found:
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            pass  # it has ended
    return found


def memory(pid):
    """Bytes in use, shared pages by their share."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except OSError:
        return 0


def table(kept):
    """The measurements as a page."""
    lines = [
        "# A class graded",
        "",
        f"Lesson 04, six exercises each, sandbox and feedback included; two cores. Load of the machine at the end: {kept['load']}.",
        "",
        "| submissions | jobs | seconds | a submission | peak memory |",
        "| ---: | ---: | ---: | ---: | ---: |",
    ]
    for key, done in sorted(kept["growth"].items(), key=lambda item: tuple(map(int, item[0].split()))):
        count, jobs = key.split()
        share = done["seconds"] / int(count)
        lines.append(f"| {count} | {jobs} | {done['seconds']:.0f} | {share:.2f} s | {done['megabytes']} MB |")
    beside = kept.get("beside")
    if beside and beside.get("nbgrader"):
        one, other = beside["ours"], beside["nbgrader"]
        lines += [
            "",
            f"The same {beside['count']} submissions on one core, one run: `cnnkit grade` {one['seconds']:.0f} s, one call of "
            f"`nbgrader autograde` {other['seconds']:.0f} s: {other['seconds'] / one['seconds']:.1f} times as long (must: 5).",
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
