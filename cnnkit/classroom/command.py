"""What `cnnkit grade` does: reads its options, says what was found and what came of it."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

__all__ = ["grade_class"]

LISTED = 10


def grade_class(options) -> int:
    """Grade a class; 0 when every submission has its results, 1 when the grader stopped, 2 for a wrong command."""
    if sys.platform == "win32":
        return _failed("Windows has no sandbox for learners' programs; grade in WSL2 or on Linux.", 2)
    from cnnkit.classroom.asking import AskingError, order_of, read_seed
    from cnnkit.classroom.batch import Batch, Stopped, shard_of
    from cnnkit.classroom.cluster import ClusterError, cluster
    from cnnkit.classroom.collecting import collect
    from cnnkit.classroom.limits import Limits
    from cnnkit.classroom.results import MixedVersions

    try:
        limits = Limits(seconds=options.seconds, wall=2 * options.seconds + 5)
        folder = str(Path(options.exercises).resolve()) if options.exercises else ""
        order = order_of(options.lesson, folder, read_seed(options.seed_file), limits, options.trusted)
        names = [*order.grading.exercises, *order.grading.extras]
        collected = collect(options.submissions, order.lesson, names)
        shard = shard_of(options.shard)
        if options.jobs < 1:
            raise ValueError(f"--jobs is {options.jobs}; at least 1 is needed")
    except (AskingError, OSError, ValueError) as error:
        return _failed(str(error), 2)
    if not collected.submissions:
        return _failed(f"There are no submissions in {options.submissions}.", 2)
    for entry in collected.refused:
        print(f"Left out: {entry}", file=sys.stderr)
    hidden = tuple(str(path.resolve()) for path in (options.submissions, options.seed_file, options.out))
    if folder:
        hidden = (*hidden, folder)
    batch = Batch(collected, order, options.out, hidden, options.jobs, shard)
    try:
        with cluster(options.dask, order) if options.dask else nullcontext() as executor:
            overview = batch.run(executor, progress=sys.stderr.isatty() or options.jobs > 0)
    except (Stopped, MixedVersions, ClusterError) as error:
        return _failed(str(error), 1)
    except KeyboardInterrupt:
        return _failed("Stopped. What is done is kept; the same command goes on from here.", 130)
    print(_told(overview, options.out))
    return 0


def _failed(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _told(overview, out) -> str:
    """What came of it, in a few lines."""
    from cnnkit.mistakes import CATALOGUE

    lines = [f"{overview.students} students of lesson {overview.grading.lesson}."]
    if overview.waiting:
        lines.append(f"{len(overview.waiting)} need a person:")
        lines += [f"  {student}: {message}" for student, message in overview.waiting[:LISTED]]
        if len(overview.waiting) > LISTED:
            lines.append(f"  and {len(overview.waiting) - LISTED} more")
    counts = Counter({mistake: len(students) for mistake, students in overview.held.items()})
    for mistake, count in counts.most_common(3):
        known = CATALOGUE.get(mistake)
        lines.append(f"Held by {count}: {known.name if known else mistake}.")
    lines.append(f"Marks: {out / 'grades.csv'}   Class: {out / 'class.html'}   Feedback: {out / 'feedback'}")
    return "\n".join(lines)
