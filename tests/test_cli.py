"""The command line: JupyterLab is replaced by a note of what would have been started."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path, PureWindowsPath
from urllib.parse import unquote

import pytest

from cnnkit import cli
from cnnkit.learner import copies as course
from cnnkit.learner.checkup import Checkup, Finding


@pytest.fixture
def started(monkeypatch, tmp_path):
    """The commands that would have been run, in a folder of their own."""
    commands = []

    def note(command, environment):
        commands.append((command, environment))
        return 0

    monkeypatch.setenv("CNNKIT_LESSONS", str(tmp_path / "lessons"))
    monkeypatch.setattr(cli, "become", note)
    monkeypatch.setattr(cli, "warm_up", lambda options, quiet=False: 0)
    return commands


def test_lab_opens_the_first_lesson_of_the_learners_copy(started, tmp_path, capsys):
    assert cli.main(["lab"]) == 0
    [(command, _)] = started
    assert command[:3] == [sys.executable, "-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={tmp_path.resolve()}" in command
    assert "--LabApp.default_url=/lab/tree/lessons/00_start_here.ipynb" in command
    assert (tmp_path / "lessons" / "00_start_here.ipynb").exists()
    assert str(tmp_path / "lessons") in capsys.readouterr().out


def test_lab_passes_on_what_it_does_not_know(started):
    assert cli.main(["lab", "--no-browser", "--port", "8890"]) == 0
    assert started[0][0][-3:] == ["--no-browser", "--port", "8890"]


def test_lab_asks_nothing_of_the_network(started):
    cli.main(["lab"])
    command, _ = started[0]
    assert "--LabApp.extension_manager=readonly" in command
    assert "--LabApp.news_url=None" in command
    assert "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate" in command


def test_the_learners_own_jupyter_settings_stay(started, monkeypatch, tmp_path):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path / "own"))
    cli.main(["lab"])
    first, *others = started[0][1]["JUPYTER_CONFIG_PATH"].split(cli.os.pathsep)
    assert first.endswith("lab")
    assert others == [str(tmp_path / "own")]


def test_threads_of_a_lesson_do_not_spin_long_unless_the_learner_says_so(monkeypatch):
    monkeypatch.delenv("GOMP_SPINCOUNT", raising=False)
    assert int(cli.lab_environment()["GOMP_SPINCOUNT"]) <= 1000
    monkeypatch.setenv("GOMP_SPINCOUNT", "77")
    assert cli.lab_environment()["GOMP_SPINCOUNT"] == "77"


def test_lab_says_in_one_line_that_the_lessons_cannot_be_written(started, monkeypatch, tmp_path, capsys):
    (tmp_path / "occupied").write_text("a file where a folder should be")
    monkeypatch.setenv("CNNKIT_LESSONS", str(tmp_path / "occupied" / "lessons"))
    assert cli.main(["lab"]) == 1
    said = capsys.readouterr().err
    assert "cannot be written" in said
    assert said.count("\n") == 1
    assert not started


def test_doctor_tells_by_its_exit_code(monkeypatch, capsys):
    import cnnkit.learner.checkup

    monkeypatch.setattr(cnnkit.learner.checkup, "doctor", lambda: Checkup((Finding("a", True), Finding("b", False, "do c"))))
    assert cli.main(["doctor"]) == 1
    assert capsys.readouterr().out.splitlines() == ["yes  a", "NO   b: do c"]


def test_kernels_are_compiled_once(monkeypatch, tmp_path, capsys):
    runs = []
    monkeypatch.setattr("cnnkit.warmup.is_warm", lambda: bool(runs))
    monkeypatch.setattr("cnnkit.warmup.warmup", lambda progress: runs.append(progress))
    assert cli.main(["warmup"]) == 0
    assert cli.main(["warmup"]) == 0
    assert runs == [True]
    assert capsys.readouterr().out.splitlines()[-1] == "The kernels are compiled."


def test_unknown_arguments_are_refused_outside_lab(capsys):
    with pytest.raises(SystemExit):
        cli.main(["doctor", "--port", "1"])
    assert "--port" in capsys.readouterr().err


def test_reset_names_what_it_did(started, tmp_path, capsys):
    course.update()
    assert cli.main(["reset", "02"]) == 0
    assert "02_convolution_arithmetic.ipynb is fresh." in capsys.readouterr().out


def test_reset_of_no_lesson_is_one_line(started, capsys):
    assert cli.main(["reset", "99"]) == 1
    said = capsys.readouterr().err
    assert "there is no lesson '99'" in said
    assert said.count("\n") == 1


def test_reset_says_in_one_line_that_the_lessons_cannot_be_written(started, monkeypatch, tmp_path, capsys):
    (tmp_path / "occupied").write_text("a file where a folder should be")
    monkeypatch.setenv("CNNKIT_LESSONS", str(tmp_path / "occupied" / "lessons"))
    assert cli.main(["reset", "02"]) == 1
    assert "cannot be written" in capsys.readouterr().err


# --- any folder, any terminal, any system ------------------------------------------------------------

NAMES = ("C# course", "курс 50%", "课程", "a&b?c=d", "quo'te", "plain", "100%25", "dot.dot", "semi;colon")


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_of_any_name_is_one_part_of_the_address(name):
    [option] = [part for part in cli.lab_command(Path("/courses") / name, []) if "default_url" in part]
    address = option.partition("=")[2]

    assert address.isascii() and not set(address) & set("#?;& ")
    assert [unquote(part) for part in address.split("/")] == ["", "lab", "tree", name, cli.FIRST]


def test_windows_paths_become_addresses(monkeypatch):
    monkeypatch.delattr(cli.os, "geteuid", raising=False)
    command = cli.lab_command(PureWindowsPath(r"C:\Users\Ü\C# Kurs"), [])

    assert r"--ServerApp.root_dir=C:\Users\Ü" in command
    assert "--LabApp.default_url=/lab/tree/C%23%20Kurs/00_start_here.ipynb" in command
    assert "--allow-root" not in command


PRINTED = """
from cnnkit import cli
cli.warm_up = lambda options, quiet=False: 0
cli.become = lambda command, environment: print(command[-1]) or 0
raise SystemExit(cli.main(["lab", "课"]))
"""


SELDOM = [pytest.param(encoding, marks=pytest.mark.slow) for encoding in ("latin-1", "cp1252", "utf-8")]


@pytest.mark.parametrize("encoding", ["ascii", *SELDOM])
def test_any_terminal_can_be_written_to(tmp_path, encoding):
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "CNNKIT_LESSONS": str(tmp_path / "课程 − lessons")}
    done = subprocess.run([sys.executable, "-c", PRINTED], env=environment, capture_output=True, check=False)
    said = done.stdout.decode(encoding)

    assert done.returncode == 0, done.stderr
    assert ("课程" if encoding == "utf-8" else r"\u8bfe\u7a0b") in said


def test_folders_that_a_learner_named_hold_in_every_notebook(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.setenv("CNNKIT_STATE", "state")
    monkeypatch.setenv("CNNKIT_DATA", "~/data")
    environment = cli.lab_environment()

    assert environment["CNNKIT_STATE"] == str(tmp_path / "state")
    assert environment["CNNKIT_DATA"] == str(tmp_path / "home" / "data")


def test_kernels_that_cannot_be_kept_are_said(monkeypatch, capsys):
    monkeypatch.setattr("cnnkit.warmup.is_warm", lambda: False)
    monkeypatch.setattr("cnnkit.kernels.cache_problem", lambda: "")
    monkeypatch.setattr("cnnkit.warmup.warmup", lambda progress: 0.0)
    assert cli.main(["warmup"]) == 1
    assert "could not be kept" in capsys.readouterr().err

    def broken(progress):
        raise RuntimeError("a kernel could not be compiled")

    monkeypatch.setattr("cnnkit.warmup.warmup", broken)
    assert cli.main(["warmup"]) == 1
    assert capsys.readouterr().err == "a kernel could not be compiled\n"

    monkeypatch.setattr("cnnkit.kernels.cache_problem", lambda: "the disk is full")
    assert cli.main(["warmup"]) == 1
    assert "the disk is full" in capsys.readouterr().err


# --- signals ----------------------------------------------------------------------------------------

posix = pytest.mark.skipif(os.name != "posix", reason="a terminal of POSIX")

ASKS = """
import signal, sys, time
asked = []
signal.signal(signal.SIGINT, lambda *_: asked.append(1) or print("really?", flush=True))
print("ready", flush=True)
while len(asked) < 2:
    time.sleep(0.01)
