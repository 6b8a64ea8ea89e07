"""Patterns between what came and what is right, where no mistake of the catalogue fits.

Each is computed and holds in every case that is wrong; it says what the numbers show and never why.  The
files: `seen` (one result on one case), `finding` (the order of the search), `order` (axes, flips, shifts),
`amounts` (factors, constants, rounding), `given` (what an argument is made into), `places` (where the wrong
cells lie), `outline` (shapes).
"""

from cnnkit.grader.patterns.finding import pattern_of

__all__ = ["pattern_of"]
