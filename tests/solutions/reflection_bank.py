"""Right and wrong ways to write reflection_bank."""

import numpy as np


def right_fliplr(w):
    return [[f, [np.fliplr(part) for part in f]] for f in w]


def right_filled(w):
    bank = np.empty((len(w), 2, *w.shape[1:]))
    bank[:, 0], bank[:, 1] = w, np.flip(w, -1)
    return bank


def wrong_top_to_bottom(w):
    return np.stack([w, np.flip(w, 2)], 1)


wrong_top_to_bottom.mistakes = ("I17",)


def wrong_both(w):
    return np.stack([w, np.rot90(w, 2, (2, 3))], 1)


wrong_both.mistakes = ("I17",)


def wrong_mirror_first(w):
    return np.stack([np.flip(w, 3), w], 1)


wrong_mirror_first.mistakes = ("I18",)


def wrong_in_front(w):
    return np.stack([w, np.flip(w, 3)])


wrong_in_front.mistakes = ("I14",)
