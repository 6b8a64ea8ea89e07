"""What FilterBankExplorer shows: one filter enumerated, its maps, the pooled map, and two meters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cnnkit.filterbank import (
    bank_conv2d,
    bank_max,
    reflect_filters,
    rotate_filters,
    scale_filters,
)
from cnnkit.filterbank.equivariance import apart
from cnnkit.numbers import precise
from cnnkit.widgets.board.links import Link, Sum, alike, same, windows
from cnnkit.widgets.filter_bank.movement import STILL, Movement

__all__ = ["BANKS", "BankView", "Meters", "bank_curve", "bank_view", "enumerate_filter"]

FACTORS = (1.0, 1.5, 2.0)
# the members of each kind of bank, as a learner reads them
BANKS = {
    "rotation4": ("0°", "90°", "180°", "270°"),
    "rotation8": ("0°", "45°", "90°", "135°", "180°", "225°", "270°", "315°"),
    "reflection": ("as it is", "mirrored"),
    "scale": tuple(f"× {precise(factor)}" for factor in FACTORS),
}
ANGLES = np.arange(0, 361, 15)
SIZES = np.arange(1, 2.01, 0.0625)


@dataclass(frozen=True)
class Meters:
    """How far the maps of the moved image are from what they should be; 0 is exact.

    Parameters
    ----------
    follows, one_filter : float
        Equivariance of the pooled bank and of its first filter alone: ‖pool(move y) − move(pool y)‖
        / ‖pool y‖.
    stays : float
        Invariance of the pooled map: ‖pool(move y) − pool(y)‖ / ‖pool y‖.
    peak : float
        Invariance of the largest value of the pooled map.
    moved_only, moved_and_rolled : float
        The unpooled maps against those of the upright image, moved; and moved and rolled.
    """

    follows: float
    one_filter: float
    stays: float
    peak: float
    moved_only: float
    moved_and_rolled: float


@dataclass(frozen=True)
class BankView:
    """One filter as a bank, on an image and on the moved image (lecture 4).

    Parameters
    ----------
    kind : str
        One of `BANKS`.
    bank : (R, K', K') array
        The members.
    image, moved : (H, H) arrays
        The image upright, and after the movement.
    upright, maps : (R, H', H') arrays
        Every member's map of the upright and of the moved image.
    pooled, winner : (H', H') arrays
        The strongest member of the moved image at each place, and which it was.
    before, expected : (H', H') arrays
        The pooled map of the upright image; and moved: what `pooled` is for a bank that follows.
    tied : (H', H') bool array
        Places where all members agree, so that nobody wins.
    steps : int
        By how many places the bank rolls under this movement.
    whole : bool
        Whether the meters compare whole maps (quarter turns) or the disc that no corner leaves.
    movement : Movement
    stride : int
    """

    kind: str
    bank: np.ndarray
    image: np.ndarray
    moved: np.ndarray
    upright: np.ndarray
    maps: np.ndarray
    pooled: np.ndarray
    winner: np.ndarray
    before: np.ndarray
    expected: np.ndarray
    tied: np.ndarray
    steps: int
    whole: bool
    movement: Movement
    stride: int

    @property
    def remainder(self) -> int:
        """Rows and columns of the image that no window reads."""
        return (len(self.image) - self.bank.shape[-1]) % self.stride

    @property
    def orphans(self) -> int:
        """Members that no member of the upright image rolls into: sizes do not go round in a circle.

        Examples
        --------
        >>> bank_view(np.ones((9, 9)), np.ones((3, 3)), kind="scale", movement=Movement(factor=2)).orphans
        2
        """
        return self.steps if self.kind == "scale" else 0

    @cached_property
    def meters(self) -> Meters:
        """How far all of them are from what they should be."""
        side, k, moved = len(self.pooled), self.bank.shape[-1], self.rearranged(False)
        seen = self.movement.compared(side, k, self.stride, self.whole)
        came_from = np.roll(seen, -(self.movement.shift // self.stride), axis=1)
        kept = slice(self.orphans, None)
        return Meters(
            follows=apart(self.pooled[seen], self.expected[seen]),
            one_filter=apart(self.maps[0][seen], moved[0][seen]),
            stays=apart(self.pooled[seen], self.before[seen]),
            peak=apart(_peak(self.pooled[seen]), _peak(self.before[came_from])),
            moved_only=apart(self.maps[:, seen], moved[:, seen]),
            moved_and_rolled=apart(self.maps[kept, seen], self.rearranged(True)[kept, seen]),
        )

    def rearranged(self, rolled: bool) -> np.ndarray:
        """The maps of the upright image moved, and rolled along the bank if asked.

        Examples
        --------
        >>> image, w = np.arange(25.0).reshape(5, 5), np.arange(9.0).reshape(3, 3)
        >>> view = bank_view(image, w, movement=Movement(angle=90))
        >>> bool((view.maps == view.rearranged(True)).all())
        True
        """
        maps = self.movement.of(self.upright, self.stride)
        if rolled:
            maps = np.roll(maps, self.steps, axis=0)
            maps[: self.orphans] = 0
        return maps


    @property
    def pooled_links(self) -> tuple[Link, ...]:
        """A place in all maps, the pixels below it, the member that won it, and each member beside its map."""
        count, size = len(self.maps), self.pooled.shape
        maps, ends = [f"m{r}" for r in range(count)], ("u", "winner", "gap")
        most = Sum(tuple(f"{{{name}=}}" for name in maps), "max", "{u@} = ", ("max(", ")"))
        places = [*ends, *maps]
        won = [self._won(r, [name for name in places if name != f"m{r}"]) for r in range(count)]
        return (
            alike(size, places, sums=dict.fromkeys(places, most)),
            *won,
            self._members(),
            *self._below(places, "u"),
        )

    @property
    def unpooled_links(self) -> tuple[Link, ...]:
        """A place in a member's map, in the upright one moved, and in what lies between."""
        count, places = len(self.maps), [f"{letter}{r}" for letter in "msd" for r in range(len(self.maps))]
        three = {"m": "s reads, d reads", "s": "m reads, d reads", "d": "m reads, s reads"}
        off = dict.fromkeys("msd", Sum(("{m=}", "{s}"), "minus", "{d@} = "))
        grids = [(f"m{r}", f"s{r}", f"d{r}") for r in range(count)]
        return Link("m s d", grids, same(self.pooled.shape, 3), three, off), *self._below(places, "m0")

    def _won(self, r: int, places) -> Link:
        cells = np.flatnonzero((self.winner == r) & ~self.tied)
        pairs = [(name, f"m{r}", f"b{r}") for name in places]
        return Link("at m b*", pairs, np.stack([cells, cells], axis=1), {"at": "m weight, b weight"})

    def _members(self) -> Link:
        pairs = [(f"m{r}", f"b{r}") for r in range(len(self.maps))]
        return Link("m b*", pairs, same(self.pooled.shape), {"m": "b weight", "b": "m reads"})

    def _below(self, places, read_by: str) -> tuple[Link, ...]:
        taps = windows(self.bank.shape[-1], self.pooled.shape, self.stride)
        pairs = tuple(axis[:, :2] for axis in taps)
        return (
            Link("at image", [(name, "image") for name in places], pairs, {"at": "image reads"}),
            Link("map image", [(read_by, "image")], pairs, {"image": "map reads"}),
        )


