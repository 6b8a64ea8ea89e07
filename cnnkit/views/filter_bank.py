"""What FilterBankExplorer shows: one filter enumerated, its maps, the pooled map, and two meters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.filterbank import (
    bank_conv2d,
    bank_max,
    reflect_filters,
    rotate_filters,
    scale_filters,
)
from cnnkit.views.filter_bank_meters import apart
from cnnkit.views.filter_bank_turn import inside, turn

__all__ = ["BANKS", "BankView", "Meters", "bank_curve", "bank_view", "enumerate_filter"]

FACTORS = (1.0, 1.5, 2.0)
# the members of each kind of bank, as a learner reads them
BANKS = {
    "rotation4": ("0°", "90°", "180°", "270°"),
    "rotation8": ("0°", "45°", "90°", "135°", "180°", "225°", "270°", "315°"),
    "reflection": ("as it is", "mirrored"),
    "scale": tuple(f"× {factor:g}" for factor in FACTORS),
}
ANGLES = np.arange(0, 361, 15)


@dataclass(frozen=True)
class Meters:
    """How far the maps of the turned image are from what they should be; 0 is exact.

    Parameters
    ----------
    turns_along, one_filter : float
        Equivariance of the pooled bank and of its first filter alone: ‖pool(turn y) − turn(pool y)‖
        / ‖pool y‖.
    stays : float
        Invariance of the pooled map: ‖pool(turn y) − pool(y)‖ / ‖pool y‖.
    peak : float
        Invariance of the largest value of the pooled map.
    turned_only, turned_and_rolled : float
        The unpooled maps against those of the upright image, turned; and turned and rolled.
    """

    turns_along: float
    one_filter: float
    stays: float
    peak: float
    turned_only: float
    turned_and_rolled: float


@dataclass(frozen=True)
class BankView:
    """One filter as a bank, on an image and on the turned image (lecture 4).

    Parameters
    ----------
    kind : str
        One of `BANKS`.
    bank : (R, K', K') array
        The members.
    image, turned : (H, H) arrays
        The image upright, and mirrored if asked and then turned.
    upright, maps : (R, H', H') arrays
        Every member's map of the upright and of the turned image.
    pooled, winner : (H', H') arrays
        The strongest member of the turned image at each place, and which it was.
    expected : (H', H') array
        The pooled map of the upright image, turned: what `pooled` is for a bank that turns along.
    tied : (H', H') bool array
        Places where all members agree, so that nobody wins.
    steps : int
        By how many places the bank rolls under this turn.
    whole : bool
        Whether the meters compare whole maps (quarter turns) or the disc that no corner leaves.
    meters : Meters
    """

    kind: str
    bank: np.ndarray
    image: np.ndarray
    turned: np.ndarray
    upright: np.ndarray
    maps: np.ndarray
    pooled: np.ndarray
    winner: np.ndarray
    expected: np.ndarray
    tied: np.ndarray
    steps: int
    whole: bool
    meters: Meters
    angle: float
    mirrored: bool

    def rearranged(self, rolled: bool) -> np.ndarray:
        """The maps of the upright image turned, and rolled along the bank if asked.

        Examples
        --------
        >>> view = bank_view(np.arange(25.0).reshape(5, 5), np.arange(9.0).reshape(3, 3), angle=90)
        >>> bool((view.maps == view.rearranged(True)).all())
        True
        """
        return _moved(self.upright, self.angle, self.mirrored, self.steps if rolled else 0)


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
    angle: float = 0,
    mirrored: bool = False,
    whole: bool | None = None,
) -> BankView:
    """Scan the image and the turned image with every member, and hold them against each other.

    Parameters
    ----------
    image : (H, H) array
        A square image.
    w : (K, K) array
        One filter.
    kind : str
        One of `BANKS`.
    angle : float
        By which the image is turned, in degrees, counter-clockwise.
    mirrored : bool
        Whether it is mirrored left–right before.
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
    >>> meters = bank_view(image, w, angle=90).meters
    >>> meters.turns_along, meters.turned_and_rolled, meters.peak
    (0.0, 0.0, 0.0)
    """
    image = np.asarray(image, dtype=np.float64)
    bank = enumerate_filter(w, kind)
    turned = _moved(image, angle, mirrored)
    upright, maps = _scan(image, bank), _scan(turned, bank)
    (before, _), (pooled, winner) = _pool(upright), _pool(maps)
    expected, steps = _moved(before, angle, mirrored), _steps(kind, angle, mirrored)
    whole = angle % 90 == 0 if whole is None else whole
    seen = np.ones(pooled.shape, bool) if whole else inside(len(pooled), bank.shape[-1])
    moved = _moved(upright, angle, mirrored)
    rolled = np.roll(moved, steps, axis=0)
    meters = Meters(
        turns_along=apart(pooled[seen], expected[seen]),
        one_filter=apart(maps[0][seen], moved[0][seen]),
        stays=apart(pooled[seen], before[seen]),
        peak=apart([pooled[seen].max()], [before[seen].max()]),
        turned_only=apart(maps[:, seen], moved[:, seen]),
        turned_and_rolled=apart(maps[:, seen], rolled[:, seen]),
    )
    return BankView(
        kind=kind, bank=bank, image=image, turned=turned, upright=upright, maps=maps,
        pooled=pooled, winner=winner, expected=expected, tied=(maps == maps[0]).all(axis=0),
        steps=steps, whole=whole, meters=meters, angle=angle, mirrored=mirrored,
    )  # fmt: skip


def bank_curve(image, w, kind: str = "rotation4") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The equivariance error over the angle: of the pooled bank, and of its first filter alone.

    Returns
    -------
    angles, bank, one_filter : three arrays of one length
        Angles in degrees from 0 to 360.

    Examples
    --------
    >>> angles, bank, one = bank_curve(np.eye(8), np.arange(9.0).reshape(3, 3))
    >>> bank[angles % 90 == 0].tolist(), bool((one[angles == 90] > 0).all())
    ([0.0, 0.0, 0.0, 0.0, 0.0], True)
    """
    # one measure for all angles: the disc, also at quarter turns
    found = [bank_view(image, w, kind=kind, angle=int(a), whole=False).meters for a in ANGLES]
    bank = np.array([one.turns_along for one in found])
    return ANGLES.copy(), bank, np.array([one.one_filter for one in found])


def _scan(image: np.ndarray, bank: np.ndarray) -> np.ndarray:
    return bank_conv2d(image[None, None], bank[None, :, None])[0, 0]


def _pool(maps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    pooled, winner = bank_max(maps[None, None])
    return pooled[0, 0], winner[0, 0]


def _moved(maps: np.ndarray, angle: float, mirrored: bool, steps: int = 0) -> np.ndarray:
    maps = turn(maps[..., ::-1] if mirrored else maps, angle)
    return np.roll(maps, steps, axis=0) if steps else maps


def _steps(kind: str, angle: float, mirrored: bool) -> int:
    """Places by which the bank rolls, the nearest whole number for angles between its members."""
    count = len(BANKS[kind])
    if kind.startswith("rotation"):
        return round(angle * count / 360) % count
    return int(mirrored) if kind == "reflection" else 0
