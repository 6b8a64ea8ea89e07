"""Two notebooks of one course at once, in a folder with an odd name, their kernels killed in between: all is kept."""

import json
import os
import queue
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from jupyter_client.manager import KernelManager

from cnnkit.grader.source import source_of
from cnnkit.learner import copies
from cnnkit.learner.sources import names_of
from cnnkit.lessons import exercises

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="kills by signal")]
START = "import numpy as np\nfrom cnnkit.learner import check, progress, use"


class Notebook:
    """A kernel that starts in a folder, and the cells that are run in it."""

    def __init__(self, folder, environment):
        self.folder, self.environment = folder, environment
        self.open()

    def open(self):
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel(cwd=str(self.folder), env=self.environment)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=120)
        self.run(START)

    def run(self, text, seconds=120):
        """The text that a cell shows; None if its kernel died."""
        asked, shown = self.client.execute(text), ""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                message = self.client.get_iopub_msg(timeout=0.5)
            except queue.Empty:
                if not self.manager.is_alive():
                    return None
                continue
            if message["parent_header"].get("msg_id") != asked:
                continue
            content = message["content"]
            if message["msg_type"] == "execute_result":
                shown += content["data"]["text/plain"]
            elif message["msg_type"] == "stream":
                shown += content["text"]
            elif message["msg_type"] == "error":
                raise AssertionError("\n".join(content["traceback"]))
            elif message["msg_type"] == "status" and content["execution_state"] == "idle":
                return shown
        raise AssertionError(f"no answer to: {text}")

    def kill(self):
        os.kill(self.manager.provisioner.pid, signal.SIGKILL)

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def solve(notebook, names, done, kill_after):
    """Solve exercises one after the other; the kernel is killed while it works on one, and that one is done again."""
    for number, name in enumerate(names):
        source = source_of(exercises()[name].solution)
        for other in set(names_of(source)) & set(exercises()):  # as the lessons do, and later answers lean on it
            notebook.run(f'{other} = use("{other}")')
        cell = f"{source}\ncheck({name!r}, {name})"
        if number == kill_after:
            threading.Timer(0.05, notebook.kill).start()
            if notebook.run(cell) is not None:
                while notebook.manager.is_alive():
                    time.sleep(0.05)
            notebook.close()
            notebook.open()
        said = notebook.run(cell)
        assert said.startswith(f"{name}: Right."), said
        done.append(name)


def test_every_answer_is_kept(tmp_path):
    lessons = tmp_path / "C# курс 50%" / "уроки"
    copies.update(lessons=lessons)
    (lessons / "week2").mkdir()
    environment = {name: value for name, value in os.environ.items() if name != "CNNKIT_STATE"}
    environment["PYTHONIOENCODING"] = "ascii"
    quick = [name for name in exercises() if name not in ("train", "overfit_batch")]
    notebooks = [Notebook(lessons, environment), Notebook(lessons / "week2", environment)]
    notebooks[0].run("%cd ..")
    done = [], []
    try:
        with ThreadPoolExecutor(2) as pool:
            working = [
                pool.submit(solve, notebook, quick[k::2], done[k], 3 + 4 * k) for k, notebook in enumerate(notebooks)
            ]
            for each in working:
                each.result()
        assert sorted([*done[0], *done[1]]) == sorted(quick)
        said = notebooks[1].run("progress()")
        assert said.startswith(f"{len(quick)} of "), said
        assert notebooks[0].run("\n".join(f"use({name!r});" for name in quick)) == ""
    finally:
        for notebook in notebooks:
            notebook.close()

    record = json.loads((lessons / ".cnnkit" / "progress.json").read_text(encoding="utf-8"))["exercises"]
    attempts = [record[name]["attempts"] for name in quick]
    assert all(record[name]["passed"] for name in quick)
    assert len(quick) <= sum(attempts) <= len(quick) + 2  # the ones that were killed may count twice
    assert len(list((lessons / ".cnnkit" / "answers").glob("*.py"))) == len(quick)
    assert len(list(tmp_path.rglob("progress.json"))) == 1
    assert not [path for path in lessons.rglob("*") if path.suffix == ".part" or "damaged" in path.name]
