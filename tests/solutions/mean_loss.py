"""Ways to write `mean_loss`, right and wrong, as learners write them."""

import numpy as np

BELIEFS = ("L01", "L04", "L10")


def attempt(*beliefs):
    """Both divided with the same number."""

    def mean_loss(div, dz):
        T = div.shape[0]
        loss = sum(div.tolist())
        slope = np.array(dz)
        if "L10" in beliefs:
            return loss, slope
        if "L04" in beliefs:
            return loss / T, slope
        return loss / T, slope / T / T if "L01" in beliefs else slope / T

    return mean_loss


def right_in_one_line(div, dz):
    return np.mean(div), dz / np.size(div)


def right_with_weights(div, dz):
    shares = np.full(len(div), 1 / len(div))
    return shares @ div, np.moveaxis(np.moveaxis(dz, 0, -1) * shares, -1, 0)


def wrong_only_the_loss(div, dz):
    return np.mean(div), dz


wrong_only_the_loss.mistakes = ("L04",)


def wrong_twice(div, dz):
    return div.mean(), dz / len(dz) / len(dz)


wrong_twice.mistakes = ("L01",)


def wrong_sum(div, dz):
    return np.sum(div), dz


wrong_sum.mistakes = ("L10",)
