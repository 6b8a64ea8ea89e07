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

const isTab = (event) => event.key === "Tab" && !event.ctrlKey && !event.altKey && !event.metaKey && !event.defaultPrevented;

const cellOf = (root) => root.closest?.(".jp-Cell");

// Escape leads back to the cell, and Tab from the last stop to the cell below
function lead(root, event) {
  if (event.key === "Escape" && !event.defaultPrevented) cellOf(root)?.focus();
  const cell = isTab(event) && leaves(root, event.target, event.shiftKey) && cellOf(root);
  if (!cell) return;
  event.preventDefault(); // the next stop of the page may be fifty cells away: code is none
  (event.shiftKey ? cell : cell.nextElementSibling ?? cell).focus();
}

function enter(root, event) {
  const stop = firstStop(root);
  if (!stop) return;
  event.preventDefault();
  event.stopPropagation();
  stop.focus();
}

export function atKeyboard(root, signal) {
  const page = root.ownerDocument;
  let visited = false;
  // several may lead from one cell: its own output, and that of the cell above; the one made last goes first
  const waiting = page ? (page.ckWaiting ??= []) : [], me = { root, leads: () => !visited && leadsTo(page.activeElement, cellOf(root)) };
  waiting.push(me);
  signal.addEventListener?.("abort", () => waiting.splice(waiting.indexOf(me), 1));
  if (page?.addEventListener && !page.ckReports) serveReports(page);
  // JupyterLab would take arrows and letters for itself; Tab and Escape pass, so nobody is trapped
  root.addEventListener("keydown", (event) => {
    lead(root, event);
    if (event.key !== "Tab" && event.key !== "Escape") event.stopPropagation();
  }, { signal });
  root.addEventListener("focusin", () => {
    visited = true;
  }, { signal });
  page?.addEventListener?.("keydown", (event) => {
    if (isTab(event) && !event.shiftKey && waiting.findLast((one) => one.leads()) === me) enter(root, event);
  }, { signal, capture: true });
}

// --- reports and the page of progress have no script of their own: the first card or explorer of the notebook serves them ---

const REPORT = ".cnn-report";

// when a cell was run: the number beside it
const ranAt = (cell) => Number(/\d+/.exec(cell.querySelector(".jp-InputPrompt")?.textContent)?.[0] ?? 0);

function serveReports(page) {
  const visited = (page.ckReports = new WeakSet());
  page.addEventListener("focusin", ({ target }) => {
    const report = target.closest?.(REPORT);
    if (!report || visited.has(report)) return;
    visited.add(report);
    report.addEventListener("keydown", (event) => {
      lead(report, event);
      if (event.key === "Enter" || event.key === " ") event.stopPropagation(); // they unfold a hint
    });
  });
  page.addEventListener("keydown", (event) => {
    const selected = page.activeElement;
    if (!isTab(event) || event.shiftKey || !selected?.matches(".jp-Cell")) return;
    const cells = [selected, selected.previousElementSibling].filter(Boolean);
    const [report] = cells.flatMap((cell) => [...cell.querySelectorAll(REPORT)]).filter((one) => !visited.has(one) && firstStop(one))
      .sort((a, b) => ranAt(cellOf(b)) - ranAt(cellOf(a)));
    const rival = page.ckWaiting.findLast((one) => one.leads());
    if (report && !(rival && ranAt(cellOf(rival.root)) > ranAt(cellOf(report)))) enter(report, event);
  }, { capture: true });
}
