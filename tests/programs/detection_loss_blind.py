"""Programs for `detection_loss`, written from the exercise's text alone."""

import numpy as np

from tests.programs import outcome


def right_sliced(z, boxes, labels, weight):
    scores, answer = z[:, :-4], z[:, -4:]
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    rows = np.arange(len(z))
    error = answer - boxes
    div = -logs[rows, labels] + weight * 0.5 * (error**2).sum(axis=1)
    dscores = np.exp(logs)
    dscores[rows, labels] -= 1
    return div, np.concatenate([dscores, weight * error], axis=1)


def right_example_by_example(z, boxes, labels, weight):
    div, dz = np.zeros(len(z)), np.zeros(np.shape(z))
    for t, row in enumerate(np.asarray(z, dtype=np.float64)):
        C = len(row) - 4
        power = np.exp(row[:C] - max(row[:C]))
        share = power / power.sum()
        top = row[:C].max()
        div[t] = top + np.log(power.sum()) - row[labels[t]]
        for c in range(C):
            dz[t, c] = share[c] - (c == labels[t])
        for k in range(4):
            error = row[C + k] - boxes[t][k]
            div[t] += weight * error * error / 2
            dz[t, C + k] = weight * error
    return div, dz


def right_onehot(z, boxes, labels, weight):
    z, boxes = np.asarray(z, float), np.asarray(boxes, float)
    C = z.shape[1] - 4
    onehot = np.eye(C)[labels]
    logsum = np.logaddexp.reduce(z[:, :C], axis=1)
    what = logsum - np.einsum("tc,tc->t", onehot, z[:, :C])
    where = z[:, C:] - boxes
    div = what + weight / 2 * np.einsum("tk,tk->t", where, where)
    return div, np.hstack([np.exp(z[:, :C] - logsum[:, None]) - onehot, weight * where])


def right_two_helpers(z, boxes, labels, weight):
    def cross(z, d):
        power = np.exp(z - z.max(1)[:, None])
        share = power / power.sum(1)[:, None]
        wanted = np.zeros(z.shape)
        np.put_along_axis(wanted, np.asarray(d)[:, None], 1, axis=1)
        return np.log(power.sum(1)) - np.take_along_axis(z - z.max(1)[:, None], np.asarray(d)[:, None], 1)[:, 0], share - wanted

    def squares(y, d):
        return ((y - d) ** 2).sum(1) / 2, y - d

    scores, answer = np.split(np.asarray(z, float), [z.shape[1] - 4], axis=1)
    (what, dwhat), (where, dwhere) = cross(scores, labels), squares(answer, boxes)
    return what + weight * where, np.c_[dwhat, weight * dwhere]


def right_filled(z, boxes, labels, weight):
    dz = np.array(z, dtype=np.float64)
    dz[:, -4:] -= boxes
    div = weight * (dz[:, -4:] ** 2).sum(axis=1) / 2
    dz[:, -4:] *= weight
    scores = dz[:, :-4]
    scores -= scores.max(axis=1)[:, None]
    for t, label in enumerate(labels):
        total = np.exp(scores[t]).sum()
        div[t] += np.log(total) - scores[t, label]
        scores[t] = np.exp(scores[t]) / total
        scores[t, label] -= 1
    return div, dz


def right_recursive(z, boxes, labels, weight):
    if len(z) == 0:
        return np.zeros(0), np.zeros_like(z, dtype=float)
    row, n = np.asarray(z[0], float), z.shape[1] - 4
    log = row[:n] - row[:n].max()
    log = log - np.log(np.exp(log).sum())
    error = row[n:] - boxes[0]
    grad = np.append(np.exp(log), weight * error)
    grad[labels[0]] -= 1
    div, dz = right_recursive(z[1:], boxes[1:], labels[1:], weight)
    return np.append(-log[labels[0]] + weight * (error @ error) / 2, div), np.vstack([grad, dz])


def _parts(z, boxes, labels):
    """What the programs below get right: both divergences and both gradients."""
    scores = z[:, :-4] - z[:, :-4].max(axis=1, keepdims=True)
    share = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    rows = np.arange(len(z))
    what = -np.log(share[rows, labels])
    dwhat = share.copy()
    dwhat[rows, labels] -= 1
    error = z[:, -4:] - boxes
    return what, dwhat, 0.5 * (error**2).sum(axis=1), error


@outcome("L15", "M96")
def wrong_weight_not_in_the_gradient(z, boxes, labels, weight):
    """The weight multiplies div and not the gradient."""
    what, dwhat, where, dwhere = _parts(z, boxes, labels)
    return what + weight * where, np.concatenate([dwhat, dwhere], axis=1)


