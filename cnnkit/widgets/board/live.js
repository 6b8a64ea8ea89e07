// What explorers of live work share: their buttons, their drawings, and the names at the ends of lines.

const SVG = "http://www.w3.org/2000/svg";
// the buttons of a run that would do nothing in this state
export function idleButtons(state) {
  const runs = state === "running", waits = state === "paused" || state === "asleep";
  return { start: runs, pause: !runs && !waits, step: state === "stopping" || state === "ended" || state === "stopped", stop: !runs && !waits };
}

// names at the ends of lines: those that would overlap share the way around their middle, above the floor
export function spaced(places, least, floor) {
  const order = places.map((_, k) => k).sort((a, b) => places[a] - places[b]), blocks = [];
  for (const k of order) {
    let block = { names: [k], first: places[k] };
    for (let above; (above = blocks.at(-1)) && above.first + above.names.length * least > block.first; ) {
      const names = [...blocks.pop().names, ...block.names];
      const first = names.reduce((sum, name, n) => sum + places[name] - n * least, 0) / names.length;
      block = { names, first: Math.min(first, floor - (names.length - 1) * least) };
    }
    blocks.push(block);
  }
  const moved = [];
  for (const { names, first } of blocks) names.forEach((name, n) => (moved[name] = first + n * least));
  return moved;
}

// an element of a drawing
function node(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// a picture is an answer; a button that would do nothing now is pale, but keeps the focus that it has
function showRun(board, state) {
  board.attention.working(state === "running" || state === "stopping" || state === "asleep");
  for (const [name, pale] of Object.entries(idleButtons(state)))
    board.controls.inputs.get(name)?.box.firstChild.setAttribute("aria-disabled", pale);
  board.root.dataset.run = state;
}