sys.exit(7)
"""
WAITS = f"""
import os, sys
from cnnkit import cli
cli.WINDOWS = True
raise SystemExit(cli.become([sys.executable, "-c", {ASKS!r}], dict(os.environ)))
"""


@posix
@pytest.mark.slow
def test_where_one_waits_an_interrupt_is_the_others_to_answer():
    waiting = subprocess.Popen([sys.executable, "-c", WAITS], stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert waiting.stdout.readline() == "ready\n"
    for _ in range(2):
        os.killpg(waiting.pid, signal.SIGINT)
        assert waiting.stdout.readline() == "really?\n"

    assert waiting.wait(timeout=60) == 7
    waiting.stdout.close()


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, command, environment):
        import pty

        self.screen, inside = pty.openpty()
        self.process = subprocess.Popen(
            command, stdin=inside, stdout=inside, stderr=inside, env=environment, start_new_session=True,
            preexec_fn=lambda: __import__("fcntl").ioctl(0, __import__("termios").TIOCSCTTY, 0),
        )  # fmt: skip
        os.close(inside)
        self.seen = b""

    def type(self, keys):
        os.write(self.screen, keys)

    def wait_for(self, words, seconds=90):
        import select

        end = time.monotonic() + seconds
        while words not in self.seen:
            assert time.monotonic() < end, self.seen.decode(errors="replace")[-3000:]
            if select.select([self.screen], [], [], 0.2)[0]:
                self.seen += os.read(self.screen, 65536)
        self.seen = self.seen.partition(words)[2]

    def rest(self):
        """What it wrote and nobody has waited for."""
        import select

        while select.select([self.screen], [], [], 0.2)[0] and (more := os.read(self.screen, 65536)):
            self.seen += more
        return self.seen.decode(errors="replace")[-3000:]

    def close(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.screen)


LAB = """
from cnnkit import cli
cli.warm_up = lambda options, quiet=False: 0
raise SystemExit(cli.main(["lab", "--no-browser", "--port=PORT", "--ServerApp.port_retries=0",
                           "--IdentityProvider.token=secret", "--ServerApp.terminals_enabled=False"]))
