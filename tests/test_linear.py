"""Matrix products of the MLP part."""

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from cnnkit.linear import linear
from cnnkit.shapes import ShapeError


def test_matrix_products_leave_the_cores_to_the_kernels():
    blas = [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]
    assert blas and set(blas) == {1}


@pytest.mark.parametrize("bias", [[[1], [2], [3]], [[1, 2, 3]], [1, 2], 1.0])
def test_a_bias_is_one_number_per_output(bias):
    with pytest.raises(ShapeError, match="bias has"):
        linear(np.zeros((3, 2)), np.zeros((3, 2)), bias)
