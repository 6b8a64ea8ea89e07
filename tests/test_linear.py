"""Matrix products of the MLP part."""

from threading import Thread

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from cnnkit import linear
from cnnkit.shapes import ShapeError


def threads():
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}


class Watched(np.ndarray):
    """Notes how many threads a product of it may use."""

    seen = ()

    def __matmul__(self, other):
        Watched.seen = threads()
        return np.asarray(self) @ np.asarray(other)


def test_matrix_products_leave_the_cores_to_the_kernels_while_they_run(monkeypatch):
    monkeypatch.setattr(linear, "as_arrays", lambda **arrays: tuple(a.view(Watched) for a in arrays.values()))
    y, w, dz = np.ones((2, 3)), np.ones((4, 3)), np.ones((2, 4))
    with threadpool_limits(2, user_api="blas"):
        for product in (lambda: linear.linear(y, w), lambda: linear.linear_grad_input(dz, w), lambda: linear.linear_grad_weight(dz, y)):
            Watched.seen = ()
            product()
            assert Watched.seen == {1}
            assert threads() == {2}


def test_live_runs_side_by_side_leave_the_session_as_it_was():
    y, w = np.ones((20, 30)), np.ones((40, 30))
    with threadpool_limits(2, user_api="blas"):
        runs = [Thread(target=lambda: [linear.linear(y, w) for _ in range(300)]) for _ in range(4)]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
        assert threads() == {2}


@pytest.mark.parametrize("bias", [[[1], [2], [3]], [[1, 2, 3]], [1, 2], 1.0])
def test_a_bias_is_one_number_per_output(bias):
    with pytest.raises(ShapeError, match="bias has"):
        linear.linear(np.zeros((3, 2)), np.zeros((3, 2)), bias)
