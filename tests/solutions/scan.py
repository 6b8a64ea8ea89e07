"""Ways to write `scan`, right and wrong, as learners write them."""

import numpy as np

BELIEFS = ("F01", "F02", "F03", "F06")


def attempt(*beliefs):
    """A scan in plain lists that acts on these beliefs."""

    def scan(y, w, bias):
        rows, weights = y.tolist(), w.tolist()
        if "F02" in beliefs:
            weights = [list(column) for column in zip(*weights)]
        if "F01" in beliefs:
            weights = [row[::-1] for row in weights[::-1]]
        high, wide = len(weights), len(weights[0])
        result = []
        for top in range(len(rows) - high + 1):
            result.append([])
            for left in range(len(rows[0]) - wide + 1):
                total = 0.0
                for p in range(high):
                    for q in range(wide):
                        total += rows[top + p][left + q] * weights[p][q]
                if "F03" in beliefs:
                    total /= high * wide
                result[-1].append(total if "F06" in beliefs else total + bias)
        return np.array(result)

    return scan


def right_weight_by_weight(y, w, bias):
    high, wide = y.shape[0] - w.shape[0] + 1, y.shape[1] - w.shape[1] + 1
    z = np.full((high, wide), bias, dtype=float)
    for (p, q), weight in np.ndenumerate(w):
        z += weight * y[p : p + high, q : q + wide]
    return z


def right_by_einsum(y, w, bias):
    return np.einsum("ijpq,pq", np.lib.stride_tricks.sliding_window_view(y, w.shape), w) + bias


def right_by_fourier(y, w, bias):
    size = y.shape[0] + w.shape[0] - 1, y.shape[1] + w.shape[1] - 1
    full = np.fft.irfft2(np.fft.rfft2(y, size) * np.fft.rfft2(w[::-1, ::-1], size), size)
    return full[w.shape[0] - 1 : y.shape[0], w.shape[1] - 1 : y.shape[1]] + bias


def right_in_single_precision(y, w, bias):
    return right_weight_by_weight(y, w, bias).astype(np.float32)


def wrong_true_convolution(y, w, bias):
    return right_weight_by_weight(y, np.rot90(w, 2), bias)


wrong_true_convolution.mistakes = ("F01",)


def wrong_no_bias(y, w, bias):
    return np.einsum("ijpq,pq", np.lib.stride_tricks.sliding_window_view(y, w.shape), w)


wrong_no_bias.mistakes = ("F06",)


def wrong_flipped_without_bias(y, w, bias):
    return right_by_fourier(y, w[::-1, ::-1], 0)


wrong_flipped_without_bias.mistakes = ("F01", "F06")


def wrong_mean_of_products(y, w, bias):
    windows = np.lib.stride_tricks.sliding_window_view(y, w.shape)
    return (windows * w).mean(axis=(2, 3)) + bias


wrong_mean_of_products.mistakes = ("F03",)
