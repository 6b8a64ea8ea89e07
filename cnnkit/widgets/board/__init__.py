'''What explorers share: pictures of grids, their links, the twin, the substitute, the base of all.

How to add an explorer
----------------------
A folder `cnnkit/widgets/<name>/` with an empty `__init__.py` and three files; the ones here are a whole explorer,
and a test makes it from this page.

`view.py`: arrays computed by the package, and which cells belong together; no browser library::

    from dataclasses import dataclass

    import numpy as np

    from cnnkit.pool import mean_pool2d
    from cnnkit.widgets.board.links import Link, Sum, windows


    @dataclass(frozen=True)
    class MeanView:
        y: np.ndarray
        u: np.ndarray
        kernel_size: int

        @property
        def links(self):
            share = Sum("1/%d·{y}" % self.kernel_size**2, head="{u@} = ")
            taken = windows(self.kernel_size, self.u.shape)
            return (
                Link("u y", [("u", "y")], taken, {"u": "y reads", "y": "u reads"}, {"u": share}, {"u": ("y", "u")},
                     scale=1 / self.kernel_size**2, name="window"),
            )


    def mean_view(y, kernel_size):
        return MeanView(y, mean_pool2d(y[None, None], kernel_size, stride=1)[0, 0], kernel_size)

`explorer.py`: traits, the inputs bound to them, and one `Picture` of grids, links, facts and notes::

    import numpy as np
    from traitlets import Int

    from cnnkit.widgets.board.explorer import Explorer
    from cnnkit.widgets.board.picture import Control, Grid, Picture

    from .view import mean_view


    class MeanExplorer(Explorer):
        """The mean of a window."""

        kernel_size = Int(2, min=1, max=4).tag(sync=True, picture=True)  # a change computes anew

        def controls(self):
            return [Control("slider", "kernel_size", "kernel size K", low=1, high=4, group="window")]

        def compute(self):
            view = mean_view(np.arange(30.0).reshape(5, 6) % 7, self.kernel_size)
            grids = (Grid("y", "Y(l−1)", view.y, "the map"), Grid("u", "U(l)", view.u, "its means"))
            return Picture(grids=grids, links=view.links, facts={"cells": self.kernel_size**2}, walk="u",
                           words="Every number of U is the mean of a window of Y.")

`light.js`: what the status line says of the cell in hand, and nothing else::

    export const words = (scene, at, lit) => (at.grid === "u"
      ? `The window has ${several(scene.facts.cells, "cell")}.`
      : `Read by ${several(beside(scene, at, "window", "u").length, "window")}.`);

    export default { render: (context) => openBoard(context, { words }) };

Grids, colours, hatch, crosses, keyboard, play and step, lights, arrows, sums, theme and the static twin come with it.

- `edit(grid, row, column, value)` is called when the learner types into an editable grid, `press(name)` for buttons
  other than "reset", which brings back the settings given at the start.
- A menu is a `Choice` (`choice.py`), a learner's function a `Substitute` (`substitute.py`), a picture of many parts
  goes to `picture.py`, examples to `examples.py`, a style of its own to `style.css`, work that goes on to `Live`
  (`live.py`). What takes more than a moment, once, is said by `awaited` (`awaited.py`).
- In `light.js` `at` is {grid, row, column}, counted from the first drawn cell, and `lit` has the `terms` and the
  `total` of its sum. `scene.grid(id)` has `.at(row, column)`, `.rows`, `.columns`, `.kind(row, column)`;
  `scene.table(name)` has `.at(...)` and `.shape`; `scene.facts` is as Python sent it. `words.js` has `several`, `beside`,
  `block`; `numbers.js` has `number`. The shared files stand in front of yours in one module: nothing is imported.
- An optional `panel(scene, element, board)` draws what is not a grid, below the grids, after every picture. One that
  can be walked puts `steps` into its facts and gets `walked(scene, step, board)`, step null for the whole.

Then name it in `cnnkit/widgets/__init__.py`, give the view a test against `cnnkit.reference`, the links a family in
`tests/test_widgets_lights.py`, and walk it by keyboard in `tests/browser/`.
'''
