"""What explorers share: pictures of grids, the twin, the substitute, the base of all.

How to add an explorer
----------------------
1. `cnnkit/views/<name>.py`: a frozen dataclass of arrays, computed by the package, and nothing else.
2. `cnnkit/widgets/<name>.py`: a subclass of `Explorer`::

       class ScanExplorer(Explorer):
           script = "scan.js"
           stride = Int(1, min=1, max=4).tag(sync=True, picture=True)   # a change computes anew

           def controls(self):            # native inputs, bound to the traits of the same names
               return [Control("slider", "stride", "stride", low=1, high=4, group="layer")]

           def compute(self):             # one Picture: grids, link tables, facts, notes
               return Picture(grids=(Grid("y", "Y(l−1)", self.y, "input"), ...), walk="z")

   Grids, colours, hatch, crosses, keyboard, play and step, theme and the static twin come with it.
   `edit(grid, row, column, value)` is called when the learner types into an editable grid,
   `press(name)` for buttons other than "reset", which brings back the traits given at the start.
3. `cnnkit/widgets/static/<name>.js`: what one cell lights up, and what the status line says::

       const light = (scene, at) => ({
         cells: [{grid: "z", row: 0, column: 1, role: "reads", badge: "w(0,1)"}],
         arrows: [{from: {grid: "y", row: 0, column: 0}, to: {grid: "z", row: 0, column: 1}}],
         sum: [{text: "2·3", role: "reads"}, {text: " = 6"}],
         words: "row 0, column 1 of Y feeds ...",
       });
       export default { render: (context) => openBoard(context, { light }) };

   `at` is {grid, row, column}, counted from the first drawn cell; `scene.grid(id)` has `.at(row,
   column)`, `.rows`, `.columns`, `.kind(row, column)`; `scene.table(name)` has `.at(...)` and
   `.shape`; `scene.facts` is as Python sent it; `scene.get(trait)` reads a trait.  `cells.js` has
   `number`, `factor`, `sumOf` for sentences.  The shared files stand in front of yours in one
   module, so nothing is imported.  An optional `panel(scene, element, board)` draws anything that
   is not a grid, below the grids, after every new picture.  A panel that can be walked puts
   `steps` into its facts and gets `walked(scene, step, board)`, step null for the whole.
4. Name it in `cnnkit/widgets/__init__.py`; test views without a browser, links with `node --test`,
   and walk it by keyboard in `tests/browser/`.
"""
