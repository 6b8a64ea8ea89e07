"""A class graded: canary, submissions side by side, results kept as they come, then the table and the pages."""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from cnnkit.classroom.asking import Order
from cnnkit.classroom.canary import room_for_results, try_out
from cnnkit.classroom.collecting import Collected, Submission
from cnnkit.classroom.feedback import feedback_page
from cnnkit.classroom.notebook import UnreadableNotebook
from cnnkit.classroom.overview import Overview
from cnnkit.classroom.results import Results, file_name, write_whole
from cnnkit.classroom.sheet import row, sheet
from cnnkit.classroom.submission import Job, graded, lock_of, name_of
from cnnkit.classroom.walls import SandboxError

__all__ = ["Batch", "Stopped", "shard_of"]

AHEAD = 4  # submissions waiting for each worker
PR_SET_PDEATHSIG = 1


class Stopped(Exception):
    """The grader is at fault and has stopped; the message says what to do.  No mark was made up."""


@dataclass
class Batch:
    """Everything about one run.

    Parameters
    ----------
    collected : Collected
    order : Order
    folder : path
        Of the results.
    hidden : tuple of str
        Paths that no program may see.
    jobs : int
        Submissions graded at once.
    shard : (int, int)
        Which part of how many.
    """

    collected: Collected
    order: Order
    folder: Path
    hidden: tuple[str, ...] = ()
    jobs: int = 1
    shard: tuple[int, int] = (1, 1)

    def run(self, elsewhere: Executor | None = None, progress: bool = True) -> Overview:
        """Grade what is not graded yet; the same command goes on where it was stopped.

        Raises
        ------
        Stopped
            If the machine cannot grade, or cannot keep results.
        MixedVersions
            If the folder holds results of another kind.
        """
        problem = room_for_results(self.folder)
        if problem:
            raise Stopped(problem)
        results = Results(self.folder, self.order.grading)
        try:
            results.begin()
            with self._executor(elsewhere) as executor:
                waiting = self._waiting(results)
                if waiting and elsewhere is None:
                    self._canary(executor)
                self._grade(waiting, results, executor, elsewhere is not None, progress)
            return self._sum_up(results)
        except SandboxError as error:
            raise Stopped(str(error)) from None
        except OSError as error:
            raise Stopped(
                f"Results cannot be written: {error.strerror or error}. What is done is kept; make room, then start again."
            ) from None
        except BrokenProcessPool:
            raise Stopped(
                "A grading process was ended from outside, perhaps for want of memory. What is done is kept; "
                "start again, with fewer --jobs."
            ) from None

    @contextlib.contextmanager
    def _executor(self, elsewhere) -> Iterator[Executor | None]:
        if elsewhere is not None or self.jobs == 1:
            yield elsewhere
            return
        context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else None)
        with ProcessPoolExecutor(self.jobs, context, initializer=_begin) as executor:
            try:
                yield executor
            except BaseException:
                executor.shutdown(wait=False, cancel_futures=True)
                raise

    def _canary(self, executor) -> None:
        call = (try_out, self.order, self.hidden)
        problem = executor.submit(*call).result() if executor else try_out(*call[1:])
        if problem:
            raise Stopped(problem)

    def _waiting(self, results) -> list[Submission]:
        part, parts = self.shard
        return [s for k, s in enumerate(self.collected.submissions) if k % parts == part - 1 and not _done(results, s)]

    def _grade(self, waiting, results, executor, far, progress) -> None:
        """Hand out jobs a few ahead, and keep what comes back at once."""
        lock = "" if far else lock_of(self.folder)
        width = AHEAD * (self.jobs if not far else 64)
        done = len(self.collected.submissions) - len(waiting) if self.shard == (1, 1) else 0
        with tqdm(total=len(waiting) + done, initial=done, unit="submission", disable=not progress, leave=False) as bar:
            running: set[Future] = set()
            for submission in waiting:
                job = _job(submission)
                if executor is None:
                    self._keep(graded(self.order, job, lock), results, bar)
                    continue
                running.add(executor.submit(graded, self.order, job, lock))
                if len(running) >= width:
                    running = self._keep_finished(running, results, bar)
            while running:
                running = self._keep_finished(running, results, bar)

    def _keep_finished(self, running, results, bar) -> set[Future]:
        finished, rest = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            self._keep(future.result(), results, bar)
        return rest

    def _keep(self, found, results, bar) -> None:
        for result in found:
            results.write(result)
        bar.update()

    def _sum_up(self, results) -> Overview:
        """The table and the pages, from all results that lie in the folder."""
        with results.summing_up():
            overview, rows = Overview(self.order.grading), []
            for found in results.students():
                overview.add(found)
                some = next(iter(found.values()))
                rows.append((some["student"], row(found, self.order.grading)))
                page = feedback_page(found, self.order.grading)
                write_whole(self.folder / "feedback" / f"{file_name(some['student'])}.html", page)
            same = {name: group for group in overview.identical for name in group}
            for student, cells in rows:
                if student in same:
                    others = ", ".join(name for name in same[student] if name != student)
                    cells[-1] = "; ".join(filter(None, (cells[-1], f"identical to the file of {others}")))
            write_whole(self.folder / "grades.csv", sheet((cells for _, cells in rows), self.order.grading))
            write_whole(self.folder / "class.html", overview.page(self.collected.refused))
        return overview


def _done(results: Results, submission: Submission) -> bool:
    try:
        data = submission.read() if submission.path else None
    except (UnreadableNotebook, OSError):
        data = None
    return results.done(submission.student, name_of(data))


def _job(submission: Submission) -> Job:
    if not submission.path:
        return Job(submission.student, "", None, " ".join(submission.notes))
    try:
        return Job(submission.student, submission.path, submission.read(), "", submission.notes)
    except (UnreadableNotebook, OSError) as error:
        return Job(submission.student, submission.path, None, str(error), submission.notes)


def _begin() -> None:
    """A worker ends with the grader, however that ends, and keeps to one thread beside the others."""
    import numba

    numba.set_num_threads(1)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def shard_of(text: str) -> tuple[int, int]:
    """ "2/5" as (2, 5).

    Raises
    ------
    ValueError
        If it is no part of a whole.

    Examples
    --------
    >>> shard_of("2/5")
    (2, 5)
    """
    part, _, parts = text.partition("/")
    if not (part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        raise ValueError(f"{text} is no part of a whole; 2/5 is the second of five")
    return int(part), int(parts)
