"""Programs of the kinds that people were seen to write."""

import numpy as np

from tests.programs import outcome


@outcome("I28")
def wrong_one(layer, y):
    """one turn"""
    straight = layer(y)
    gaps = []
    for k in (1,):
        moved = layer(np.rot90(y, k, axes=(2, 3)))
        gaps.append(np.linalg.norm(moved - np.rot90(straight, k, axes=(2, 3))))
    size = np.linalg.norm(straight)
    return 0.0 if max(gaps) == 0 else max(gaps) / size


@outcome("I28")
def wrong_two(layer, y):
    """two turns"""
    straight = layer(y)
    gaps = []
    for k in (1, 2):
        moved = layer(np.rot90(y, k, axes=(2, 3)))
        gaps.append(np.linalg.norm(moved - np.rot90(straight, k, axes=(2, 3))))
    size = np.linalg.norm(straight)
    return 0.0 if max(gaps) == 0 else max(gaps) / size


@outcome("I29")
def wrong_mean(layer, y):
    """mean"""
    straight = layer(y)
    gaps = []
    for k in (1, 2, 3):
        moved = layer(np.rot90(y, k, axes=(2, 3)))
        gaps.append(np.linalg.norm(moved - np.rot90(straight, k, axes=(2, 3))))
    size = np.linalg.norm(straight)
    return 0.0 if max(gaps) == 0 else np.mean(gaps) / size


@outcome("I30")
def wrong_abs(layer, y):
    """not relative"""
    straight = layer(y)
    gaps = []
    for k in (1, 2, 3):
        moved = layer(np.rot90(y, k, axes=(2, 3)))
        gaps.append(np.linalg.norm(moved - np.rot90(straight, k, axes=(2, 3))))
    size = np.linalg.norm(straight)
    return max(gaps)


@outcome("I31")
def wrong_nan(layer, y):
    """0/0"""
    straight = layer(y)
    gaps = []
    for k in (1, 2, 3):
        moved = layer(np.rot90(y, k, axes=(2, 3)))
        gaps.append(np.linalg.norm(moved - np.rot90(straight, k, axes=(2, 3))))
    size = np.linalg.norm(straight)
    return max(gaps) / size


@outcome("I30")
def wrong_input(layer, y):
    """to the input"""
    straight = layer(y)
    gaps = []
    for k in (1, 2, 3):
        moved = layer(np.rot90(y, k, axes=(2, 3)))
        gaps.append(np.linalg.norm(moved - np.rot90(straight, k, axes=(2, 3))))
    size = np.linalg.norm(y)
    return 0.0 if max(gaps) == 0 else max(gaps) / size


@outcome("I10")
def wrong_back(layer, y):
    """turned back"""
    straight = layer(y)
    gaps = []
    for k in (1, 2, 3):
        moved = layer(np.rot90(y, k, axes=(2, 3)))
        gaps.append(np.linalg.norm(moved - np.rot90(straight, -k, axes=(2, 3))))
    size = np.linalg.norm(straight)
    return 0.0 if max(gaps) == 0 else max(gaps) / size


@outcome("I27")
def wrong_inv(layer, y):
    """invariance"""
    straight = layer(y)
    gaps = []
    for k in (1, 2, 3):
        moved = layer(np.rot90(y, k, axes=(2, 3)))
        gaps.append(np.linalg.norm(moved - straight))
    size = np.linalg.norm(straight)
    return 0.0 if max(gaps) == 0 else max(gaps) / size


@outcome("I44")
def wrong_square(layer, y):
    """squared"""
    straight = layer(y)
    gaps = []
    for k in (1, 2, 3):
        moved = layer(np.rot90(y, k, axes=(2, 3)))
        gaps.append(((moved - np.rot90(straight, k, axes=(2, 3))) ** 2).sum())
    size = (straight ** 2).sum()
    return 0.0 if max(gaps) == 0 else max(gaps) / size


@outcome("I45")
def wrong_maxnorm(layer, y):
    """max norm"""
    straight = layer(y)
    gaps = []
    for k in (1, 2, 3):
        moved = layer(np.rot90(y, k, axes=(2, 3)))
        gaps.append(np.abs(moved - np.rot90(straight, k, axes=(2, 3))).max())
    size = np.abs(straight).max()
    return 0.0 if max(gaps) == 0 else max(gaps) / size


@outcome("I45")
def wrong_sumabs(layer, y):
    """sum abs"""
    straight = layer(y)
    gaps = []
    for k in (1, 2, 3):
        moved = layer(np.rot90(y, k, axes=(2, 3)))
        gaps.append(np.abs(moved - np.rot90(straight, k, axes=(2, 3))).sum())
    size = np.abs(straight).sum()
    return 0.0 if max(gaps) == 0 else max(gaps) / size


@outcome(nothing=True)
def wrong_eps(layer, y):
    """eps"""
    straight = layer(y)
    gaps = []
    for k in (1, 2, 3):
        moved = layer(np.rot90(y, k, axes=(2, 3)))
        gaps.append(np.linalg.norm(moved - np.rot90(straight, k, axes=(2, 3))))
    size = np.linalg.norm(straight)
    return max(gaps) / (size + 1e-3)


@outcome("I29")
def wrong_sum(layer, y):
    """sum"""
    straight = layer(y)
    gaps = []
    for k in (1, 2, 3):
        moved = layer(np.rot90(y, k, axes=(2, 3)))
        gaps.append(np.linalg.norm(moved - np.rot90(straight, k, axes=(2, 3))))
    size = np.linalg.norm(straight)
    return 0.0 if max(gaps) == 0 else sum(gaps) / size


@outcome("I29")
def wrong_min(layer, y):
    """min"""
    straight = layer(y)
    gaps = []
    for k in (1, 2, 3):
        moved = layer(np.rot90(y, k, axes=(2, 3)))
        gaps.append(np.linalg.norm(moved - np.rot90(straight, k, axes=(2, 3))))
    size = np.linalg.norm(straight)
    return 0.0 if max(gaps) == 0 else min(gaps) / size


@outcome(nothing=True)
def wrong_four(layer, y):
    """with k = 0 mean"""
    straight = layer(y)
    gaps = []
    for k in range(4):
        moved = layer(np.rot90(y, k, axes=(2, 3)))
        gaps.append(np.linalg.norm(moved - np.rot90(straight, k, axes=(2, 3))))
    size = np.linalg.norm(straight)
    return 0.0 if max(gaps) == 0 else np.mean(gaps) / size
