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
    if (!tab || visited || event.defaultPrevented || !leadsTo(page.activeElement, cellOf())) return;
    const stop = firstStop(root);
    if (!stop) return;
    event.preventDefault();
    event.stopPropagation();
    stop.focus();
  }, { signal, capture: true });
}
