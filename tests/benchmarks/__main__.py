"""Measure and write the table: `python -m tests.benchmarks [--only TEXT] [--runs 5] [--quick]`.

Every number of threads has a process of its own: idle threads of one library otherwise take the time of
another's.
"""

import argparse
import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

__all__ = ["main"]


def main():
    """Read the options; measure here (one number of threads) or in a process for each number."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    options.add_argument("--threads", default="1,2")
    options.add_argument("--only", default="", help="rows whose name holds this text")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--quick", action="store_true", help="a tenth of the time; writes nothing")
    options.add_argument("--here", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.here:
        Path(chosen.here).write_bytes(pickle.dumps(measure(int(chosen.threads), chosen)))
        return
    from .report import summary, write

    rows, peaks = [], None
    for threads in chosen.threads.split(","):
        some, peaks = in_own_process(threads, chosen, peaks)
        rows += some
        print(summary(some) if some else "no row has that name")
    if not chosen.quick and not chosen.only:
        write(rows, peaks, chosen.runs)


def in_own_process(threads, chosen, peaks):
    """The rows of one number of threads, and the share of the peak."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "rows"
        command = [sys.executable, "-m", "tests.benchmarks", "--here", str(answer)]
        command += ["--threads", threads, "--only", chosen.only, "--runs", str(chosen.runs)]
        numbers = dict.fromkeys(("OMP_NUM_THREADS", "NUMBA_NUM_THREADS"), threads)
        numbers["OPENBLAS_NUM_THREADS"] = "1"
        quick = ["--quick"] * chosen.quick
        subprocess.run([*command, *quick], check=True, env={**os.environ, **numbers})
        rows, found = pickle.loads(answer.read_bytes())
    return rows, found or peaks


def measure(threads, chosen):
    """Time every row with so many threads, printing as it goes."""
    import numba
    import numpy as np

    import cnnkit

    numba.set_num_threads(threads)
    warm = np.ones((64, 8, 32, 32), np.float32)
    cnnkit.conv2d(warm, np.ones((8, 8, 3, 3), np.float32))  # Numba's threads start before PyTorch's
    import torch

    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    from .peak import share_of_peak
    from .report import Row
    from .timing import agree, compare
    from .works import works

    runs, seconds = (1, 0.15) if chosen.quick else (chosen.runs, 0.25)
    rows = []
    for work in works(torch):
        if chosen.only not in work.name:
            continue
        if not agree(work.ours(), work.theirs()):
            raise SystemExit(f"{work.name}: the results differ, so the times mean nothing")
        programs = {"ours": work.ours, "torch": work.theirs}
        if work.onnx and (session := _session(work.onnx, threads)):
            programs["onnxruntime"] = session
        done = compare(programs, runs, seconds)
        onnx = done.ratio("onnxruntime") if "onnxruntime" in programs else None
        numbers = done.seconds("ours"), done.seconds("torch"), done.ratio("torch"), onnx
        rows.append(Row(work.name, threads, work.must, work.aim, *numbers))
        print(threads, rows[-1].markdown(), flush=True)
    return rows, share_of_peak() if threads == 1 and not chosen.only else None


def _session(onnx, threads):
    """A function that runs one operation with onnxruntime, or None where that is not installed."""
    try:
        import onnxruntime
    except ImportError:
        return None
    from .onnx_model import model

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    providers = ["CPUExecutionProvider"]
    session = onnxruntime.InferenceSession(model(*onnx), options, providers=providers)
    inputs = {"y": onnx[1][0]}
    return lambda: session.run(None, inputs)


if __name__ == "__main__":
    main()
