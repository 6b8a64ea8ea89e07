"""Run a number of random calls in processes of their own, half of them beside forbidden pages, and gather what came."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

TESTS = Path(__file__).parent.parent
PROGRAM = Path(__file__).parent / "child.py"
AT_ONCE = 2000  # calls of one process
PATIENCE = 120  # seconds without a word after which a process hangs
PASTE = """from cnnkit import *; import numpy as np; from cnnkit import (activations, boxes, conv, enlarging, filterbank,
    gradient_descent, linear, losses, normalization, pool, pose, reference, shortcut, soft_argmax, transposed)
import sys; sys.path.insert(0, "tests"); from fuzz import course, nets, updates; from fuzz.values import A, G, K"""


@dataclass
class Came:
    """How many calls ended in which way, and those that ended wrongly."""

    kinds: Counter = field(default_factory=Counter)
    wrong: list = field(default_factory=list)

    def add(self, kind: str, wrong: str, seed: str, call: str) -> None:
        self.kinds[f"{kind}: wrong" if wrong else kind] += 1
        if wrong:
            self.wrong.append(f"seed {seed}: {wrong}\n    {call}")

    def report(self, most: int = 20) -> str:
        """Counts, then what was wrong with calls that can be pasted."""
        counts = f"{sum(self.kinds.values())} calls: {', '.join(f'{n} {kind}' for kind, n in sorted(self.kinds.items()))}"
        if not self.wrong:
            return counts
        more = f"\n... and {len(self.wrong) - most} more" if len(self.wrong) > most else ""
        return "\n".join([counts, PASTE, *self.wrong[:most]]) + more


def run(seed: int, count: int, tell=lambda came: None) -> Came:
    """Make that many calls; two processes take turns, the second of them beside forbidden pages."""
    came, ended = Came(), seed + count
    while seed < ended:
        batch = min(AT_ONCE, max(1, -(-(ended - seed) // 2)))
        for guarded in (0, 1):
            size = min(batch, ended - seed)
            if size > 0:
                _batch(came, seed, size, guarded and sys.platform != "win32")
                seed += size
        tell(came)
    return came


def _batch(came: Came, seed: int, count: int, guarded: bool) -> None:
    """One process; if it dies, the call that killed it is told and the rest is done by another."""
    paths = os.pathsep.join(map(str, (TESTS.parent, TESTS)))
    # a fresh thread for each call: none may wait busily for the next one
    ours = {"PYTHONPATH": paths, "OMP_WAIT_POLICY": "passive", "OPENBLAS_NUM_THREADS": "1"}
    while count > 0:
        code, said, trouble = _ended([sys.executable, str(PROGRAM), *map(str, (seed, count, int(guarded)))], {**os.environ, **ours})
        calls, open_call = 0, None
        for line in said.splitlines():
            if line.startswith("call "):
                calls, (_, at, call) = calls + 1, line.split(" ", 2)
                open_call = at, call
            elif line.startswith("came "):
                came.add(*json.loads(line[5:]), *open_call)
                open_call = None
        if code == 0:
            return
        if not calls:
            raise RuntimeError(f"no call was made: {trouble[-2000:]}")
        if open_call is not None:
            came.add("died", f"the process ended with {code}: {trouble[-300:]}", *open_call)
        seed, count = seed + calls, count - calls


def _ended(command: list[str], environment: dict[str, str]) -> tuple[int | None, str, str]:
    """Exit code, what was written, and what went wrong; a process that hangs is ended, and the call that it hung in is told."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said, tempfile.TemporaryFile("w+", encoding="utf-8") as trouble:
        process, told = subprocess.Popen(command, env=environment, stdout=said, stderr=trouble, text=True), -1
        while True:
            try:
                code = process.wait(PATIENCE)
                break
            except subprocess.TimeoutExpired:
                if os.fstat(said.fileno()).st_size == told:  # not a word since
                    process.kill()
                    code = process.wait()
                    break
                told = os.fstat(said.fileno()).st_size
        return code, _text(said), _text(trouble)


def _text(file) -> str:
    file.seek(0)
    return file.read()
