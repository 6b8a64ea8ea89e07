// Whoever plays without a mouse: Tab after Shift + Enter leads into what was just made, Escape back to its cell.

const REACHED = "input, select, button, summary, canvas[tabindex], [tabindex='0']";

// the first thing in an explorer that the Tab key would reach
function firstStop(root) {
  const stops = [...root.querySelectorAll(REACHED)].filter((one) => !one.disabled && one.getClientRects().length && !one.closest("[inert]"));
  return stops.find((one) => one.type !== "radio" || one.checked) ?? stops[0];
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