@outcome("L15", "M96")
def wrong_weight_only_in_the_gradient(z, boxes, labels, weight):
    """The weight multiplies the gradient and not div."""
    what, dwhat, where, dwhere = _parts(z, boxes, labels)
    return what + where, np.concatenate([dwhat, weight * dwhere], axis=1)


@outcome("L15", "M96")
def wrong_weight_forgotten(z, boxes, labels, weight):
    """The weight is not used."""
    what, dwhat, where, dwhere = _parts(z, boxes, labels)
    return what + where, np.concatenate([dwhat, dwhere], axis=1)


@outcome("L15", "M97")
def wrong_weight_on_the_class(z, boxes, labels, weight):
    """The weight multiplies the class part."""
    what, dwhat, where, dwhere = _parts(z, boxes, labels)
    return weight * what + where, np.concatenate([weight * dwhat, dwhere], axis=1)


@outcome("L15", "M97")
def wrong_weight_on_both(z, boxes, labels, weight):
    """The weight multiplies the whole sum."""
    what, dwhat, where, dwhere = _parts(z, boxes, labels)
    return weight * (what + where), weight * np.concatenate([dwhat, dwhere], axis=1)


@outcome("L15", "M101")
def wrong_weight_squared(z, boxes, labels, weight):
    """The weight multiplies the error before it is squared."""
    what, dwhat, _, error = _parts(z, boxes, labels)
    error = weight * error
    return what + 0.5 * (error**2).sum(axis=1), np.concatenate([dwhat, error], axis=1)


@outcome("L15", "M97")
def wrong_convex_sum(z, boxes, labels, weight):
    """(1 − weight) of the one and weight of the other."""
    what, dwhat, where, dwhere = _parts(z, boxes, labels)
    return (1 - weight) * what + weight * where, np.concatenate([(1 - weight) * dwhat, weight * dwhere], axis=1)


@outcome("L15", "M95")
def wrong_softmax_over_all(z, boxes, labels, weight):
    """Softmax over all C + 4 columns."""
    scores = z - z.max(axis=1, keepdims=True)
    share = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    rows = np.arange(len(z))
    div = -np.log(share[rows, labels])
    dz = share.copy()
    dz[rows, labels] -= 1
    error = z[:, -4:] - boxes
    dz[:, -4:] += weight * error
    return div + weight * 0.5 * (error**2).sum(axis=1), dz


@outcome("M94")
def wrong_box_first(z, boxes, labels, weight):
    """Takes the first four columns for the box."""
    what, dwhat, where, dwhere = _parts(np.roll(z, -4, axis=1), boxes, labels)
    return what + weight * where, np.concatenate([weight * dwhere, dwhat], axis=1)


@outcome("L15", "M94")
def wrong_gradient_box_first(z, boxes, labels, weight):
    """The gradient of the box stands before that of the scores."""
    what, dwhat, where, dwhere = _parts(z, boxes, labels)
    return what + weight * where, np.concatenate([weight * dwhere, dwhat], axis=1)


@outcome("L15", "M89")
def wrong_without_half(z, boxes, labels, weight):
    """The ½ of the box part is left out."""
    what, dwhat, where, dwhere = _parts(z, boxes, labels)
    return what + weight * 2 * where, np.concatenate([dwhat, weight * dwhere], axis=1)


@outcome("L15", "M91")
def wrong_mean_of_four(z, boxes, labels, weight):
    """The mean of the four squares in place of half their sum."""
    what, dwhat, where, dwhere = _parts(z, boxes, labels)
    return what + weight * where / 2, np.concatenate([dwhat, weight * dwhere / 2], axis=1)


@outcome("L15", "L39")
def wrong_onehot_not_taken_off(z, boxes, labels, weight):
    """The gradient of the scores is the softmax alone."""
    what, dwhat, where, dwhere = _parts(z, boxes, labels)
    dwhat[np.arange(len(z)), labels] += 1
    return what + weight * where, np.concatenate([dwhat, weight * dwhere], axis=1)


@outcome("L01", "L15")
def wrong_gradient_over_t(z, boxes, labels, weight):
    """The gradient of the mean over the batch."""
    what, dwhat, where, dwhere = _parts(z, boxes, labels)
    return what + weight * where, np.concatenate([dwhat, weight * dwhere], axis=1) / len(z)


@outcome("L15", "M92")
def wrong_summed(z, boxes, labels, weight):
    """One number for the batch."""
    what, dwhat, where, dwhere = _parts(z, boxes, labels)
    return (what + weight * where).sum(), np.concatenate([dwhat, weight * dwhere], axis=1)


@outcome(says="Your div is a single number; an array of shape (1,) is needed here")
def wrong_mean(z, boxes, labels, weight):
    """The mean over the batch, and its gradient."""
    what, dwhat, where, dwhere = _parts(z, boxes, labels)
    return (what + weight * where).mean(), np.concatenate([dwhat, weight * dwhere], axis=1) / len(z)