"""


@pytest.fixture(params=["C# курс 50%"])
def lab(request, tmp_path):
    """JupyterLab as `cnnkit lab` starts it, in a terminal that knows ASCII only; gives (terminal, address)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = tmp_path / "home"
    own = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "JUPYTER_RUNTIME_DIR": "runtime",
           "JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "spaces", "IPYTHONDIR": "ipython"}  # fmt: skip
    environment = {**os.environ, **{name: str(home / folder) for name, folder in own.items()}}
    environment |= {"CNNKIT_LESSONS": str(tmp_path / request.param / "уроки #1"), "PYTHONIOENCODING": "ascii"}
    environment |= {"JUPYTER_PLATFORM_DIRS": "1"}
    terminal = Terminal([sys.executable, "-c", LAB.replace("PORT", str(port))], environment)
    try:
        terminal.wait_for(b"is running at")
        yield terminal, f"http://127.0.0.1:{port}"
    finally:
        terminal.close()


def fetched(address, terminal, seconds=20):
    """Open a page; a busy server may refuse for a moment, one that ended says in its terminal why."""
    end = time.monotonic() + seconds
    while True:
        try:
            return urllib.request.urlopen(address, timeout=30)
        except urllib.error.URLError as refused:
            assert time.monotonic() < end and terminal.process.poll() is None, f"{refused}: {terminal.rest()}"
            time.sleep(0.5)


@posix
@pytest.mark.slow
def test_one_interrupt_asks_and_no_goes_on_and_the_first_lesson_opens(lab):
    terminal, address = lab
    terminal.type(b"\x03")
    terminal.wait_for(b"(y/[n])?")
    terminal.type(b"n\n")
    terminal.wait_for(b"resuming operation")

    with fetched(f"{address}/?token=secret", terminal) as answer:
        opened, page = answer.url, answer.read().decode()
    config = json.loads(page.partition('<script id="jupyter-config-data" type="application/json">')[2].partition("</script>")[0])
    assert "login" not in opened and config["treePath"] == "уроки #1/00_start_here.ipynb"
    [name] = [unquote(part) for part in opened.partition("?")[0].split("/")[-2:-1]]
    with fetched(f"{address}/api/contents/{cli.quote(name)}/{cli.FIRST}?content=0&token=secret", terminal) as answer:
        assert json.load(answer)["name"] == cli.FIRST

    terminal.type(b"\x03")
    terminal.wait_for(b"(y/[n])?")
    terminal.type(b"y\n")
    assert terminal.process.wait(timeout=60) == 0