def enumerate_filter(w, kind: str = "rotation4") -> np.ndarray:
    """The bank of one filter: (K, K) → (R, K', K').

    Lecture 4.  Rotation and reflection keep the size; the scaled bank takes its largest member's.

    Raises
    ------
    ValueError
        If there is no such kind.

    Examples
    --------
    >>> enumerate_filter([[1.0, 2.0], [3.0, 4.0]])[1].tolist()
    [[2.0, 4.0], [1.0, 3.0]]
    """
    if kind not in BANKS:
        raise ValueError(f"there is no bank {kind!r}; there are {', '.join(BANKS)}")
    filters = np.asarray(w, dtype=np.float64)[None, None]
    if kind == "reflection":
        bank = reflect_filters(filters)
    elif kind == "scale":
        bank = scale_filters(filters, FACTORS)
    else:
        count = len(BANKS[kind])
        bank = rotate_filters(filters, [360 * r / count for r in range(count)])
    return bank[0, :, 0]


def bank_view(
    image,
    w,
    *,
    kind: str = "rotation4",
    movement: Movement = STILL,
    stride: int = 1,
    whole: bool | None = None,
) -> BankView:
    """Scan the image and the moved image with every member, and hold them against each other.

    Parameters
    ----------
    image : (H, H) array
        A square image.
    w : (K, K) array
        One filter.
    kind : str
        One of `BANKS`.
    movement : Movement
        What is done to the image.
    stride : int
        Of the scan.
    whole : bool, optional
        Whether the meters compare whole maps; by default at quarter turns, else a disc.

    Raises
    ------
    ShapeError
        If the filter is larger than the image.
    ValueError
        If there is no such kind.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> image, w = rng.integers(0, 9, (8, 8)), rng.integers(-4, 5, (3, 3))
    >>> meters = bank_view(image, w, movement=Movement(angle=90)).meters
    >>> meters.follows, meters.moved_and_rolled, meters.peak
    (0.0, 0.0, 0.0)
    """
    image = np.asarray(image, dtype=np.float64)
    bank = enumerate_filter(w, kind)
    moved = movement.of(image)
    upright, maps = _scan(image, bank, stride), _scan(moved, bank, stride)
    before, (pooled, winner) = _pool(upright)[0], _pool(maps)
    whole = movement.angle % 90 == 0 if whole is None else whole
    return BankView(
        kind=kind, bank=bank, image=image, moved=moved, upright=upright, maps=maps,
        pooled=pooled, winner=winner, before=before, expected=movement.of(before, stride),
        tied=(maps == maps[0]).all(axis=0), steps=_steps(kind, movement), whole=whole,
        movement=movement, stride=stride,
    )  # fmt: skip


