"""Nothing is left over from another call, and nothing is kept; test_kernels_guard.py looks at the ends of arrays."""

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import numba
import numpy as np
import pytest

import cnnkit
from cnnkit.kernels import launch, sharing

compiled_only = pytest.mark.skipif(
    bool(numba.config.DISABLE_JIT), reason="a matter of compiled code"
)


def every_operation(y, w):
    """One result per operation, of examples y."""
    z = cnnkit.conv2d(y, w, padding=1)
    u, positions = cnnkit.max_pool2d(y, 2)
    return {
        "conv2d": z,
        "conv2d_grad_input": cnnkit.conv2d_grad_input(z, w, y.shape[2:], padding=1),
        "conv_transpose2d": cnnkit.conv_transpose2d(z, w, padding=1),
        "max_pool2d": u,
        "max_pool2d_grad": cnnkit.max_pool2d_grad(u, positions, y.shape[2:]),
        "mean_pool2d": cnnkit.mean_pool2d(y, 3, stride=2),
        "mean_pool2d_grad": cnnkit.mean_pool2d_grad(u, y.shape[2:], 2),
    }


@pytest.mark.parametrize("poison", [np.nan, np.inf])
@pytest.mark.parametrize("examples", [3, 8, 19])
def test_a_poisoned_example_stays_alone_and_leaves_nothing_behind(poison, examples):
    rng = np.random.default_rng(examples)
    y, w = (
        rng.normal(size=(examples, 2, 7, 9)).astype(np.float32),
        rng.normal(size=(5, 2, 3, 3)).astype(np.float32),
    )
    clean = every_operation(y, w)
    weight = cnnkit.conv2d_grad_weight(clean["conv2d"], y, 3, padding=1)
    sick = y.copy()
    sick[1] = poison
    others = np.arange(examples) != 1

    with np.errstate(invalid="ignore"):
        poisoned = every_operation(sick, w)
        cnnkit.conv2d_grad_weight(poisoned["conv2d"], sick, 3, padding=1)

    for name, result in poisoned.items():
        np.testing.assert_array_equal(result[others], clean[name][others], err_msg=name)
    for name, result in every_operation(y, w).items():
        np.testing.assert_array_equal(result, clean[name], err_msg=name)
    np.testing.assert_array_equal(
        cnnkit.conv2d_grad_weight(clean["conv2d"], y, 3, padding=1), weight
    )


def test_course_shapes_need_no_more_than_four_megabytes_a_thread(monkeypatch):
    asked = []
    lend = launch.workspace
    monkeypatch.setattr(sharing, "threads_for", lambda work, units: 1)
    monkeypatch.setattr(
        launch, "workspace", lambda count, dtype: asked.append(count * 4) or lend(count, dtype)
    )
    shapes = [
        (1, 3, 128, 16, 5),
        (1, 1, 256, 8, 7),
        (2, 8, 14, 16, 5),
        (2, 16, 32, 16, 3),
        (1, 64, 56, 64, 3),
    ]
    if numba.config.DISABLE_JIT:
        shapes = [(2, 8, 5, 4, 3)]
    for T, M, H, N, K in shapes:
        y, w = np.ones((T, M, H, H), np.float32), np.ones((N, M, K, K), np.float32)
        z = cnnkit.conv2d(y, w)
        cnnkit.conv2d_grad_input(z, w, H)
        cnnkit.conv2d_grad_weight(z, y, K)
        cnnkit.max_pool2d(y, 2)

    assert len(asked) == 4 * len(shapes)
    assert max(asked) <= 4 * 2**20


def in_new_process(program, folder=None, **environment):
    """What a program prints in a Python of its own, started in some folder."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


TEN_THOUSAND_CALLS = """
    import os
    import numpy as np
    import cnnkit

    rng = np.random.default_rng(1)
    calls = [
        [rng.normal(size=shape).astype(np.float32) for shape in ((t, 3, h, h), (4, 3, 3, 3))]
        for t, h in ((1, 8), (9, 12), (16, 20))
    ]

    def resident():
        with open("/proc/self/statm") as counts:
            return int(counts.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def thousand():
        for k in range(250):
            y, w = calls[k % 3]
            z = cnnkit.conv2d(y, w)
            cnnkit.conv2d_grad_weight(z, y, 3)
            cnnkit.max_pool2d(z, 2)
            cnnkit.conv2d_grad_input(z, w, y.shape[2:])

    thousand()
    before = resident()
    for _ in range(10):
        thousand()
    print(resident() - before)
"""


@compiled_only
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="asks Linux how much is in use")
def test_ten_thousand_calls_keep_no_memory():
    assert int(in_new_process(TEN_THOUSAND_CALLS)) < 2**20


TWO_THREADS = """
    import threading
    import numpy as np
    import cnnkit, numba

    numba.set_num_threads(min(2, numba.config.NUMBA_NUM_THREADS))
    wrong = []

    def work(seed):
        rng = np.random.default_rng(seed)
        for turn in range(15):
            y = rng.normal(size=(16, 8, 18, 17)).astype(np.float32)
            w = rng.normal(size=(12, 8, 3, 3)).astype(np.float32)
            o = {"stride": 1 + turn % 2, "padding": 1}
            z = cnnkit.conv2d(y, w, **o)
            dz = rng.normal(size=z.shape).astype(np.float32)
            sums = [
                np.vdot(a.astype(float), b)
                for a, b in (
                    (z, dz),
                    (y, cnnkit.conv2d_grad_input(dz, w, (18, 17), **o)),
                    (w, cnnkit.conv2d_grad_weight(dz, y, 3, **o)),
                )
            ]
            u, places = cnnkit.max_pool2d(y, 2)
            back = cnnkit.max_pool2d_grad(u, places, (18, 17))
            if not np.allclose(sums, sums[0], 1e-3, 0.5) or not np.isclose(back.sum(), u.sum(), 1e-3):
                wrong.append(sums)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    print("wrong" if wrong else "right", numba.threading_layer())
"""


@compiled_only
@pytest.mark.slow
@pytest.mark.parametrize("layer", ["omp", "workqueue"])
def test_two_python_threads_may_call_at_once(layer):
    said = in_new_process(TWO_THREADS, NUMBA_THREADING_LAYER=layer, NUMBA_NUM_THREADS="2")

    assert said == f"right {layer}"


@compiled_only
@pytest.mark.slow
def test_an_edited_helper_is_never_answered_by_old_machine_code(tmp_path):
    package = tmp_path / "cnnkit"
    shutil.copytree(
        Path(cnnkit.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__")
    )
    peak = """
        import numpy as np
        import cnnkit

        print(cnnkit.__file__)
        y = np.array([[[[1.0, 4.0], [2.0, 3.0]]] * 8])
        print(cnnkit.max_pool2d(y, 2)[0][0, 0].item())
    """
    cache = {"NUMBA_CACHE_DIR": str(tmp_path / "cache")}
    told = [in_new_process(peak, tmp_path, **cache), in_new_process(peak, tmp_path, **cache)]
    helper = package / "kernels" / "buffer.py"
    line = "z[first + lane * step + i] = work[base + i * wide + lane]"
    assert line in helper.read_text()

    helper.write_text(helper.read_text().replace(line, line + " + 10"))
    told.append(in_new_process(peak, tmp_path, **cache))

    assert [answer.split() for answer in told] == [
        [str(package / "__init__.py"), number] for number in ("4.0", "4.0", "14.0")
    ]
