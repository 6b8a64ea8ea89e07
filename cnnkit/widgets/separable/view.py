"""What SeparableExplorer shows: maps, their filters in groups, the weights that mix, and which cells belong together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.conv import conv2d
from cnnkit.widgets.board.links import Link, Sum, same, windows

__all__ = ["DRAWN", "SeparableView", "separable_view"]

DRAWN = 3  # maps that are drawn of all; what the others add to a sum is one term


@dataclass(frozen=True)
class SeparableView:
    """A layer that scans maps in groups and mixes the results (lecture 5.4).

    Parameters
    ----------
    y : (M, H, W) array
    w : (N, M, K, K) array for one group, else (M, M / groups, K, K)
    v : (N, M) array
        What mixes the scanned maps; with one group every output has scanned all maps, and nothing is left to mix.
    u, z : (M, H', W'), (N, H', W') arrays
        The maps between, and the result; the same with one group.
    groups : int
        1 is the full convolution, M the depth-wise one.
    """

    y: np.ndarray
    w: np.ndarray
    v: np.ndarray
    u: np.ndarray
    z: np.ndarray
    groups: int

    @property
    def full(self) -> bool:
        """Whether every output scans every map."""
        return self.groups == 1

    @property
    def depthwise(self) -> bool:
        """Whether every map is scanned alone."""
        return self.groups == len(self.y)

    @property
    def scanned(self) -> str:
        """What the grids of the scanned maps are called."""
        return "z" if self.full else "u"

    @property
    def meets(self) -> np.ndarray:
        """Which scanned map (row) reads which input map (column).

        Examples
        --------
        >>> separable_view(np.ones((2, 3, 3)), np.ones((2, 1, 3, 3)), np.ones((3, 2)), 2).meets.astype(int).tolist()
        [[1, 0], [0, 1]]
        """
        made, read = (np.arange(n) * self.groups // n for n in (len(self.w), len(self.y)))
        return made[:, None] == read

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Scanned map and input map of the filters that are drawn."""
        return [(int(o), int(i)) for o, i in np.argwhere(self.meets[:DRAWN, :DRAWN])]

    def filter(self, made: int, read: int) -> np.ndarray:
        """The filter under which a map is read for another, (K, K)."""
        return self.w[made, read % self.w.shape[1]]

    @property
    def tables(self) -> dict[str, np.ndarray]:
        """Maps between as the package has them, and what maps that are not drawn add to those that are."""
        hidden = self.meets.copy()
        hidden[:, :DRAWN] = False
        tables = {}
        for o in range(min(DRAWN, len(self.w))):
            read = np.flatnonzero(hidden[o])
            if len(read):
                some = np.stack([self.filter(o, i) for i in read])
                tables[f"scanned{o}"] = conv2d(self.y[None, read], some[None])[0, 0]
        if not self.full:
            tables |= {f"t{m}": self.u[m] for m in range(min(DRAWN, len(self.u)))}
            if len(self.u) > DRAWN:
                rest = np.tensordot(self.v[:DRAWN, DRAWN:], self.u[DRAWN:], 1)
                tables |= {f"mixed{n}": one for n, one in enumerate(rest)}
        return tables

    @property
    def links(self) -> tuple[Link, ...]:
        """Scans, mixtures, and the picture of who reads whom."""
        s, stops = self.scanned, self.z.shape[1:]
        maps = [(f"{s}{o}", f"y{i}", f"w{o}_{i}") for o, i in self.pairs]
        light = {"s": "y reads, w weight", "y": "s reads {w=}, w weight", "w": "y reads, s weight"}
        scan = Link("s y w", maps, windows(self.w.shape[2:], stops), light, {"s": Sum("{w}·{y}", head="{s@} = ")})
        meets = [
            Link("p s* w* y*", [("meets", f"{s}{o}", f"w{o}_{i}", f"y{i}")], np.array([[o * len(self.y) + i]]),
                 {"p": "s reads, w weight, y reads"}, name="meets")
            for o, i in self.pairs
        ]  # fmt: skip
        return scan, *self._rest("scanned", s, self.meets[:, DRAWN:].sum(axis=1)), *self._mixing(), *meets

    def _mixing(self) -> list[Link]:
        if self.full:
            return []
        links = []
        light = {"z": "u reads {v=}, v weight", "u": "z reads {v=}, v weight", "v": "u reads, z reads"}
        for n, m in np.ndindex(min(DRAWN, len(self.z)), min(DRAWN, len(self.u))):
            # rows and columns of z, v, u and the package's u, which the sum is made of
            cells = tuple(
                np.stack([k, np.full_like(k, place), k, k], axis=1)
                for k, place in ((np.arange(size), at) for size, at in zip(self.z.shape[1:], (n, m)))
            )
            grids = [(f"z{n}", "v", f"u{m}", f"t{m}")]
            links.append(Link("z v u t", grids, cells, light, {"z": Sum("{v}·{t}", head="{z@} = ")}, name="z v u"))
        return links + self._rest("mixed", "z", [max(0, len(self.u) - DRAWN)] * len(self.z))

    def _rest(self, table: str, grid: str, hidden) -> list[Link]:
        return [
            Link("s rest", [(f"{grid}{o}", f"{table}{o}")], same(self.z.shape[1:], 2),
                 sums={"s": Sum(f"… {count} maps not drawn: {{rest=}}" if count > 1 else "… one map not drawn: {rest=}")})
            for o, count in enumerate(hidden[:DRAWN]) if count
        ]  # fmt: skip


def separable_view(y, w, v, groups: int) -> SeparableView:
    """Scan maps in groups, then mix them; with one group, scan them all for every output.

    Parameters
    ----------
    y : (M, H, W) array
    w : (N, M, K, K) array for one group, else (M, M / groups, K, K)
    v : (N, M) array
    groups : int
        A divisor of M.

    Raises
    ------
    ShapeError
        As `cnnkit.conv2d`.

    Examples
    --------
    >>> separable_view(np.ones((2, 3, 3)), np.ones((2, 1, 3, 3)), np.array([[1.0, -2.0]]), 2).z.tolist()
    [[[-9.0]]]
    """
    u = conv2d(y[None], w, groups=groups)[0]
    z = u if groups == 1 else conv2d(u[None], v[:, :, None, None])[0]
    return SeparableView(y, w, v, u, z, groups)
