"""Cases 33 to 53 of the list of bad submissions: hostile programs."""

import csv
import json
import os
import socket
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import cnnkit
from cnnkit.classroom.batch import Batch
from cnnkit.classroom.collecting import collect
from cnnkit.classroom.inside.frames import BadReply, frame, take
from cnnkit.classroom.inside.values import pack, unpack
from cnnkit.grader.trials import trials_of
from cnnkit.lessons import find
from tests.classroom.classes import (
    LIMITS,
    RIGHT,
    SHORT,
    THIEF,
    ZEROS,
    data,
    order,
    solved,
    source,
)

HASTY = replace(LIMITS, seconds=0.4)


def doing(lines, before=""):
    """A right `double` that first does something."""
    inside = "".join(f"    {line}\n" for line in lines.splitlines())
    return f"{before}\ndef double(y):\n{inside}    return y.astype(float) * 2\n"


def finding(lines):
    """A `double` that is right only if `found` finds something worth having; errors are no find."""
    inside = "".join(f"        {line}\n" for line in lines.splitlines())
    return f"def found():\n    try:\n{inside}    except Exception:\n        return False\n\n{THIEF}"


# --- resources -------------------------------------------------------------------------------------------


def case_33_endless_loops(tried):
    swallowing = "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    deaf = "import signal\nfor n in range(1, 65):\n    try: signal.signal(n, signal.SIG_IGN)\n    except Exception: pass\nwhile True: pass"
    for lines in ("while True: pass", swallowing, deaf):
        found = tried(doing(lines), limits=HASTY)
        assert (found.outcome, found.report.score) == ("cpu_limit", 0.0)
    at_the_top = tried(f"while True: pass\n{RIGHT}")  # not needed by the function, so not run
    assert at_the_top.outcome == "pass"
    needed = tried("factor = 2.0\nwhile factor: factor += 0", "def double(y):\n    return factor * y", limits=HASTY)
    assert needed.outcome == "cpu_limit" and "code that your function needs" in needed.report.message


def case_34_waiting(tried):
    for lines in (
        "import time; time.sleep(999)",
        "import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()",
        "import os; os.read(os.pipe()[0], 1)",
    ):
        started = time.monotonic()
        found = tried(doing(lines), limits=SHORT)
        assert (found.outcome, found.report.score) == ("wall_timeout", 0.0)
        assert time.monotonic() - started < 3 * SHORT.wall  # it slept of its own will: not tried again


def case_35_memory(tried):
    small = replace(LIMITS, memory=192 << 20)
    single = doing("np.ones(2_000_000_000)", "import numpy as np")
    many = doing("kept = []\nwhile True: kept.append(bytearray(100_000))")
    forks = doing("import os, time\nfor k in range(9):\n    if os.fork() == 0:\n        kept = np.ones(4_000_000); time.sleep(30)\ntime.sleep(30)", "import numpy as np")
    shared = doing("import mmap, time\nkept = []\nwhile True:\n    kept.append(mmap.mmap(-1, 1 << 24)); kept[-1].write(b'x' * (1 << 24))")
    for text in (single, many, forks, shared):
        assert tried(text, limits=small).outcome == "memory_limit", text
    hidden = "import os\nfile = os.memfd_create('x')"  # memory that no process shows
    assert "PermissionError" in tried(doing(hidden)).report.message


def case_36_forks(tried):
    bomb = tried(doing("import os\nwhile True: os.fork()"), limits=HASTY)
    assert bomb.outcome in ("cpu_limit", "raised", "bad_reply")  # every copy of the program answers
    assert bomb.report.score == 0
    daemon = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        while True: time.sleep(1)\n    os._exit(0)"
    assert tried(doing(daemon)).outcome == "pass"
    alone = "import os\nassert [n for n in os.listdir('/proc') if n.isdigit()] == ['1', str(os.getpid())]"
    assert tried(doing(alone)).outcome == "pass"  # nothing is left of those before


def case_37_threads(tried):
    bomb = doing("import threading, time\nfor k in range(10_000): threading.Thread(target=time.sleep, args=(9,), daemon=True).start()")
    found = tried(bomb)
    assert found.outcome == "raised" and "thread" in found.report.message
    named = "import os\nassert {os.environ[f'{n}_NUM_THREADS'] for n in ('NUMBA', 'OPENBLAS', 'OMP', 'MKL')} == {'1'}"
    assert tried(doing(named)).outcome == "pass"


