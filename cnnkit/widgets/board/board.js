// The frame around all grids: controls, cursor, lights, arrows, the sum and the status line.

// anywidget may load this module once for each explorer: a counter in it would give two explorers of a
// page the same names, and radio buttons of one name uncheck each other
const fresh = () => `ck${Math.random().toString(36).slice(2)}`;

const LIFT = 0.34; // of a cell, between its middle and where its arrow starts

export function openBoard({ model, el, signal }, explorer) {
  const board = new Board(model, el, signal ?? new AbortController().signal, explorer);
  board.newPicture();
  return () => board.close();
}

class Board {
  constructor(model, el, outer, explorer) {
    const closing = new AbortController();
    outer.addEventListener("abort", () => closing.abort());
    this.signal = closing.signal;
    this.close = () => closing.abort();
    Object.assign(this, { model, explorer, identity: fresh(), views: new Map(), at: null });
    this.root = piece("section", "ck");
    this.root.setAttribute("aria-label", "explorer");
    this.controls = new Controls(model, this.identity, this.signal, (name) => model.send({ kind: "press", name }));
    this.player = new Player(this.signal, (step) => this.walked(step));
    this.grids = piece("div", "ck-grids");
    this.arrows = svgNode("svg", { class: "ck-arrows", "aria-hidden": "true" });
    this.scenery = piece("div", "ck-scenery", this.grids, this.arrows);
    this.panel = piece("div", "ck-panel");
    this.sum = piece("p", "ck-sum");
    this.status = piece("p", "ck-status");
    const said = piece("div", "ck-said", this.sum, this.status); // read aloud together
    said.setAttribute("role", "status");
    said.setAttribute("aria-live", "polite");
    said.setAttribute("aria-atomic", "true");
    this.message = piece("p", "ck-message");
    this.message.setAttribute("role", "status");
    this.message.setAttribute("aria-live", "polite");
    this.notes = piece("div", "ck-notes");
    const reset = piece("button", "ck-reset", "reset");
    reset.type = "button";
    reset.addEventListener("click", () => model.send({ kind: "press", name: "reset" }), { signal: this.signal });
    this.foot = piece("div", "ck-foot", this.player.element, reset);
    this.body = piece("div", "ck-body", this.controls.element, this.scenery, said,
      this.panel, this.notes, this.message, this.foot);
    this.cover = piece("div", "ck-cover");
    this.root.append(this.body, this.cover);
    el.classList.add("cnnkit-explorer");
    el.append(this.root);
    this.attention = new Attention(this);
    for (const element of [this.controls.element, this.foot])
      for (const name of ["click", "input"]) element.addEventListener(name, () => this.attention.ask(), { signal: this.signal });
    this.listen();
  }

  listen() {
    const { signal, model } = this;
    atKeyboard(this.root, signal);
    this.grids.addEventListener("keydown", (event) => this.key(event), { signal });
    this.grids.addEventListener("focusout", () => this.ask(), { signal });
    this.grids.addEventListener("focusin", (event) => {
      this.ask(); // the ring is drawn around the cells, not around the numbers beside them
      const view = this.views.get(event.target.dataset?.grid);
      if (view && this.at?.grid !== view.data.id) this.place({ grid: view.data.id, ...this.home(view) }, "focus");
    }, { signal });
    const on = (name, act) => {
      model.on(name, act);
      signal.addEventListener("abort", () => model.off(name, act));
    };
    on("change:_serial", () => this.newPicture());
    on("change:cursor", () => {
      this.takeCursor();
      this.sent = true; // and once more, if a picture in which that cell exists comes with it
    });
    on("change:_awaiting", () => this.ask());
    on("change:locked", () => this.showLock());
    on("change:message", () => {
      this.showMessage();
      if (model.get("message")) this.waiting = this.next = null; // that change was refused
    });
    const retheme = () => this.newPicture({ keep: true });
    const themes = new MutationObserver(retheme);
    themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-name", "data-jp-theme-light", "class"] });
    signal.addEventListener("abort", () => themes.disconnect());
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", retheme, { signal });
    // styles count from when the page holds us, which may be after the first picture
    const resized = new ResizeObserver(() => {
      if (this.look && sameLook(this.look, readLook(this.root, this.model, this.identity))) this.ask();
      else retheme();
    });
    resized.observe(this.grids);
    signal.addEventListener("abort", () => resized.disconnect());
  }

  // --- a new picture ---

