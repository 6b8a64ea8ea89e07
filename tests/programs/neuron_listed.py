"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("F06")
def wrong_nobias(patch, w, bias):
    """no bias"""
    return (w * patch).sum(axis=(1, 2, 3))


@outcome("F03")
def wrong_mean(patch, w, bias):
    """mean"""
    return (w * patch).mean(axis=(1, 2, 3)) + bias


@outcome(says="Right with one output map, wrong in every case with several: what happens over n?")
def wrong_all(patch, w, bias):
    """sum of all"""
    return (w * patch).sum() + bias


@outcome(says="Your z has 3 axes; 1 is needed, shape (1,)")
def wrong_axis(patch, w, bias):
    """axis 0"""
    return (w * patch).sum(axis=0) + bias


@outcome(says="Your z has 2 axes; 1 is needed, shape (1,)")
def wrong_maps(patch, w, bias):
    """no sum over m"""
    return (w * patch).sum(axis=(2, 3)) + bias[:, None]


@outcome("F04")
def wrong_map0(patch, w, bias):
    """map 0"""
    return (w[:, 0] * patch[0]).sum(axis=(1, 2)) + bias


@outcome("F05")
def wrong_w0(patch, w, bias):
    """w[:, 0]"""
    return np.einsum("mpq,npq->n", patch, w[:, 0]) + bias


@outcome("F01")
def wrong_flip(patch, w, bias):
    """flipped"""
    return (w[:, :, ::-1, ::-1] * patch).sum(axis=(1, 2, 3)) + bias


@outcome("F02")
def wrong_t(patch, w, bias):
    """transposed"""
    return np.einsum("mpq,nmqp->n", patch, w) + bias


@outcome("F19")
def wrong_perbias(patch, w, bias):
    """bias everywhere"""
    return (w * patch + bias[:, None, None, None]).sum(axis=(1, 2, 3))


@outcome("F07")
def wrong_biasm(patch, w, bias):
    """bias per m"""
    return sum((w[:, m] * patch[m]).sum(axis=(1, 2)) + bias for m in range(len(patch)))


@outcome("F08")
def wrong_f0(patch, w, bias):
    """first filter"""
    return (w[0] * patch).sum() + bias


@outcome(says="Where z should be negative, yours is 0")
def wrong_relu(patch, w, bias):
    """relu"""
    return np.maximum((w * patch).sum(axis=(1, 2, 3)) + bias, 0)


@outcome(says="The decimals of z are cut off")
def wrong_int(patch, w, bias):
    """int"""
    return ((w * patch).sum(axis=(1, 2, 3)) + bias).astype(int)


@outcome(says="Your z is right but for the bias, which is not added exactly once")
def wrong_minus(patch, w, bias):
    """minus bias"""
    return (w * patch).sum(axis=(1, 2, 3)) - bias


@outcome(says="Only the first of the entries of z is returned")
def wrong_scalar(patch, w, bias):
    """one number"""
    return float((w[0] * patch).sum() + bias[0])


@outcome(says="Right with one map in and out, wrong in every case with several: what happens over n")
def wrong_nm(patch, w, bias):
    """nm exchanged"""
    return np.einsum("npq,nmpq->m", patch, w) + bias
