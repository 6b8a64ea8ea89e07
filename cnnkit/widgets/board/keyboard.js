// Keys between the notebook and a widget: Tab goes into the output just made, Escape back to its cell.

const REACHED = "input:not(:disabled), select:not(:disabled), button:not(:disabled), summary, a[href], [tabindex='0']";

class Keyboard {
  constructor(root, signal) {
    this.root = root;
    document.ckNewest = root; // the one drawn last, until the keyboard has been in it; the module may be loaded once for each
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.leave(event);
      // JupyterLab would take arrows and letters for itself; Tab passes, so nobody is trapped
      else if (event.key !== "Tab") event.stopPropagation();
    }, { signal });
    root.addEventListener("focusin", () => this.newest && (document.ckNewest = null), { signal });
    document.addEventListener("keydown", (event) => this.enter(event), { signal, capture: true });
    signal.addEventListener("abort", () => this.newest && (document.ckNewest = null));
  }

  get newest() {
    return document.ckNewest === this.root;
  }

  leave(event) {
    const cell = this.root.closest(".jp-Cell");
    if (!cell || event.defaultPrevented) return;
    event.preventDefault();
    cell.focus();
  }

  // Shift + Enter has run the cell and selected the one below: from there it is one Tab into what has been drawn
  enter(event) {
    if (event.key !== "Tab" || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey || !this.newest) return;
    const below = this.root.closest(".jp-Cell")?.nextElementSibling;
    if (!below || document.activeElement !== below) return;
    for (const element of this.root.querySelectorAll(REACHED)) {
      element.focus(); // what is hidden, or lies under a cover, does not take it
      if (document.activeElement !== element) continue;
      event.preventDefault();
      event.stopPropagation();
      return;
    }
  }
}