  newPicture({ keep = false } = {}) {
    if (!this.model.get("_serial")) return; // shown before its first picture has come, which will call again
    this.scene = new Scene(this.model);
    this.root.dataset.explorer = this.model.get("_scene").name;
    this.root.setAttribute("aria-label", this.model.get("_scene").name);
    this.controls.update();
    this.look = readLook(this.root, this.model, this.identity);
    this.arrange();
    this.notes.replaceChildren(...this.scene.notes.map((note) => piece("p", "", note)));
    const walked = this.scene.grid(this.scene.walk);
    if (!keep) this.player.reset(walked ? walked.rows * walked.columns : this.scene.facts.steps ?? 0);
    this.explorer.panel?.(this.scene, this.panel, this);
    if (this.sent || !this.at || !this.scene.grid(this.at.grid)) this.takeCursor();
    else this.place(this.at, "keep");
    this.showLock();
    this.showMessage();
    this.root.dataset.serial = this.model.get("_serial");
    if (!keep) this.changed();
  }

  arrange() {
    const sizes = commonSizes(this.scene.grids, this.look);
    const kept = new Map();
    const groups = [];
    for (const data of this.scene.grids) {
      const view = this.views.get(data.id) ?? new GridView(document, (at, how, value) => this.pointed(at, how, value), this.signal);
      view.font = this.look.font;
      view.show(data, data.numbered ? sizes.numbered : sizes.large, this.look);
      kept.set(data.id, view);
      const last = groups.at(-1);
      if (last && data.group && last.name === data.group) last.views.push(view);
      else groups.push({ name: data.group, views: [view] });
    }
    this.views = kept;
    const wanted = groups.map((group) => group.views.map((view) => view.data.id).join()).join(";");
    if (wanted !== this.arranged) { // moving a focused canvas in the page would drop its focus
      this.grids.replaceChildren(...groups.map((group) => piece("div", "ck-together", ...group.views.map((view) => view.element))));
      this.arranged = wanted;
    }
  }

  takeCursor() {
    const cursor = this.model.get("cursor"), [grid, row, column] = this.scene.grid(cursor[0]) ? cursor : this.scene.home;
    if (grid) this.place({ grid, row, column }, "cursor");
  }

  // --- the cursor ---

  home(view) {
    return this.remembered?.[view.data.id] ?? { row: 0, column: 0 };
  }

  pointed(at, how, value) {
    this.handled = performance.now();
    if (how === "drag") return this.change(at, value);
    if (how === "press" || how === "edit") this.views.get(at.grid).canvas.focus();
    if (how === "hover" && this.at && at.grid === this.at.grid && at.row === this.at.row && at.column === this.at.column) return;
    this.player.end();
    this.place(at, how);
    if (how === "edit") openEditor(this, "");
  }

  place(at, how) {
    const data = this.scene.grid(at.grid);
    this.sent = false;
    this.at = {
      grid: at.grid,
      row: Math.min(at.row, data.rows - 1),
      column: Math.min(at.column, data.columns - 1),
    };
    (this.remembered ??= {})[at.grid] = { row: this.at.row, column: this.at.column };
    if (this.warned) this.showMessage();
    this.lit = lightOf(this.scene, this.at);
    this.lit.words = this.explorer.words(this.scene, this.at, this.lit);
    this.ask();
  }

  // the kernel answers one change at a time; of those that a hand makes meanwhile the last one counts
  change(at, value) {
    const rounded = Number(value.toPrecision(12));
    if (this.waiting) this.next = { at, value: rounded };
    else {
      this.waiting = true;
      this.attention.ask();
      this.model.send({ kind: "edit", ...at, value: rounded });
    }
  }

  changed() {
    const next = this.next;
    this.waiting = this.next = null;
    if (next) this.change(next.at, next.value);
  }

  key(event) {
    const view = this.views.get(event.target.dataset?.grid);
    if (!view || event.ctrlKey || event.metaKey || event.altKey) return;
    this.handled = performance.now();
    const push = event.shiftKey && view.data.editable ? { ArrowUp: 1, ArrowDown: -1 }[event.key] : 0;
    if (push) {
      event.preventDefault();
      const { row, column } = this.at;
      if (view.data.kind(row, column) === CELL)
        this.change({ grid: view.data.id, row, column }, view.data.at(row, column) + push * stepOf(view.data));
      return;
    }
    const to = moved(event.key, this.at.row, this.at.column, view.data.rows, view.data.columns);
    if (to) {
      event.preventDefault();
      this.player.end();
      this.place({ grid: view.data.id, ...to }, "key");
    } else if (view.data.editable && (event.key === "Enter" || event.key === "F2" || /^[-−0-9.]$/.test(event.key))) {
      event.preventDefault();
      openEditor(this, event.key.length === 1 ? event.key : "");
    }
  }