def case_38_disk(tried):
    for lines in (
        "open('big', 'wb').write(bytes(100_000_000))",
        "for k in range(100): open(f'part{k}', 'wb').write(bytes(1_000_000))",
        "for k in range(10**6): open(str(k), 'w').close()",
        "file = open('sparse', 'wb'); file.truncate(1 << 40)",
        "for k in range(10**6): open(f'/dev/shm/{k}', 'wb').write(bytes(100_000))",
    ):
        assert tried(doing(lines), limits=replace(LIMITS, seconds=5)).outcome == "disk_limit", lines
    assert tried(doing("assert __import__('os').listdir('/tmp') == []")).outcome == "pass"


def case_39_floods(tried):
    assert tried(doing("for k in range(60_000): print('x' * 100)")).outcome == "pass"
    assert tried(doing("import os\nfor k in range(60_000): os.write(2, b'x' * 100); os.write(1, b'x' * 100)")).outcome == "pass"
    endless = tried(doing("while True: print('x')"), limits=HASTY)
    assert endless.outcome == "cpu_limit"
    huge = tried("import numpy as np\ndef double(y):\n    return np.zeros((100, 1000, 1000), 'i1')")
    assert huge.outcome in ("output_limit", "not_array")


def case_40_ways_to_more(tried):
    lines = """import os, resource, signal
def refused(function, *args):
    try: function(*args)
    except (OSError, ValueError, PermissionError): return True
assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
for name in ('CPU', 'AS', 'FSIZE', 'NPROC', 'NOFILE', 'CORE'):
    assert refused(resource.setrlimit, getattr(resource, f'RLIMIT_{name}'), (-1, -1)), name
assert refused(resource.prlimit, 1, resource.RLIMIT_CPU, (1, 1))
assert refused(os.sched_setaffinity, 0, {0}) and refused(os.setpriority, os.PRIO_PROCESS, 1, 19)
assert refused(os.setuid, 0) and refused(os.chroot, '/tmp') and refused(os.sched_setscheduler, 0, os.SCHED_IDLE, os.sched_param(0))
os.kill(1, signal.SIGKILL); os.kill(1, signal.SIGSTOP)"""
    assert tried(doing(lines)).outcome == "pass"
    crash = tried(doing("import os, signal; os.kill(os.getpid(), signal.SIGABRT)"))
    assert crash.outcome == "crashed" and "SIGABRT" in crash.report.message


# --- forging -----------------------------------------------------------------------------------------


def case_41_patches(tried):
    patches = """import builtins, numpy as np, operator
np.allclose = np.array_equal = np.testing.assert_allclose = lambda *a, **k: True
np.abs = lambda a, *k: a * 0
operator.eq = lambda a, b: True
"""
    assert tried(patches + ZEROS).outcome == "wrong_values"
    assert tried(f"import builtins\nbuiltins.float = int\nbuiltins.len = lambda a: 1\n{RIGHT}").outcome in ("pass", "bad_reply")
    duck = """class Duck:
    shape = (2, 3)
    dtype = 'f8'
    def __array_function__(self, *a, **k): return True
    def __array__(self, *a, **k): raise RuntimeError
    def __eq__(self, other): return True
def double(y): return Duck()"""
    found = tried(duck)
    assert found.outcome == "not_array" and "Duck" in found.report.message
    assert tried("import numpy as np\nclass A(np.ndarray):\n    def __eq__(self, o): return True\ndef double(y): return (y * 0).view(A)").outcome == "wrong_values"


WRITES = """import json, os, struct, time
def send(header, body=b'', size=None):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    for fd in range(3, 64):
        try: os.write(fd, struct.pack('<I', len(text) if size is None else size) + text + body)
        except OSError: pass
def double(y):
    {}
    return y * 0.0
"""


