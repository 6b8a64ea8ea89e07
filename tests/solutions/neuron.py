"""Right and wrong ways to write neuron."""

import numpy as np


def right_dot(patch, w, bias):
    return w.reshape(len(w), -1) @ patch.ravel() + bias


def right_loop(patch, w, bias):
    return [sum((patch * w[n]).ravel()) + bias[n] for n in range(len(w))]


def right_tensordot(patch, w, bias):
    return np.tensordot(w, patch, 3) + bias


def wrong_mean(patch, w, bias):
    return (w * patch).mean(axis=(1, 2, 3)) + bias


wrong_mean.mistakes = ("F03",)


def wrong_shared_layer(patch, w, bias):
    return (w[:, 0] * patch.sum(axis=0)).sum(axis=(1, 2)) + bias


wrong_shared_layer.mistakes = ("F05",)


def wrong_first_filter_and_no_bias(patch, w, bias):
    return np.full(len(w), (w[0] * patch).sum())


wrong_first_filter_and_no_bias.mistakes = ("F06", "F08")
