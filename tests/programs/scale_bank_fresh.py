"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_interp(w, factors):
    N, M, K, _ = w.shape
    size = 2 * int(np.ceil(max(factors) * (K + 1) / 2)) - 1
    offset = np.arange(size) - (size - 1) / 2
    bank = np.zeros((N, len(factors), M, size, size))
    for r, factor in enumerate(factors):
        at = (K - 1) / 2 + offset / factor + 1
        for n, m in np.ndindex(N, M):
            framed = np.pad(w[n, m], 1)
            rows = np.array([np.interp(at, np.arange(K + 2), column, left=0, right=0) for column in framed.T]).T
            bank[n, r, m] = [np.interp(at, np.arange(K + 2), row, left=0, right=0) for row in rows]
        bank[:, r] /= factor**2
    return bank


def right_cell_by_cell(w, factors):
    N, M, K, _ = w.shape
    size = 2 * int(np.ceil(max(factors) * (K + 1) / 2)) - 1
    bank = np.zeros((N, len(factors), M, size, size))
    for r, factor in enumerate(factors):
        for i, j in np.ndindex(size, size):
            x = (i - (size - 1) / 2) / factor + (K - 1) / 2
            z = (j - (size - 1) / 2) / factor + (K - 1) / 2
            for p, q in np.ndindex(K, K):
                share = max(0, 1 - abs(x - p)) * max(0, 1 - abs(z - q))
                bank[:, r, :, i, j] += share * w[:, :, p, q] / factor / factor
    return bank


def right_by_four_neighbours(w, factors):
    N, M, K, _ = w.shape
    size = 2 * int(np.ceil(max(factors) * (K + 1) / 2)) - 1
    members, centre = [], (size - 1) / 2
    for factor in factors:
        at = (np.arange(size) - centre) / factor + (K - 1) / 2
        low = np.floor(at).astype(int)
        part = at - low
        member = 0
        for a in (0, 1):
            for b in (0, 1):
                rows, columns = low + a, low + b
                inside = ((rows >= 0) & (rows < K))[:, None] & ((columns >= 0) & (columns < K))
                cells = w[:, :, rows.clip(0, K - 1)][:, :, :, columns.clip(0, K - 1)]
                share = np.outer(part if a else 1 - part, part if b else 1 - part)
                member = member + np.where(inside, cells * share, 0)
        members.append(member / factor**2)
    return np.stack(members, axis=1)


@outcome("I33")
def wrong_nearest(w, factors):
    """Nearest cell."""
    N, M, K, _ = w.shape
    size = 2 * int(np.ceil(max(factors) * (K + 1) / 2)) - 1
    bank = np.zeros((N, len(factors), M, size, size))
    for r, factor in enumerate(factors):
        for i, j in np.ndindex(size, size):
            p = round((i - (size - 1) / 2) / factor + (K - 1) / 2)
            q = round((j - (size - 1) / 2) / factor + (K - 1) / 2)
            if 0 <= p < K and 0 <= q < K:
                bank[:, r, :, i, j] = w[:, :, p, q] / factor**2
    return bank


@outcome("I12")
def wrong_divided_once(w, factors):
    """Divided by the factor, not its square."""
    bank = right_cell_by_cell(w, factors)
    return bank * np.array(factors).reshape(1, -1, 1, 1, 1)


@outcome("I34")
def wrong_other_direction(w, factors):
    """Shrinks where it should enlarge."""
    N, M, K, _ = w.shape
    size = 2 * int(np.ceil(max(factors) * (K + 1) / 2)) - 1
    bank = np.zeros((N, len(factors), M, size, size))
    for r, factor in enumerate(factors):
        at = (np.arange(size) - (size - 1) / 2) * factor + (K - 1) / 2
        tent = np.maximum(0, 1 - np.abs(at[:, None] - np.arange(K)))
        bank[:, r] = np.einsum("ip,nmpq,jq->nmij", tent, w, tent) / factor**2
    return bank


@outcome("I32")
def wrong_corner_aligned(w, factors):
    """Corners aligned, not centres."""
    N, M, K, _ = w.shape
    size = 2 * int(np.ceil(max(factors) * (K + 1) / 2)) - 1
    bank = np.zeros((N, len(factors), M, size, size))
    for r, factor in enumerate(factors):
        at = np.arange(size) / factor
        tent = np.maximum(0, 1 - np.abs(at[:, None] - np.arange(K)))
        bank[:, r] = np.einsum("ip,nmpq,jq->nmij", tent, w, tent) / factor**2
    return bank
