"""Reading maps between their cells, and the way back: no table, no matrix, each place as it comes.

Place (r, c) lies between four cells.  Each has a share of it, which falls from 1 to 0 over the distance of one cell:

    value(r, c) = sum of map[i, j] * max(0, 1 - |r - i|) * max(0, 1 - |c - j|)

Outside the map is 0, and a cell without a share contributes nothing, whatever it holds.
"""

from math import floor

from .buffer import compiled

__all__ = ["read", "send_back"]


@compiled
def read(maps, rows, columns, step, values):
    """values[f, k] = map f at place k; the places of map f begin at f * step of `rows` and `columns`."""
    height, width = maps.shape[1:]
    for f in range(len(maps)):
        for k in range(values.shape[1]):
            r, c, total = rows[f * step + k], columns[f * step + k], 0.0
            if -1 < r < height and -1 < c < width:
                top, left = floor(r), floor(c)
                for i in range(max(top, 0), min(top + 2, height)):
                    for j in range(max(left, 0), min(left + 2, width)):
                        share = (1 - abs(r - i)) * (1 - abs(c - j))
                        if share > 0:
                            total += share * maps[f, i, j]
            values[f, k] = total


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
