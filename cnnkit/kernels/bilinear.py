"""Reading maps between their cells, and the way back: no table, no matrix, each place as it comes.

Place (r, c) lies between four cells.  Each has a share of it, which falls from 1 to 0 over the distance of one cell:

    value(r, c) = sum of map[i, j] * max(0, 1 - |r - i|) * max(0, 1 - |c - j|)

A place may also reach further, for a mean: with `steep` = 1 / reach, shares are steep * max(0, 1 - steep * |r - i|).
Outside the map is 0, and a cell without a share contributes nothing, whatever it holds.
"""

from math import ceil, floor

from .buffer import compiled

__all__ = ["read", "send_back"]


@compiled
def read(maps, rows, columns, step, steep, values):
    """values[f, k] = map f at place k; the places of map f begin at f * step of `rows` and `columns`."""
    height, width = maps.shape[1:]
    for f in range(len(maps)):
        slope = steep[f]
        reach = 1 / slope
        for k in range(values.shape[1]):
            r, c, total = rows[f * step + k], columns[f * step + k], 0.0
            if -reach < r < height - 1 + reach and -reach < c < width - 1 + reach:
                for i in range(floor(max(r - reach, -1.0)) + 1, ceil(min(r + reach, height))):
                    for j in range(floor(max(c - reach, -1.0)) + 1, ceil(min(c + reach, width))):
                        share = (1 - abs(r - i) * slope) * (1 - abs(c - j) * slope)
                        if share > 0:
                            total += share * maps[f, i, j]
            values[f, k] = total * slope * slope


@compiled
def send_back(dvalues, rows, columns, step, sums):
    """sums[f, i, j] += the shares of all places in that cell, times their gradients; sums are double."""
    height, width = sums.shape[1:]
    for f in range(len(sums)):
        for k in range(dvalues.shape[1]):
            r, c = rows[f * step + k], columns[f * step + k]
            if -1 < r < height and -1 < c < width:
                top, left = floor(r), floor(c)
                for i in range(max(top, 0), min(top + 2, height)):
                    for j in range(max(left, 0), min(left + 2, width)):
                        share = (1 - abs(r - i)) * (1 - abs(c - j))
                        if share > 0:
                            sums[f, i, j] += share * dvalues[f, k]
