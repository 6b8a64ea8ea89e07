"""Right and wrong ways to write conv2d_grad_bias."""

import numpy as np


def right_einsum(dz):
    return np.einsum("tnij->n", dz)


def right_loop(dz):
    dbias = np.zeros(dz.shape[1])
    for example in dz:
        for n, map_ in enumerate(example):
            dbias[n] += map_.sum()
    return dbias


def right_flat(dz):
    return dz.swapaxes(0, 1).reshape(dz.shape[1], -1) @ np.ones(dz.size // dz.shape[1])


def wrong_mean(dz):
    return dz.mean(axis=(0, 2, 3))


wrong_mean.mistakes = ("D01",)


def wrong_all_together(dz):
    return np.array([dz.sum()] * dz.shape[1])


wrong_all_together.mistakes = ("D05",)


def wrong_per_example(dz):
    return dz.sum(axis=(2, 3))


wrong_per_example.mistakes = ("D06",)
