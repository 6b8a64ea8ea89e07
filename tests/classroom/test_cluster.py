"""A class graded on a cluster on this machine: a scheduler and two workers, one of which is killed in the middle."""

import os
import re
import signal
import subprocess
import sys
import threading
import time

import pytest

from cnnkit.classroom.batch import Batch
from cnnkit.classroom.cluster import ClusterError, cluster
from cnnkit.classroom.collecting import collect
from tests.classroom.classes import RIGHT, class_in, order, solved

LIMIT = 90  # seconds for anything here to happen
WORKER = """
import sys, time
from cnnkit.classroom import marking
marked = marking._marked
marking._marked = lambda *args: (time.sleep(0.3), marked(*args))[1]  # long enough to be killed in the middle
from distributed.cli.dask_worker import main
main()
"""


def start(*command):
    environment = {**os.environ, "PYTHONPATH": os.getcwd(), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    return subprocess.Popen([sys.executable, *command], stderr=subprocess.PIPE, env=environment, text=True)


def said(process, pattern):
    """What a process says, up to a line that fits; the rest is drained."""
    deadline = time.monotonic() + LIMIT
    for line in process.stderr:
        found = re.search(pattern, line)
        if found:
            threading.Thread(target=process.stderr.read, daemon=True).start()
            return found.group(1)
        assert time.monotonic() < deadline
    raise AssertionError(f"it ended without {pattern}")


@pytest.fixture
def machines(tmp_path):
    """Address of a scheduler, and its two workers."""
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    started = [start("-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
    try:
        address = said(started[0], r"Scheduler at:\s+(tcp://\S+)")
        for name in ("one", "two"):
            local = str(tmp_path / name)
            options = ("--nworkers", "1", "--nthreads", "1", "--no-dashboard", "--no-nanny", "--local-directory", local)
            started.append(start("-c", WORKER, address, *options))
        for worker in started[1:]:
            said(worker, r"(Registered to|Starting established)")
        yield address, started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()
            process.stderr.close()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_worker_killed_in_the_middle_changes_no_mark(machines, tmp_path, walled):
    address, workers = machines
    students = {f"student{k:02}": solved(answers={"double": RIGHT if k % 3 else "def double(y):\n    return y * 2"}) for k in range(12)}
    collected = collect(class_in(tmp_path / "class", **students), "00", ["double"])
    here, there = tmp_path / "here", tmp_path / "there"
    Batch(collected, order(), here).run(progress=False)

    def kill():
        deadline = time.monotonic() + LIMIT
        while len(list(there.rglob("double.json"))) < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        workers[0].send_signal(signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    with cluster(address, order()) as executor:
        Batch(collected, order(), there).run(executor, progress=False)
    killer.join()

    assert workers[0].wait() == -signal.SIGKILL and workers[1].poll() is None
    files = sorted(path.relative_to(here) for path in here.rglob("*.*") if path.is_file() and not path.name.startswith("."))
    assert len(files) > 2 * len(students)
    for path in files:
        assert (here / path).read_bytes() == (there / path).read_bytes(), path


def test_a_cluster_that_is_not_there_is_told(monkeypatch):
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    monkeypatch.setattr("cnnkit.classroom.cluster.PATIENCE", 0.5)
    with pytest.raises(ClusterError, match="no scheduler"), cluster("tcp://127.0.0.1:1", order()):
        pass


def test_without_the_extra_the_remedy_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"cnnkit\[cluster\]"), cluster("tcp://127.0.0.1:1", order()):
        pass