def case_42_forged_frames(tried):
    right = json.dumps({"call": 0, "kind": "returned", "nbytes": 0, "score": 100, "value": None})
    forged = (
        f"send({right!r}.encode())", "send({'score': 100})", "send(b'[' * 30000)", "send(b'\\xff' * 100_000)",
        "send({'call': 0, 'kind': 'returned', 'nbytes': -1})", "send({'call': 0, 'kind': 'returned', 'nbytes': 1e9})",
        "send(b'', b'', 0xffffffff)", "send({'call': 0, 'kind': 'passed', 'nbytes': 0})",
        "send({'call': 7, 'kind': 'returned', 'nbytes': 0, 'value': None})",
    )  # fmt: skip
    for line in forged:
        found = tried(WRITES.format(line))
        assert found.outcome in ("bad_reply", "not_array"), line
        assert found.report.score == 0, line
    stalled = tried(WRITES.format("send({'call': 0, 'nbytes': 1000}); time.sleep(99)"), limits=SHORT)
    assert stalled.outcome in ("wall_timeout", "bad_reply")
    for shape in ([-1], [2.0], [True], [2, 2, 2, 2, 2, 2, 2, 2, 2], [1 << 62, 4], "2", None, [3]):
        with pytest.raises(BadReply):
            unpack({"array": "<f8", "shape": shape}, bytes(16))
    for dtype in ("|O", "V8", "<U4", "|S3", [["a", "<f8"]], "float64", ">f8", "<f16", None, "<m8[s]"):
        with pytest.raises(BadReply):
            unpack({"array": dtype, "shape": [2]}, bytes(16))
    for tree in ({}, [], 3, "x", {"list": 3}, {"plain": "x"}, {"plain": True}, {"row": "dict", "of": {}}, {"tuple": [[]]}):
        with pytest.raises(BadReply):
            unpack(tree, b"")
    with pytest.raises(BadReply):
        take(bytearray(frame({"call": 0})[:4] + b"[1] " * 200))


def case_43_pickles(tried, tmp_path):
    mark = tmp_path / "payload-ran"
    payload = f"class Evil:\n    def __reduce__(self):\n        return (open, ({str(mark)!r}, 'w'))\nimport numpy as np\n"
    assert tried(f"{payload}def double(y): return Evil()").outcome == "not_array"
    assert tried(f"{payload}def double(y): return np.array([Evil()], dtype=object)").outcome == "wrong_dtype"
    assert tried(f"import pickle\n{payload}def double(y): return pickle.dumps(Evil())").outcome == "not_array"
    assert not mark.exists()
    files = Path(cnnkit.__file__).parent.joinpath("classroom").rglob("*.py")
    assert not any(word in path.read_text(encoding="utf-8") for path in files for word in ("pickle.load", "np.load", "marshal"))


def case_44_exits(tried):
    for lines, outcomes in (
        ("import sys; sys.exit(0)", ("exited",)), ("raise SystemExit", ("exited",)), ("import os; os._exit(0)", ("exited",)),
        ("import atexit, os; atexit.register(os._exit, 0); exit()", ("exited", "raised")),
        ("import os; os.closerange(0, 256)", ("exited", "bad_reply", "cpu_limit", "wall_timeout")),
    ):  # fmt: skip
        found = tried(doing(lines), limits=SHORT)
        assert found.outcome in outcomes and found.report.score == 0, lines


def case_45_looking_around(tried):
    hunts = (
        "import sys\nreturn any(w in n for n in sys.modules for w in ('reference', 'trials', 'mistakes', 'lessons', 'judging'))",
        "import gc, numpy as np\nrows = [o for o in gc.get_objects() if type(o) in (list, tuple)]\n"
        "return any(type(v) is np.ndarray and v.tolist() == [6.0, -3.0] for row in rows for v in row)",
        "import sys\nframe = sys._getframe()\nwhile frame:\n    if {'seed', 'expected', 'trials'} & set(frame.f_locals): return True\n    frame = frame.f_back\nreturn False",
        "return bool(get_ipython())",
        "import os\nreturn any('CNNKIT' in name for name in os.environ)",
    )  # fmt: skip
    for hunt in hunts:
        assert tried(finding(hunt)).outcome == "not_array", hunt
    tricks = "import sys, types\nsys.modules['cnnkit'] = types.ModuleType('cnnkit')\nsys.settrace(lambda *a: None)\nsys.meta_path.clear()\n"
    assert tried(tricks + ZEROS).outcome == "wrong_values"