@outcome("L05")
def wrong_no_maximum_taken_off(z, boxes, labels, weight):
    """exp of the scores as they are: large ones give inf and nan."""
    with np.errstate(all="ignore"):
        power = np.exp(z[:, :-4])
        share = power / power.sum(axis=1, keepdims=True)
        rows = np.arange(len(z))
        what = -np.log(share[rows, labels])
    share[rows, labels] -= 1
    error = z[:, -4:] - boxes
    return what + weight * 0.5 * (error**2).sum(axis=1), np.concatenate([share, weight * error], axis=1)


@outcome("L32")
def wrong_small_number_in_the_log(z, boxes, labels, weight):
    """1e-8 in the logarithm: a hopeless score costs too little."""
    scores = z[:, :-4] - z[:, :-4].max(axis=1, keepdims=True)
    share = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    rows = np.arange(len(z))
    what = -np.log(share[rows, labels] + 1e-8)
    share[rows, labels] -= 1
    error = z[:, -4:] - boxes
    return what + weight * 0.5 * (error**2).sum(axis=1), np.concatenate([share, weight * error], axis=1)


@outcome("L15", "M88")
def wrong_box_sign(z, boxes, labels, weight):
    """The box part's gradient points the wrong way."""
    what, dwhat, where, dwhere = _parts(z, boxes, labels)
    return what + weight * where, np.concatenate([dwhat, -weight * dwhere], axis=1)


@outcome("L15", "M102")
def wrong_only_the_box_for_the_right_class(z, boxes, labels, weight):
    """Counts the box only where the class is right."""
    what, dwhat, where, dwhere = _parts(z, boxes, labels)
    right = z[:, :-4].argmax(axis=1) == labels
    return what + weight * right * where, np.concatenate([dwhat, weight * right[:, None] * dwhere], axis=1)


@outcome(says="Your dz has 3 axes; 2 are needed, shape (4, 8)")
def wrong_two_gradients(z, boxes, labels, weight):
    """The gradient comes in two pieces."""
    what, dwhat, where, dwhere = _parts(z, boxes, labels)
    return what + weight * where, (dwhat, weight * dwhere)


@outcome("L31")
def wrong_softmax_over_the_batch(z, boxes, labels, weight):
    """Softmax along the batch."""
    scores = z[:, :-4] - z[:, :-4].max(axis=0)
    share = np.exp(scores) / np.exp(scores).sum(axis=0)
    rows = np.arange(len(z))
    what = -np.log(share[rows, labels])
    share[rows, labels] -= 1
    error = z[:, -4:] - boxes
    return what + weight * 0.5 * (error**2).sum(axis=1), np.concatenate([share, weight * error], axis=1)


@outcome("L15")
def wrong_in_place(z, boxes, labels, weight):
    """The gradient is written into z."""
    what, dwhat, where, dwhere = _parts(z, boxes, labels)
    z[:, :-4], z[:, -4:] = dwhat, weight * dwhere
    return what + weight * where, z


@outcome(says="Right with one example, wrong in every case with several")
def wrong_label_is_a_slice(z, boxes, labels, weight):
    """share[:, labels] in place of one share for each example."""
    scores = z[:, :-4] - z[:, :-4].max(axis=1, keepdims=True)
    share = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    what = -np.log(share[:, labels]).sum(axis=1)
    share[:, labels] -= 1
    error = z[:, -4:] - boxes
    return what + weight * 0.5 * (error**2).sum(axis=1), np.concatenate([share, weight * error], axis=1)


@outcome("L34")
def wrong_plus_for_minus(z, boxes, labels, weight):
    """The logarithm without its minus."""
    what, dwhat, where, dwhere = _parts(z, boxes, labels)
    return -what + weight * where, np.concatenate([dwhat, weight * dwhere], axis=1)


@outcome(says="A piece of 1 × 0 was to meet one of 1 × 4")
def wrong_ten_classes(z, boxes, labels, weight):
    """Cuts z at column 10, as in the data of the lesson."""
    what, dwhat, where, dwhere = _parts(np.concatenate([z[:, :10], z[:, 10:14]], axis=1), boxes, labels)
    scores = z[:, :10]
    power = np.exp(scores - scores.max(axis=1, keepdims=True))
    share = power / power.sum(axis=1, keepdims=True)
    error = z[:, 10:] - boxes
    what = -np.log(share[np.arange(len(z)), labels])
    share[np.arange(len(z)), labels] -= 1
    return what + weight * 0.5 * (error**2).sum(axis=1), np.concatenate([share, weight * error], axis=1)
