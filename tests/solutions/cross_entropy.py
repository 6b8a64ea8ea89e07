"""Ways to write `cross_entropy`, right and wrong, as learners write them."""

import numpy as np

BELIEFS = ("L01", "L05", "L06", "L09", "L15")


def attempt(*beliefs):
    """Example after example, with a one-hot vector."""

    def cross_entropy(z, d):
        div, dz = [], []
        for scores, wanted in zip(z, d):
            hot = np.zeros(len(scores))
            hot[wanted] = 1
            powers = np.exp(scores if "L05" in beliefs else scores - max(scores))
            shares = powers / sum(powers)
            if "L15" in beliefs or "L05" in beliefs:
                div.append(-np.log(shares[wanted]))
            else:
                div.append(np.log(sum(powers)) + max(scores) - scores[wanted])
            slope = (scores if "L06" in beliefs else shares) - hot
            slope = -slope if "L09" in beliefs else slope
            dz.append(slope / len(z) if "L01" in beliefs else slope)
        return np.array(div), np.array(dz)

    return cross_entropy


def right_log_sum_exp(z, d):
    hot = np.eye(z.shape[1])[d]
    log_total = np.logaddexp.reduce(z, axis=1)
    return log_total - (z * hot).sum(axis=1), np.exp(z - log_total[:, None]) - hot


def right_with_log_shares(z, d):
    shifted = z - np.max(z, axis=1)[:, None]
    log_shares = shifted - np.log(np.exp(shifted).sum(1))[:, None]
    dz = np.exp(log_shares)
    for t, wanted in enumerate(d):
        dz[t, wanted] -= 1
    return [-log_shares[t, wanted] for t, wanted in enumerate(d)], dz


def wrong_naive_softmax(z, d):
    shares = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    hot = np.eye(z.shape[1])[d]
    return -np.log((shares * hot).sum(axis=1)), shares - hot


wrong_naive_softmax.mistakes = ("L05",)


def wrong_softmax_forgotten(z, d):
    div, _ = right_log_sum_exp(z, d)
    return div, z - np.eye(z.shape[1])[d]


wrong_softmax_forgotten.mistakes = ("L06",)


def wrong_mean_taken_here(z, d):
    div, dz = right_log_sum_exp(z, d)
    return div, dz / z.shape[0]


wrong_mean_taken_here.mistakes = ("L01",)


def wrong_one_hot_minus_shares(z, d):
    div, dz = right_with_log_shares(z, d)
    return div, -dz


wrong_one_hot_minus_shares.mistakes = ("L09",)


def wrong_sign_and_mean(z, d):
    div, dz = right_log_sum_exp(z, d)
    return div, -dz / len(d)


wrong_sign_and_mean.mistakes = ("L01", "L09")
