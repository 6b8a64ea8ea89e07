"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("I12")
def wrong_nodiv(w, factors):
    """undivided"""
    N, M, K, _ = w.shape
    reach = int(np.ceil(max(factors) * (K + 1) / 2)) - 1
    offsets = np.arange(-reach, reach + 1)
    bank = np.zeros((N, len(factors), M, len(offsets), len(offsets)))
    for r, f in enumerate(factors):
        places = (K - 1) / 2 + offsets / f
        tent = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(K)))
        bank[:, r] = np.einsum("ip,nmpq,jq->nmij", tent, w, tent) / 1
    return bank


@outcome("I12")
def wrong_once(w, factors):
    """divided once"""
    N, M, K, _ = w.shape
    reach = int(np.ceil(max(factors) * (K + 1) / 2)) - 1
    offsets = np.arange(-reach, reach + 1)
    bank = np.zeros((N, len(factors), M, len(offsets), len(offsets)))
    for r, f in enumerate(factors):
        places = (K - 1) / 2 + offsets / f
        tent = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(K)))
        bank[:, r] = np.einsum("ip,nmpq,jq->nmij", tent, w, tent) / f
    return bank


@outcome("I34")
def wrong_times(w, factors):
    """times f"""
    N, M, K, _ = w.shape
    reach = int(np.ceil(max(factors) * (K + 1) / 2)) - 1
    offsets = np.arange(-reach, reach + 1)
    bank = np.zeros((N, len(factors), M, len(offsets), len(offsets)))
    for r, f in enumerate(factors):
        places = (K - 1) / 2 + offsets * f
        tent = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(K)))
        bank[:, r] = np.einsum("ip,nmpq,jq->nmij", tent, w, tent) / f ** 2
    return bank


@outcome("I36")
def wrong_old(w, factors):
    """tails cut"""
    N, M, K, _ = w.shape
    reach = int(np.ceil(max(factors) * (K - 1) / 2))
    offsets = np.arange(-reach, reach + 1)
    bank = np.zeros((N, len(factors), M, len(offsets), len(offsets)))
    for r, f in enumerate(factors):
        places = (K - 1) / 2 + offsets / f
        tent = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(K)))
        bank[:, r] = np.einsum("ip,nmpq,jq->nmij", tent, w, tent) / f ** 2
    return bank


@outcome(says="What is there of bank is right; the rest is missing")
def wrong_k2(w, factors):
    """K/2 reach"""
    N, M, K, _ = w.shape
    reach = int(max(factors) * K // 2)
    offsets = np.arange(-reach, reach + 1)
    bank = np.zeros((N, len(factors), M, len(offsets), len(offsets)))
    for r, f in enumerate(factors):
        places = (K - 1) / 2 + offsets / f
        tent = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(K)))
        bank[:, r] = np.einsum("ip,nmpq,jq->nmij", tent, w, tent) / f ** 2
    return bank


@outcome("I33")
def wrong_nearest(w, factors):
    """nearest"""
    N, M, K, _ = w.shape
    reach = int(np.ceil(max(factors) * (K + 1) / 2)) - 1
    offsets = np.arange(-reach, reach + 1)
    bank = np.zeros((N, len(factors), M, len(offsets), len(offsets)))
    for r, f in enumerate(factors):
        places = (K - 1) / 2 + offsets / f
        tent = (np.abs(np.round(places)[:, None] - np.arange(K)) < 0.5).astype(float)
        bank[:, r] = np.einsum("ip,nmpq,jq->nmij", tent, w, tent) / f ** 2
    return bank


@outcome("I32")
def wrong_corner(w, factors):
    """corner"""
    N, M, K, _ = w.shape
    reach = int(np.ceil(max(factors) * (K + 1) / 2)) - 1
    offsets = np.arange(-reach, reach + 1)
    bank = np.zeros((N, len(factors), M, len(offsets), len(offsets)))
    for r, f in enumerate(factors):
        places = (offsets + reach) / f
        tent = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(K)))
        bank[:, r] = np.einsum("ip,nmpq,jq->nmij", tent, w, tent) / f ** 2
    return bank


@outcome("I35")
def wrong_clip(w, factors):
    """clip"""
    N, M, K, _ = w.shape
    reach = int(np.ceil(max(factors) * (K + 1) / 2)) - 1
    offsets = np.arange(-reach, reach + 1)
    bank = np.zeros((N, len(factors), M, len(offsets), len(offsets)))
    for r, f in enumerate(factors):
        places = np.clip((K - 1) / 2 + offsets / f, 0, K - 1)
        tent = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(K)))
        bank[:, r] = np.einsum("ip,nmpq,jq->nmij", tent, w, tent) / f ** 2
    return bank


