"""Scanning with a filter bank and pooling over its members (lecture 4)."""

from __future__ import annotations

import numpy as np

from cnnkit.conv import conv2d
from cnnkit.shapes import (
    Pair,
    ShapeError,
    as_arrays,
    as_whole_numbers,
    check_rank,
    new_maps,
    whole_number,
)

__all__ = ["bank_conv2d", "bank_max", "bank_max_grad"]


def bank_conv2d(y, bank, *, stride: int | Pair = 1, padding: int | Pair = 0) -> np.ndarray:
    """Scan the maps with every member of every filter.

    Parameters
    ----------
    y : (T, M, H, W) array
        Input maps.
    bank : (N, R, M, K, K) array
        Filter bank.
    stride, padding
        As in `conv2d`.

    Returns
    -------
    (T, N, R, H_out, W_out) array

    Raises
    ------
    ShapeError
        If sizes or channels do not fit.

    Examples
    --------
    >>> bank_conv2d(np.ones((1, 1, 3, 3)), np.ones((2, 4, 1, 2, 2))).shape
    (1, 2, 4, 2, 2)
    """
    bank = check_bank(bank, "bank")
    z = conv2d(y, bank.reshape(-1, *bank.shape[2:]), stride=stride, padding=padding)
    return z.reshape(len(z), *bank.shape[:2], *z.shape[2:])


def bank_max(z) -> tuple[np.ndarray, np.ndarray]:
    """Pool over the bank: at every position the strongest member, and which one it was.

    Parameters
    ----------
    z : (T, N, R, H, W) array
        Maps of every member.

    Returns
    -------
    u : (T, N, H, W) array
        The maxima.
    winner : (T, N, H, W) array of int64
        The member that gave each; ties go to the first.

    Raises
    ------
    ShapeError
        If z does not have five axes.

    Examples
    --------
    >>> u, winner = bank_max(np.array([1.0, 3.0, 2.0]).reshape(1, 1, 3, 1, 1))
    >>> u.item(), winner.item()
    (3.0, 1)
    """
    (z,) = as_arrays(z=z)
    check_rank(z, "z", "(T, N, R, H, W)")
    winner = z.argmax(axis=2)
    return np.take_along_axis(z, winner[:, :, None], axis=2)[:, :, 0], winner


def bank_max_grad(du, winner, members: int) -> np.ndarray:
    """Gradient for the maps of every member: du where the member won, 0 elsewhere.

    Parameters
    ----------
    du : (T, N, H, W) array
        Gradient for the maxima.
    winner : (T, N, H, W) array of int64
        Of the forward pass.
    members : int
        R, the size of the bank.

    Returns
    -------
    (T, N, R, H, W) array

    Raises
    ------
    ShapeError
        If du and winner differ in shape, or a winner is not one of the members.
    TypeError
        If du is not real, or winner or members are not whole numbers.

    Examples
    --------
    >>> bank_max_grad(np.ones((1, 1, 1, 1)), np.array([[[[1]]]]), 3).ravel()
    array([0., 1., 0.])
    """
    (du,) = as_arrays(du=du)
    check_rank(du, "du", "(T, N, H, W)")
    winner = as_whole_numbers(winner, "winner", "pass the winner that bank_max returned")
    members = whole_number(members, "members")
    if du.shape != winner.shape:
        raise ShapeError(f"du has shape {du.shape}", f"winner has {winner.shape}",
                         "pass the winner of the same forward pass")
    if members < 1 or (winner.size and (winner.min() < 0 or winner.max() >= members)):
        run = f"winners run from {winner.min()} to {winner.max()}" if winner.size else f"members is {members}"
        needed = f"a bank of {members} has members 0 to {members - 1}" if members > 0 else "a bank has at least 1 member"
        raise ShapeError(run, needed, "pass the winner and the number of members of the forward pass")
    dz = new_maps((*du.shape[:2], members, *du.shape[2:]), du.dtype)
    dz[:] = 0
    np.put_along_axis(dz, winner[:, :, None], du[:, :, None], axis=2)
    return dz


def check_bank(bank, name: str, members: int | None = None, *, square: bool = False) -> np.ndarray:
    """Refuse what is not a bank of (N, R, M, K, K) filters with that many members, which are square where they turn."""
    (bank,) = as_arrays(bank=bank)
    check_rank(bank, name, "(N, R, M, K, K)")
    if members is not None and bank.shape[1] != members:
        raise ShapeError(f"{name} has {bank.shape[1]} members", f"{members} transforms were given",
                         "pass the transforms of the forward pass")
    if square and bank.shape[3] != bank.shape[4]:
        raise ShapeError(f"{name} has filters of {bank.shape[3:]}", "only square filters can be turned or scaled",
                         "pass the gradient of the whole bank")
    return bank
