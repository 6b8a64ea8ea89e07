"""Programs as people write one divergence for class and box."""

import numpy as np

from tests.programs import outcome


def softmax(s):
    e = np.exp(s - s.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def log_softmax(s):
    s = s - s.max(axis=1, keepdims=True)
    return s - np.log(np.exp(s).sum(axis=1, keepdims=True))


def parts(z, boxes, labels):
    C = z.shape[1] - 4
    t = np.arange(len(z))
    dz = np.zeros(z.shape)
    dz[:, :C] = softmax(z[:, :C])
    dz[t, labels] -= 1
    return C, -log_softmax(z[:, :C])[t, labels], 0.5 * ((z[:, C:] - boxes) ** 2).sum(axis=1), dz, z[:, C:] - boxes


def right_parts(z, boxes, labels, weight):
    C, what, where, dz, far = parts(z, boxes, labels)
    dz[:, C:] = weight * far
    return what + weight * where, dz


def right_rows(z, boxes, labels, weight):
    div, out = np.zeros(len(z)), np.zeros_like(z, dtype=float)
    for t in range(len(z)):
        s, b = z[t, :-4], z[t, -4:]
        p = np.exp(s - s.max())
        p = p / p.sum()
        div[t] = np.log(np.exp(s - s.max()).sum()) + s.max() - s[labels[t]]
        div[t] += weight * ((b - boxes[t]) ** 2).sum() / 2
        out[t, :-4] = p
        out[t, labels[t]] -= 1
        out[t, -4:] = weight * (b - boxes[t])
    return div, out


def right_hstack(z, boxes, labels, weight):
    s = z[:, :-4]
    onehot = (np.arange(s.shape[1]) == np.asarray(labels)[:, None]).astype(float)
    e = z[:, -4:] - boxes
    div = -np.where(onehot == 1, log_softmax(s), 0).sum(axis=1) + 0.5 * weight * np.einsum("tk,tk->t", e, e)
    return div, np.hstack((softmax(s) - onehot, weight * e))


def right_split(z, boxes, labels, weight):
    s, b = np.split(z, [z.shape[1] - 4], axis=1)
    lse = np.logaddexp.reduce(s, axis=1)
    ds = np.exp(s - lse[:, None])
    ds[np.arange(len(s)), labels] -= 1
    return lse - s[np.arange(len(s)), labels] + weight / 2 * np.square(b - boxes).sum(axis=1), np.c_[ds, weight * (b - boxes)]


@outcome("M96")
def wrong_no_weight(z, boxes, labels, weight):
    """weight never used."""
    C, what, where, dz, far = parts(z, boxes, labels)
    dz[:, C:] = far
    return what + where, dz


@outcome("M96")
def wrong_weight_in_value_only(z, boxes, labels, weight):
    """The gradient without weight."""
    C, what, where, dz, far = parts(z, boxes, labels)
    dz[:, C:] = far
    return what + weight * where, dz


@outcome("M96")
def wrong_weight_in_gradient_only(z, boxes, labels, weight):
    """The value without weight."""
    C, what, where, dz, far = parts(z, boxes, labels)
    dz[:, C:] = weight * far
    return what + where, dz


@outcome("M97")
def wrong_weight_everywhere(z, boxes, labels, weight):
    """weight on the sum."""
    C, what, where, dz, far = parts(z, boxes, labels)
    dz[:, C:] = far
    return weight * (what + where), weight * dz


@outcome("M97")
def wrong_weight_on_class(z, boxes, labels, weight):
    """weight on the class part."""
    C, what, where, dz, far = parts(z, boxes, labels)
    dz[:, :C] *= weight
    dz[:, C:] = far
    return weight * what + where, dz


@outcome("M94")
def wrong_box_first(z, boxes, labels, weight):
    """The first four columns are the box."""
    z = np.concatenate([z[:, 4:], z[:, :4]], axis=1)
    C, what, where, dz, far = parts(z, boxes, labels)
    return what + weight * where, np.concatenate([weight * far, dz[:, :C]], axis=1)


@outcome("M94")
def wrong_joined_the_other_way(z, boxes, labels, weight):
    """dz with the box in front."""
    C, what, where, dz, far = parts(z, boxes, labels)
    return what + weight * where, np.concatenate([weight * far, dz[:, :C]], axis=1)


@outcome("M95")
def wrong_softmax_of_all(z, boxes, labels, weight):
    """Softmax over all columns."""
    C, _, where, _, far = parts(z, boxes, labels)
    t = np.arange(len(z))
    dz = softmax(z)
    dz[t, labels] -= 1
    dz[:, C:] += weight * far
    return -log_softmax(z)[t, labels] + weight * where, dz


@outcome("M98")
def wrong_class_only(z, boxes, labels, weight):
    """No gradient for the box."""
    C, what, where, dz, far = parts(z, boxes, labels)
    return what + weight * where, dz


@outcome("M89")
def wrong_no_half(z, boxes, labels, weight):
    """The box part without ½."""
    C, what, where, dz, far = parts(z, boxes, labels)
    dz[:, C:] = 2 * weight * far
    return what + 2 * weight * where, dz


@outcome("L01", "M92")
def wrong_mean(z, boxes, labels, weight):
    """The mean over the batch."""
    C, what, where, dz, far = parts(z, boxes, labels)
    dz[:, C:] = weight * far
    return (what + weight * where).mean(), dz / len(z)


@outcome("M88")
def wrong_sign(z, boxes, labels, weight):
    """box − z."""
    C, what, where, dz, far = parts(z, boxes, labels)
    dz[:, C:] = -weight * far
    return what + weight * where, dz


@outcome("L39")
def wrong_no_one_hot(z, boxes, labels, weight):
    """The shares alone."""
    C, what, where, dz, far = parts(z, boxes, labels)
    dz[:, :C] = softmax(z[:, :C])
    dz[:, C:] = weight * far
    return what + weight * where, dz


@outcome("L05")
def wrong_exp(z, boxes, labels, weight):
    """exp of the scores as they are."""
    C, _, where, dz, far = parts(z, boxes, labels)
    with np.errstate(all="ignore"):
        e = np.exp(z[:, :C])
        p = e / e.sum(axis=1, keepdims=True)
        what = -np.log(p[np.arange(len(z)), labels])
    dz[:, :C] = p
    dz[np.arange(len(z)), labels] -= 1
    dz[:, C:] = weight * far
    return what + weight * where, dz


@outcome("M101")
def wrong_square_of_weight(z, boxes, labels, weight):
    """Boxes multiplied by weight before they are compared."""
    C, what, where, dz, far = parts(z, boxes, labels)
    dz[:, C:] = weight**2 * far
    return what + weight**2 * where, dz
