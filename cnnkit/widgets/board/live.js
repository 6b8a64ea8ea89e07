// What explorers of live work share: their buttons and the state of their run.

// the buttons of a run that would do nothing in this state
export function idleButtons(state) {
  const runs = state === "running", waits = state === "paused" || state === "asleep";
  return { start: runs, pause: !runs && !waits, step: state === "stopping" || state === "ended" || state === "stopped", stop: !runs && !waits };
}

// a picture is an answer; a button that would do nothing now is pale, but keeps the focus that it has
function showRun(board, state, { picked = false } = {}) {
  board.attention.working(state === "running" || state === "stopping" || state === "asleep");
  for (const [name, pale] of Object.entries(idleButtons(state)))
    board.controls.inputs.get(name)?.box.firstChild.setAttribute("aria-disabled", pale);
  // ten sentences a second are no help to a screen reader; the last one is, and those that a hand asks for
  board.status.parentElement.setAttribute("aria-live", state === "running" && !picked ? "off" : "polite");
  board.root.dataset.run = state;
}
