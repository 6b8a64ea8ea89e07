"""A file is complete or it is not there; otherwise all is as after a plain write."""

import os
import signal
import stat
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import numpy as np
import pytest

import cnnkit
from cnnkit.atomic import replacing
from cnnkit.layers import Linear
from cnnkit.training import load_checkpoint, save_checkpoint

posix = pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")


def write(path, text=b"new"):
    with replacing(path) as file:
        file.write(text)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask():
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


@posix
@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_a_new_file_has_the_mode_of_any_new_file(tmp_path, umask, mask):
    umask(mask)

    write(tmp_path / "a")
    (tmp_path / "b").write_bytes(b"")

    assert mode(tmp_path / "a") == mode(tmp_path / "b") == 0o666 & ~mask


@posix
@pytest.mark.parametrize("before", [0o664, 0o640, 0o755])
def test_a_file_keeps_its_mode(tmp_path, umask, before):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(before)

    write(path)

    assert path.read_bytes() == b"new" and mode(path) == before


@posix
def test_a_link_stays_a_link(tmp_path):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("elsewhere/real")
    (tmp_path / "dangling").symlink_to("elsewhere/later")

    write(tmp_path / "link")
    write(tmp_path / "dangling")

    assert (tmp_path / "link").is_symlink() and (folder / "real").read_bytes() == b"new"
    assert (tmp_path / "dangling").is_symlink() and (folder / "later").read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dangling", "elsewhere", "link"]
    assert sorted(path.name for path in folder.iterdir()) == ["later", "real"]


def test_an_exception_leaves_what_was_there(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def broken():
        with replacing(path) as file:
            file.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]


@posix
def test_what_cannot_be_written_is_refused_and_nothing_is_left(tmp_path):
    (tmp_path / "folder").mkdir()

    with pytest.raises(IsADirectoryError):
        write(tmp_path / "folder")
    with pytest.raises(FileNotFoundError):
        write(tmp_path / "nowhere" / "a")

    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@posix
def test_a_pipe_is_written_to(tmp_path):
    path, got = tmp_path / "pipe", []
    os.mkfifo(path)
    reader = threading.Thread(target=lambda: got.append(path.read_bytes()))
    reader.start()

    write(path)
    reader.join(10)

    assert got == [b"new"] and stat.S_ISFIFO(path.stat().st_mode)


SAVING = textwrap.dedent("""
    import sys
    import numpy as np
    from cnnkit.layers import Linear
    from cnnkit.training import save_checkpoint

    net = Linear(300, 300, rng=np.random.default_rng(0))
    print("ready", flush=True)
    while True:
        net.w += 1
        save_checkpoint(sys.argv[1], net)
""")


@posix
@pytest.mark.slow
def test_a_killed_process_leaves_a_checkpoint_that_loads_and_the_next_save_cleans_up(tmp_path):
    path, net, left = tmp_path / "net.npz", Linear(300, 300, rng=np.random.default_rng(0)), set()
    save_checkpoint(path, net)
    environment = {**os.environ, "PYTHONPATH": str(Path(cnnkit.__file__).parents[1])}
    rng = np.random.default_rng(3)
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", SAVING, str(path)], stdout=subprocess.PIPE, text=True, env=environment
        )
        assert process.stdout.readline() == "ready\n"
        end = time.monotonic() + 10
        while time.monotonic() < end:  # until one is caught in the middle of a save
            left |= set(tmp_path.glob(".net.npz.*.part"))
            if left and rng.random() < 0.1:
                break
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        load_checkpoint(path, net)
        assert (np.diff(net.w - Linear(300, 300, rng=np.random.default_rng(0)).w) < 1e-3).all()
    (tmp_path / ".net.npz.0123456789abcdef.part").write_bytes(b"left by an earlier program")
    (tmp_path / ".net2.npz.0123456789abcdef.part").write_bytes(b"of another file")

    save_checkpoint(path, net)

    assert left
    assert sorted(each.name for each in tmp_path.iterdir()) == [".net2.npz.0123456789abcdef.part", "net.npz"]


@posix
def test_what_somebody_is_writing_is_not_cleaned_away(tmp_path):
    path = tmp_path / "a"

    with replacing(path) as slow:
        slow.write(b"slow")
        write(path, b"quick")
        assert path.read_bytes() == b"quick"

    assert path.read_bytes() == b"slow" and list(tmp_path.iterdir()) == [path]


def test_threads_that_save_at_once_leave_one_whole_file(tmp_path):
    path, wrong = tmp_path / "a", []
    texts = [bytes([65 + k]) * 10_000 for k in range(4)]

    def save(text):
        try:
            for _ in range(30):
                write(path, text)
                if path.read_bytes() not in texts:
                    wrong.append("mixed")
        except Exception as reason:
            wrong.append(reason)

    threads = [threading.Thread(target=save, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not wrong and list(tmp_path.iterdir()) == [path]
