"""Ways to write `downsample_grad`, right and wrong, as learners write them."""

import numpy as np

BELIEFS = ("P15", "P16")


def attempt(*beliefs):
    """Cell after cell of the large map."""

    def downsample_grad(du, input_size, stride):
        dy = np.zeros((*du.shape[:2], *input_size))
        kept = stride - 1 if "P15" in beliefs else 0
        for r, c in np.ndindex(*input_size):
            i, j = r // stride, c // stride
            if "P16" in beliefs or (r % stride == kept and c % stride == kept):
                dy[:, :, r, c] = du[:, :, i, j]
        return dy

    return downsample_grad


def right_by_products(du, input_size, stride):
    high, wide = (np.eye(size)[:, ::stride] for size in input_size)
    return np.einsum("ri,tmij,cj->tmrc", high, du, wide)


def right_by_stamping(du, input_size, stride):
    stamp = np.zeros((stride, stride))
    stamp[0, 0] = 1
    return np.kron(du, stamp)[:, :, : input_size[0], : input_size[1]]


def wrong_repeated(du, input_size, stride):
    return np.kron(du, np.ones((stride, stride)))[:, :, : input_size[0], : input_size[1]]


wrong_repeated.mistakes = ("P16",)