  walked(step) {
    const data = this.scene.grid(this.scene.walk);
    if (!data) return this.explorer.walked?.(this.scene, step, this); // a panel that walks by itself
    for (const view of this.views.values()) {
      const frame = frameOf(view.data, view.data === data, step);
      if (frame || view.frame) view.drawStill(this.look, frame);
    }
    if (step !== null) this.place({ grid: data.id, row: Math.floor(step / data.columns), column: step % data.columns }, "walk");
    else this.ask();
  }

  // --- drawing: one frame for any number of changes ---

  ask() {
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      if (!this.signal.aborted) this.draw();
    });
  }

  draw() {
    const { cells = [], arrows = [], sum = [], words = "" } = this.lit ?? {};
    for (const view of this.views.values()) {
      const id = view.data.id;
      view.draw(this.look, cells.filter((cell) => cell.grid === id), this.at?.grid === id ? this.at : null,
        view.canvas.matches(":focus-visible"));
    }
    this.drawArrows(arrows);
    const awaiting = this.model.get("_awaiting"); // the picture does not fit the settings yet
    for (const part of [this.scenery, this.panel, this.notes]) part.setAttribute("aria-busy", Boolean(awaiting));
    this.sum.replaceChildren(...(awaiting ? [] : sum).map((part) => piece("span", part.role ? `ck-${part.role}` : "", part.text)));
    this.say(this.attention.halted ? SILENT : awaiting || words);
    const canvas = this.views.get(this.at?.grid)?.canvas;
    canvas?.setAttribute("aria-label", `${this.views.get(this.at.grid).data.name}. ${plain(sum)} ${words}`);
    for (const view of this.views.values())
      if (view.canvas !== canvas) view.canvas.setAttribute("aria-label", `${view.data.name}, ${view.data.title || view.data.trouble}, ${view.data.rows} × ${view.data.columns}`);
    Object.assign(this.root.dataset, {
      state: "ready",
      cursor: this.at ? `${this.at.grid}:${this.at.row},${this.at.column}` : "",
      frames: Number(this.root.dataset.frames ?? 0) + 1,
      drawn: this.model.get("_serial"),
    });
    if (this.handled) this.root.dataset.latency = (performance.now() - this.handled).toFixed(2);
    this.handled = null;
  }

  say(words) {
    if (this.status.textContent !== words) this.status.textContent = words;
  }

  drawArrows(arrows) {
    const box = this.scenery.getBoundingClientRect(), quiet = arrows.some(({ role }) => role === "quiet");
    this.arrows.replaceChildren(...arrows.slice(0, 12).flatMap(({ from, to, role = "reads" }) => {
      const start = this.views.get(from.grid)?.centre(from.row, from.column);
      const end = this.views.get(to.grid)?.centre(to.row, to.column);
      if (!start || !end) return [];
      if (quiet) start[1] -= LIFT * this.views.get(from.grid).size; // among many, past the numbers beside it
      const reach = Math.max(0, this.views.get(to.grid).size / 2 - 6); // numbers stay readable
      return arrowPath(...shortened(start.map((v, k) => v - (k ? box.top : box.left)), end.map((v, k) => v - (k ? box.top : box.left)), reach), `ck-arrow ck-arrow-${role}`);
    }));
  }

  // --- lock and message ---

  showLock() {
    const locked = this.model.get("locked");
    this.body.inert = locked;
    this.cover.hidden = !locked;
    if (!locked) return this.cover.replaceChildren();
    const skip = piece("button", "", "skip the prediction");
    skip.type = "button";
    skip.addEventListener("click", () => this.model.send({ kind: "skip" }), { signal: this.signal });
    this.cover.replaceChildren(piece("p", "", "The prediction above unlocks this explorer."), skip);
  }

  // a sentence of the browser's own; it goes when the cursor moves on
  warn(words) {
    this.message.textContent = words;
    this.message.hidden = false;
    this.warned = true;
  }

  showMessage() {
    this.warned = false;
    this.message.textContent = this.attention.mute && !this.attention.halted ? SILENT : this.model.get("message");
    this.message.hidden = !this.message.textContent;
  }
}
