// Typing a new value into a cell.

// a small input over the cell: Enter keeps, Escape drops
function openEditor(board, start) {
  const view = board.views.get(board.at.grid), { row, column } = board.at;
  if (!view.data.editable || view.data.kind(row, column) !== CELL) return;
  const input = document.createElement("input");
  input.className = "ck-edit";
  input.setAttribute("aria-label", `new value of ${view.data.name} at row ${view.data.placeOf(row, column)[0]}, column ${view.data.placeOf(row, column)[1]}`);
  input.value = start || precise(view.data.at(row, column));
  const [x, y] = view.centre(row, column), box = board.scenery.getBoundingClientRect();
  Object.assign(input.style, { left: `${x - box.left - 28}px`, top: `${y - box.top - 15}px` });
  let open = true;
  const done = (keep) => {
    if (!open) return;
    open = false;
    const value = typed(input.value);
    input.remove();
    if (!keep) return;
    if (Number.isFinite(value)) board.model.send({ kind: "edit", grid: view.data.id, row, column, value });
    else board.warn(`"${input.value}" is not a number; the cell keeps ${number(view.data.at(row, column))}.`);
  };
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter" || event.key === "Escape") {
      done(event.key === "Enter");
      view.canvas.focus();
    }
  });
  input.addEventListener("blur", () => done(true));
  board.scenery.append(input);
  input.focus();
  if (!start) input.select();
}
