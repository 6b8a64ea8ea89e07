"""Programs from fresh hands: right ones in styles of their own, and wrong ones."""

import numpy as np

from tests.programs import outcome


def right_by_max(layer, y):
    def size(maps):
        return float(np.sqrt((maps**2).sum()))

    z = layer(y)
    gap = max(size(layer(np.rot90(y, r, (2, 3))) - np.rot90(z, r, (2, 3))) for r in range(1, 4))
    if gap == 0:
        return 0.0
    return gap / size(z) if size(z) > 0 else float("inf")


def right_turned_back(layer, y):
    z = layer(y)
    gaps = [np.linalg.norm(np.rot90(layer(np.rot90(y, r, (2, 3))), -r, (2, 3)) - z) for r in (1, 2, 3)]
    return 0.0 if max(gaps) == 0 else np.divide(max(gaps), np.linalg.norm(z))


def right_step_by_step(layer, y):
    z, worst = layer(y), 0.0
    size, turned, image = np.linalg.norm(z), z, y
    for _ in range(3):
        image, turned = np.rot90(image, axes=(2, 3)), np.rot90(turned, axes=(2, 3))
        gap = np.linalg.norm((layer(image) - turned).ravel())
        if gap > 0:
            worst = max(worst, gap / size if size else np.inf)
    return worst


@outcome("I29")
def wrong_mean_of_turns(layer, y):
    """The mean of the three turns."""
    z = layer(y)
    gaps = [np.linalg.norm(layer(np.rot90(y, r, (2, 3))) - np.rot90(z, r, (2, 3))) for r in (1, 2, 3)]
    return 0.0 if max(gaps) == 0 else np.mean(gaps) / np.linalg.norm(z)


@outcome("I27")
def wrong_invariance(layer, y):
    """Asks for invariance: the maps are not turned."""
    z = layer(y)
    gaps = [np.linalg.norm(layer(np.rot90(y, r, (2, 3))) - z) for r in (1, 2, 3)]
    return 0.0 if max(gaps) == 0 else max(gaps) / np.linalg.norm(z)


@outcome("I45")
def wrong_largest_cell(layer, y):
    """Largest cell in place of the length."""
    z = layer(y)
    gaps = [np.abs(layer(np.rot90(y, r, (2, 3))) - np.rot90(z, r, (2, 3))).max() for r in (1, 2, 3)]
    return 0.0 if max(gaps) == 0 else max(gaps) / np.abs(z).max()


@outcome("I30")
def wrong_by_image(layer, y):
    """Divided by |y|."""
    z = layer(y)
    gaps = [np.linalg.norm(layer(np.rot90(y, r, (2, 3))) - np.rot90(z, r, (2, 3))) for r in (1, 2, 3)]
    return 0.0 if max(gaps) == 0 else max(gaps) / np.linalg.norm(y)
