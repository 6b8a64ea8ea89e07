

def test_matrix_products_leave_the_cores_to_the_kernels():
    from threadpoolctl import threadpool_info

    blas = [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]
    assert blas and set(blas) == {1}
