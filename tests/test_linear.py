"""Matrix products of the MLP part."""

from threadpoolctl import threadpool_info

import cnnkit.linear  # noqa: F401


def test_matrix_products_leave_the_cores_to_the_kernels():
    blas = [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]
    assert blas and set(blas) == {1}