def case_46_the_answer_imported(tried):
    shape = "def conv2d_grad_input(dz, w, input_size, stride, padding):\n    return {}\n"
    for line, call in (
        ("from cnnkit import conv2d_grad_input as own", "own(dz, w, input_size, stride=stride, padding=padding)"),
        ("import cnnkit", "cnnkit.conv2d_grad_input(dz, w, input_size)"),
        ("from cnnkit import reference", "reference.conv2d_grad_input(dz, w, input_size)"),
        ("from cnnkit.lessons.lesson_04 import solutions", "solutions.conv2d_grad_input(dz, w, input_size, stride, padding)"),
        ("from cnnkit.learner import use", "use('conv2d_grad_input')(dz, w, input_size, stride, padding)"),
    ):
        found = tried(f"{line}\n{shape.format(call)}", exercise="conv2d_grad_input")
        assert (found.outcome, found.report.score) == ("borrowed", 0.0), line
        assert "Here you write that part yourself" in found.report.message
    for package in ("torch", "scipy.signal"):
        found = tried(f"import {package}\n{shape.format(f'{package}.x')}", exercise="conv2d_grad_input")
        assert found.outcome == "raised" and package.split(".")[0] in " ".join(found.notes)
    earlier = "from cnnkit import conv2d\ndef scan_all(y, w): return conv2d(y, w)\n"  # lesson 02's may be used in lesson 04
    assert tried(f"{earlier}{source(find('conv2d_grad_weight'))}", exercise="conv2d_grad_weight").outcome == "pass"


def case_47_public_cases_learnt_by_heart(tried):
    public = trials_of(find("neuron"), 0)
    table = {repr([np.asarray(a).tolist() for a in case.args]): right[0].tolist() for case, right in zip(public.cases, public.expected, strict=True)}
    text = f"import numpy as np\ntable = {table!r}\ndef neuron(patch, w, bias):\n    return np.array(table[repr([np.asarray(a).tolist() for a in (patch, w, bias)])])"
    assert tried(text, exercise="neuron", seed=0).outcome == "pass"
    assert tried(text, exercise="neuron").report.score == 0
    seen = "import os\nprint(sorted(os.environ.items()), os.getpid())\nassert os.getpid() > 1"
    assert tried(doing(seen)).outcome == tried(doing(seen), seed=0).outcome == "pass"


def case_48_constant_answers(tried):
    public = trials_of(find("downsample"), 0)
    table = {(case.args[0].shape, case.args[1]): right[0].tolist() for case, right in zip(public.cases, public.expected, strict=True)}
    text = f"import numpy as np\ntable = {table!r}\ndef downsample(y, stride):\n    return np.array(table[y.shape, stride])"
    found = tried(text, exercise="downsample")
    assert not found.report.passed and found.report.score < 0.5


def case_49_reading_the_grader(tried, tmp_path):
    secret = tmp_path / "seed"
    secret.write_text("4711", encoding="utf-8")
    package = Path(cnnkit.__file__).parent
    hunts = (
        f"import os\nreturn any(map(os.path.exists, ({str(package)!r}, {str(secret)!r}, {os.getcwd()!r}, '/etc/passwd', '/var')))",
        f"return bool(open('/proc/{os.getpid()}/environ').read())",
        "import os\nreturn bool(open('/proc/1/environ', 'rb').read() or os.listdir('/proc/1/fd'))",
        "open('/proc/1/mem', 'rb')\nreturn True",
        "import os\nreturn bool(os.readlink('/proc/1/cwd') and os.listdir('/proc/1/root/grading/..') and os.listdir('/proc/1/fd'))",
        "import ctypes\nreturn ctypes.CDLL(None).ptrace(16, 1, 0, 0) == 0",
        "import ctypes\nbuffer = (ctypes.c_char * 8)()\nclass V(ctypes.Structure): _fields_ = [('b', ctypes.c_void_p), ('n', ctypes.c_size_t)]\nown, far = V(ctypes.addressof(buffer), 8), V(id(buffer), 8)\nreturn ctypes.CDLL(None).process_vm_readv(1, ctypes.byref(own), 1, ctypes.byref(far), 1, 0) > 0",
    )  # fmt: skip
    for hunt in hunts:
        assert tried(finding(hunt)).outcome == "not_array", hunt