@outcome("I46")
def wrong_centre(w, factors):
    """centre K/2"""
    N, M, K, _ = w.shape
    reach = int(np.ceil(max(factors) * (K + 1) / 2)) - 1
    offsets = np.arange(-reach, reach + 1)
    bank = np.zeros((N, len(factors), M, len(offsets), len(offsets)))
    for r, f in enumerate(factors):
        places = K / 2 + offsets / f
        tent = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(K)))
        bank[:, r] = np.einsum("ip,nmpq,jq->nmij", tent, w, tent) / f ** 2
    return bank


@outcome("I14")
def wrong_axis(w, factors):
    """axis"""
    N, M, K, _ = w.shape
    reach = int(np.ceil(max(factors) * (K + 1) / 2)) - 1
    offsets = np.arange(-reach, reach + 1)
    bank = np.zeros((N, len(factors), M, len(offsets), len(offsets)))
    for r, f in enumerate(factors):
        places = (K - 1) / 2 + offsets / f
        tent = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(K)))
        bank[:, r] = np.einsum("ip,nmpq,jq->nmij", tent, w, tent) / f ** 2
    return bank.transpose(1, 0, 2, 3, 4)


@outcome("I14")
def wrong_axis2(w, factors):
    """axis 2"""
    N, M, K, _ = w.shape
    reach = int(np.ceil(max(factors) * (K + 1) / 2)) - 1
    offsets = np.arange(-reach, reach + 1)
    bank = np.zeros((N, len(factors), M, len(offsets), len(offsets)))
    for r, f in enumerate(factors):
        places = (K - 1) / 2 + offsets / f
        tent = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(K)))
        bank[:, r] = np.einsum("ip,nmpq,jq->nmij", tent, w, tent) / f ** 2
    return bank.transpose(0, 2, 1, 3, 4)


@outcome(nothing=True)
def wrong_f3(w, factors):
    """f³"""
    N, M, K, _ = w.shape
    reach = int(np.ceil(max(factors) * (K + 1) / 2)) - 1
    offsets = np.arange(-reach, reach + 1)
    bank = np.zeros((N, len(factors), M, len(offsets), len(offsets)))
    for r, f in enumerate(factors):
        places = (K - 1) / 2 + offsets / f
        tent = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(K)))
        bank[:, r] = np.einsum("ip,nmpq,jq->nmij", tent, w, tent) / f ** 3
    return bank


@outcome(says="What is there of bank is right; the rest is missing")
def wrong_min(w, factors):
    """min factor"""
    N, M, K, _ = w.shape
    reach = int(np.ceil(min(factors) * (K + 1) / 2)) - 1
    offsets = np.arange(-reach, reach + 1)
    bank = np.zeros((N, len(factors), M, len(offsets), len(offsets)))
    for r, f in enumerate(factors):
        places = (K - 1) / 2 + offsets / f
        tent = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(K)))
        bank[:, r] = np.einsum("ip,nmpq,jq->nmij", tent, w, tent) / f ** 2
    return bank


@outcome(nothing=True)
def wrong_norm(w, factors):
    """normalised"""
    N, M, K, _ = w.shape
    reach = int(np.ceil(max(factors) * (K + 1) / 2)) - 1
    offsets = np.arange(-reach, reach + 1)
    bank = np.zeros((N, len(factors), M, len(offsets), len(offsets)))
    for r, f in enumerate(factors):
        places = (K - 1) / 2 + offsets / f
        tent = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(K)))
        bank[:, r] = np.einsum("ip,nmpq,jq->nmij", tent, w, tent) / max(np.abs(tent).sum(), 1)
    return bank


@outcome(says="The decimals of bank are cut off")
def wrong_int(w, factors):
    """int"""
    N, M, K, _ = w.shape
    reach = int(np.ceil(max(factors) * (K + 1) / 2)) - 1
    offsets = np.arange(-reach, reach + 1)
    bank = np.zeros((N, len(factors), M, len(offsets), len(offsets)), dtype=int)
    for r, f in enumerate(factors):
        places = (K - 1) / 2 + offsets / f
        tent = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(K)))
        bank[:, r] = np.einsum("ip,nmpq,jq->nmij", tent, w, tent) / f ** 2
    return bank
