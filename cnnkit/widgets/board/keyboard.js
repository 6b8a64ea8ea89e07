// Whoever plays without a mouse: Tab after Shift + Enter leads into what was just made, Escape back to its cell,
// and Tab behind the last thing to the cell below.

const REACHED = "input, select, button, summary, canvas[tabindex], [tabindex='0']";

// what the Tab key can reach in an explorer
const stopsOf = (root) => [...root.querySelectorAll(REACHED)].filter((one) => !one.disabled && one.getClientRects().length && !one.closest("[inert]"));

function firstStop(root) {
  const stops = stopsOf(root), [first] = stops;
  if (first?.type !== "radio") return first;
  return stops.find((one) => one.type === "radio" && one.name === first.name && one.checked) ?? first;
}

// whether the Tab key would leave the explorer: nothing more stands in its way; of radio buttons a group is one stop
function leaves(root, from, back) {
  const beyond = back ? 2 : 4; // DOCUMENT_POSITION_PRECEDING and _FOLLOWING
  return !stopsOf(root).some((one) => from.compareDocumentPosition(one) & beyond && !one.contains(from)
    && !(one.type === "radio" && from.type === "radio" && one.name === from.name));
}

// Whether Tab leads from a selected cell into this output: from its own cell, or from the one that
// Shift + Enter selects after it.
export const leadsTo = (selected, cell) => Boolean(cell) && (selected === cell || selected === cell.nextElementSibling);

export function atKeyboard(root, signal) {
  const page = root.ownerDocument, cellOf = () => root.closest?.(".jp-Cell");
  let visited = false;
  // several may lead from one cell: its own output, and that of the cell above; the one made last goes first
  const waiting = page ? (page.ckWaiting ??= []) : [], me = { leads: () => !visited && leadsTo(page.activeElement, cellOf()) };
  waiting.push(me);
  signal.addEventListener?.("abort", () => waiting.splice(waiting.indexOf(me), 1));
  // JupyterLab would take arrows and letters for itself; Tab and Escape pass, so nobody is trapped
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) cellOf()?.focus();
    const tab = event.key === "Tab" && !event.ctrlKey && !event.altKey && !event.metaKey && !event.defaultPrevented;
    const cell = tab && leaves(root, event.target, event.shiftKey) && cellOf();
    if (cell) { // the next stop of the page may be fifty cells away: code is none
      event.preventDefault();
      (event.shiftKey ? cell : cell.nextElementSibling ?? cell).focus();
    }
    if (event.key !== "Tab" && event.key !== "Escape") event.stopPropagation();
  }, { signal });
  root.addEventListener("focusin", () => {
    visited = true;
  }, { signal });
  page?.addEventListener?.("keydown", (event) => {
    const tab = event.key === "Tab" && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (!tab || event.defaultPrevented || waiting.findLast((one) => one.leads()) !== me) return;
    const stop = firstStop(root);
    if (!stop) return;
    event.preventDefault();
    event.stopPropagation();
    stop.focus();
  }, { signal, capture: true });
}