def case_50_writing(tried):
    targets = "'/', '/usr', '/usr/lib', '/grading/package/inside', os.path.dirname(os.__file__), os.path.dirname(np.__file__), '/etc', '/proc/sys/kernel/hostname'"
    for hunt in (
        f"import os, numpy as np\nreturn any(os.access(path, os.W_OK) for path in ({targets}))",
        "open('/grading/package/inside/runner.py', 'a')\nreturn True",
        "import numpy as np, os\nopen(os.path.join(os.path.dirname(np.__file__), '__pycache__', 'x'), 'w')\nreturn True",
    ):
        assert tried(finding(hunt)).outcome == "not_array", hunt
    assert tried(doing("import os\nassert os.environ['NUMBA_CACHE_DIR'] == os.environ['HOME'] == '/tmp'")).outcome == "pass"


def case_51_network(tried):
    heard = []
    servers = [socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_UNIX)]
    name = f"\0cnnkit-test-{os.getpid()}"
    servers[1].bind(name)
    servers[1].listen()
    threads = [threading.Thread(target=lambda s=s: heard.append(s.accept()), daemon=True) for s in servers]
    for thread in threads:
        thread.start()
    port = servers[0].getsockname()[1]
    hunts = (
        f"import socket\nsocket.create_connection(('127.0.0.1', {port}), 1)\nreturn True",
        f"import socket\ns = socket.socket(socket.AF_UNIX)\ns.connect({name!r})\nreturn True",
        "import socket\nreturn bool(socket.getaddrinfo('example.org', 80))",
        "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))\nreturn True",
        "import socket\nsocket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)\nreturn True",
        "import socket\nsocket.socket(socket.AF_NETLINK, socket.SOCK_RAW)\nreturn True",
        "import os\nreturn any('sock' in name for _, _, names in os.walk('/tmp') for name in names)",
    )
    for hunt in hunts:
        assert tried(finding(hunt)).outcome == "not_array", hunt
    for server in servers:
        server.close()
    assert not heard


# --- words -------------------------------------------------------------------------------------------


def case_52_markup_and_formulas(tmp_path):
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\x1b[31m\u202e" + "A" * 10_000
    raising = solved(answers={"double": f"def double(y):\n    raise ValueError({evil!r})"})
    students = {"=cmd|' C calc'!A0": raising, "<b>eve": raising, "+1": raising, "ada\u202ebob": solved()}
    place, out = tmp_path / "class", tmp_path / "out"
    for student, notebook in students.items():
        path = place / student / "00.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(data(notebook))
    Batch(collect(place, "00", ["double"]), order(), out).run(progress=False)
    pages = [path.read_text(encoding="utf-8") for path in out.rglob("*.html")]
    assert len(pages) == 5
    for page in pages:
        assert "<script" not in page and "<img" not in page and "<b>eve" not in page and "onerror=alert(2)>" not in page
        assert "\x1b" not in page and "\u202e" not in page and len(page) < 60_000
        assert "http:" not in page and "https:" not in page and "default-src 'none'" in page
    rows = list(csv.reader((out / "grades.csv").read_text(encoding="utf-8").splitlines()))[1:]
    assert len(rows) == 4
    assert all(cell[:1] not in ("=", "+", "-", "@", "\t") for row in rows for cell in row)
    assert {"'=cmd|' C calc'!A0", "'+1"} <= {row[0] for row in rows}


def case_53_texts_that_bite(tried):
    cases = (
        ("def __str__(self):\n        while True: pass", ("cpu_limit",), HASTY),
        ("def __str__(self):\n        raise RuntimeError", ("raised",), LIMITS),
        ("def __str__(self):\n        return 'x' * 10**9", ("raised", "memory_limit", "cpu_limit"), replace(LIMITS, seconds=1)),
        ("def __repr__(self):\n        return 7\n    __str__ = __repr__", ("raised",), LIMITS),
    )
    for method, outcomes, limits in cases:
        found = tried(f"class Odd(Exception):\n    {method}\ndef double(y):\n    raise Odd", limits=limits)
        assert found.outcome in outcomes, method
        assert len(found.report.message) < 3000
    named = "class Meta(type):\n    @property\n    def __name__(cls):\n        return 'x' * 10**6\nclass Odd(Exception, metaclass=Meta): pass\n"
    found = tried(f"{named}def double(y):\n    raise Odd")
    assert found.outcome == "raised" and len(found.report.message) < 3000
    assert tried(f"{named}def double(y):\n    return Odd()").outcome == "not_array"
    blocks = []
    assert pack(type("x" * 5000, (), {})(), blocks) == {"other": "x" * 40}
