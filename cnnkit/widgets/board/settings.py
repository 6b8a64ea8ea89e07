"""What an explorer says of a plain setting, before its constructor works with it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from traitlets import Any, Float, HasTraits, Int, TraitError, TraitType

__all__ = ["WrongSetting", "check_names", "judge", "renamed"]


class WrongSetting(TraitError, ValueError):
    """What a constructor says of a setting: to be caught as the error of a trait, or of a value."""


def judge(owner: HasTraits, settings: dict) -> None:
    """Refuse a value that its trait could not have; what is asked of several settings at once is asked later.

    Raises
    ------
    WrongSetting
        If it is of another kind, too small or too large, or there is none of that name.

    Examples
    --------
    >>> from traitlets import Int
    >>> class Board(HasTraits):
    ...     stride = Int(1, min=1).tag(picture=True)
    >>> judge(Board(), {"stride": np.ones(2)})
    Traceback (most recent call last):
    cnnkit.widgets.board.settings.WrongSetting: stride is an array, but a single setting is needed; write for example stride=1
    """
    traits = owner.traits(picture=True)
    for name, value in settings.items():
        trait = traits.get(name)
        if trait is None or not hasattr(trait, "validate"):
            continue
        if isinstance(value, np.ndarray) and not isinstance(trait, Any):
            raise WrongSetting(f"{name} is an array, but a single setting is needed; write for example {name}={trait.default()!r}")
        if isinstance(trait, Int | Float):
            _check_number(name, value, trait)
        try:
            trait.validate(owner, value)
        except TraitError as reason:
            raise WrongSetting(str(reason)) from None


def _check_number(name: str, value: object, trait: TraitType) -> None:
    """True is a number for Python, and NaN lies within any bounds: neither is a setting."""
    if isinstance(value, bool | np.bool_) or (isinstance(value, float | np.floating) and not np.isfinite(value)):
        raise WrongSetting(f"{name} is {value}, but a finite number is needed; write for example {name}={trait.default()!r}")


def check_names(owner: HasTraits, names: Iterable[str], known: list[str]) -> None:
    """Refuse a name that is none of an explorer's settings.

    Raises
    ------
    TypeError
        With the settings that there are.

    Examples
    --------
    >>> check_names(HasTraits(), ["strides"], ["stride"])
    Traceback (most recent call last):
    TypeError: strides is no setting of HasTraits; it has: stride
    """
    unknown = sorted(name for name in names if not owner.has_trait(name))
    if unknown:
        raise TypeError(f"{unknown[0]} is no setting of {type(owner).__name__}; it has: {', '.join(known)}")


def renamed(new: str) -> property:
    """The old name of a setting.

    Examples
    --------
    >>> renamed("example").__doc__
    'example, by the name it had in the version before.'
    """
    return property(
        lambda self: getattr(self, new),
        lambda self, value: setattr(self, new, value),
        doc=f"{new}, by the name it had in the version before.",
    )
