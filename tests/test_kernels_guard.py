"""Kernels keep to their memory: each runs between pages that end the process when they are touched.

`guard_pages.py` is the program that runs them, in a process of its own: a crash is a failed test.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import numba
import numpy as np
import pytest

import cnnkit
from cnnkit.kernels.room import lay_out, packed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="mprotect is not a word of Windows")

PROGRAM = Path(__file__).parent / "guard_pages.py"
COUNT = 10 if numba.config.DISABLE_JIT else 300
SERIAL, SHARED = 1, 3  # threads; three do not share any number of pieces evenly


def between_pages(*arguments):
    """Return code and last lines of the program."""
    # a thread for each case: none may wait busily for the next one
    ours = {"PYTHONPATH": str(Path(cnnkit.__file__).parents[1]), "OMP_WAIT_POLICY": "passive"}
    done = subprocess.run(
        [sys.executable, str(PROGRAM), *map(str, arguments)],
        env={**os.environ, **ours},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout[-300:] + done.stderr[-2000:]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("threads", [SERIAL, SHARED])
@pytest.mark.slow
def test_every_kernel_keeps_to_its_memory(dtype, threads):
    code, said = between_pages(dtype, threads, COUNT)

    assert code == 0, f"ended with {code} at the last of these cases:\n{said}"
    assert said.endswith("all kernels kept to their memory\n")


def test_every_file_of_kernels_is_among_those_with_guards():
    files = (Path(cnnkit.__file__).parent / "kernels").glob("*.py")
    kernels = {path.stem for path in files if re.search(r"^@(compiled|njit)", path.read_text(encoding="utf-8"), re.MULTILINE)}
    tried = PROGRAM.read_text(encoding="utf-8") + PROGRAM.with_name("guard_pages_step.py").read_text(encoding="utf-8")

    assert not [name for name in sorted(kernels) if not re.search(rf"\b{name}\b", tried)]


@pytest.mark.parametrize("side", ["behind", "before"])
def test_the_guards_end_a_process_that_touches_them(side):
    code, said = between_pages("overrun", side)

    assert code < 0, said
    assert said == "about to touch\n"


@pytest.mark.slow
def test_small_maps_can_be_pooled_in_a_fresh_process():
    program = """if True:
        import numpy as np
        import cnnkit

        y = np.random.default_rng(0).random((64, 16, 1, 1)).astype("f")
        u, positions = cnnkit.max_pool2d(y, 1)
        print(bool((u == y).all()), int(abs(positions).max()))
    """
    for _ in range(1 if numba.config.DISABLE_JIT else 3):
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=300
        )
        assert (done.returncode, done.stdout) == (0, "True 0\n"), done.stderr


@pytest.mark.parametrize("T", [63, 64, 65, 130])
@pytest.mark.parametrize("size", [(1, 1), (1, 2), (2, 2), (3, 1)])
def test_filters_over_narrow_maps_learn_from_every_example(T, size):
    # the last row of the maps was once turned over the first gradients
    rng = np.random.default_rng(T)
    y, dz = (rng.integers(-3, 4, (T, maps, *size)).astype(np.float32) for maps in (3, 5))

    dw = cnnkit.conv2d_grad_weight(dz, y, 1)

    np.testing.assert_array_equal(dw[:, :, 0, 0], np.einsum("tnij,tmij->nm", dz, y))


def test_areas_do_not_overlap_and_are_counted():
    room = lay_out(5, packed(8, 8), 40, 1)

    assert packed(8, 8) == 64  # one cell in eight lanes is turned as a whole block
    assert packed(8, 1) == 8
    assert room.areas == (0, 64, 112)
    assert (room.shared, room.own, room.for_threads(3)) == (16, 128, 16 + 3 * 128)