def bank_curve(image, w, kind: str = "rotation4", stride: int = 1):
    """The equivariance error over the turn: of the pooled bank, and of its first filter alone.

    For the bank of sizes it is the error over the enlargement.

    Returns
    -------
    amounts, bank, one_filter : three arrays of one length
        Angles in degrees from 0 to 360, or factors from 1 to 2; the two errors.

    Examples
    --------
    >>> angles, bank, one = bank_curve(np.eye(8), np.arange(9.0).reshape(3, 3))
    >>> bank[angles % 90 == 0].tolist(), bool((one[angles == 90] > 0).all())
    ([0.0, 0.0, 0.0, 0.0, 0.0], True)
    """
    if kind == "scale":
        amounts, movements = SIZES, [Movement(factor=float(factor)) for factor in SIZES]
    else:
        amounts, movements = ANGLES, [Movement(angle=int(angle)) for angle in ANGLES]
    # one measure for all angles: the disc, also at quarter turns
    found = [
        bank_view(image, w, kind=kind, movement=one, stride=stride, whole=kind == "scale").meters
        for one in movements
    ]
    bank = np.array([meters.follows for meters in found])
    return amounts.copy(), bank, np.array([meters.one_filter for meters in found])


def _peak(cells: np.ndarray) -> np.ndarray:
    return cells.max(keepdims=True) if cells.size else cells


def _scan(image: np.ndarray, bank: np.ndarray, stride: int) -> np.ndarray:
    return bank_conv2d(image[None, None], bank[None, :, None], stride=stride)[0, 0]


def _pool(maps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    pooled, winner = bank_max(maps[None, None])
    return pooled[0, 0], winner[0, 0]


def _steps(kind: str, movement: Movement) -> int:
    """Places by which the bank rolls, the nearest whole number between its members."""
    count = len(BANKS[kind])
    if kind.startswith("rotation"):
        return round(movement.angle * count / 360) % count
    if kind == "scale":
        return int(np.abs(np.subtract(FACTORS, movement.factor)).argmin())
    return int(movement.mirrored)
