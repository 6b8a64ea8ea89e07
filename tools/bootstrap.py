"""Make the environment in .venv and install the project into it: what every make target starts with.

Runs with any Python, also one that is too old, and ends in one clear line where something is missing.
"""

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin", "python")
STAMP = os.path.join(VENV, "installed-{}")
NEEDED_SPACE = 1500000000  # bytes: JupyterLab, Numba with LLVM, matplotlib


def fail(line):
    """End with one line."""
    sys.stderr.write("cnnkit: " + line + "\n")
    raise SystemExit(1)


def wanted(extra):
    """What the installed environment depends on, as a hash."""
    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        text = file.read() + extra.encode() + sys.version.encode()
    return hashlib.sha256(text).hexdigest()


def installed(extra):
    """Whether this environment was already made from this pyproject.toml."""
    try:
        with open(STAMP.format(extra or "course")) as file:
            return file.read() == wanted(extra) and os.path.exists(PYTHON)
    except (IOError, OSError):
        return False


def check_machine():
    """The things that are cheap to know before anything is written."""
    if sys.version_info < (3, 11):
        version = "{}.{}".format(*sys.version_info[:2])
        fail("Python 3.11 or newer is needed, this is {}; name another one: make PYTHON=python3.12".format(version))
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        fail("this Python has no venv module; on Debian or Ubuntu: apt install python3-venv")
    if not os.path.exists(PYTHON) and shutil.disk_usage(ROOT).free < NEEDED_SPACE:
        fail("the disk is nearly full; about 1.5 GB are needed in " + ROOT)


def reason(output):
    """One line for why pip failed."""
    text = output.lower()
    if "no space left" in text or "errno 28" in text or "not enough space" in text:
        return "the disk is full; make room and run the command again"
    offline = ("connection", "name resolution", "network", "timed out", "getaddrinfo", "proxy")
    if any(word in text for word in offline):
        return "the packages could not be downloaded; the first run needs the network, later ones do not"
    lines = [line for line in output.strip().splitlines() if line.strip()]
    return "the packages could not be installed: " + (lines[-1].strip() if lines else "pip gave no reason")


def run(command):
    """Run a step of the installation, or end with its reason."""
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        fail(reason(done.stdout))


def main(extra):
    """Make .venv, install, and remember for what."""
    if installed(extra):
        return
    check_machine()
    print("Installing into .venv; this happens once and takes a few minutes.")
    sys.stdout.flush()
    if not os.path.exists(PYTHON):
        shutil.rmtree(VENV, ignore_errors=True)
        run([sys.executable, "-m", "venv", VENV])
    what = ".[{}]".format(extra) if extra else "."
    run([PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--retries", "1", "-e", what])
    with open(STAMP.format(extra or "course"), "w") as file:
        file.write(wanted(extra))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
