"""One trait for every menu: a name out of a few, or the learner's own."""

from __future__ import annotations

from collections.abc import Mapping

from traitlets import TraitError, Unicode

from cnnkit.widgets.board.picture import Control

__all__ = ["OWN", "Choice"]

OWN = "given"


class Choice(Unicode):
    """A setting with names to choose from, and one more for what the learner brought.

    Parameters
    ----------
    options : mapping of str to str
        What each name is called on the menu.
    default : str
        The first choice.
    own : str
        The name of the learner's own, which the menu shows only while it is chosen.

    Raises
    ------
    TraitError
        When it is set to a name that is not there.

    Examples
    --------
    >>> from traitlets import HasTraits
    >>> class Board(HasTraits):
    ...     example = Choice({"worked": "integers"}, "worked")
    >>> Board(example="given").example
    'given'
    """

    def __init__(self, options: Mapping[str, str], default: str, own: str = OWN):
        super().__init__(default)
        self.options, self.own = options, own
        self.tag(sync=True, picture=True)

    def validate(self, owner, value) -> str:
        """The name, if there is one of that name."""
        if super().validate(owner, value) not in self.options and value != self.own:
            raise TraitError(f"there is no {self.name} {value!r}; there are {', '.join(self.options)}")
        return value

    def menu(self, owner, label: str, group: str = "what", hidden: bool = False) -> Control:
        """The control that chooses."""
        own = [(self.own, "your own")] if getattr(owner, self.name) == self.own else []
        options = (*self.options.items(), *own)
        return Control("menu", self.name, label, options=options, group=group, hidden=hidden)
