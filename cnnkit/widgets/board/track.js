// Nets that train side by side: accuracies of all entries, and how they stand.

const TRACK = { width: 600, height: 330, left: 40, top: 30, bottom: 36, right: 156 };

// --- pure parts ---

// place of an accuracy in the chart
export const placeOf = (epoch, accuracy, epochs) => [
  TRACK.left + (epoch / epochs) * (TRACK.width - TRACK.left - TRACK.right),
  TRACK.top + (1 - accuracy) * (TRACK.height - TRACK.top - TRACK.bottom),
];

// mean over the seeds at every epoch that all of them have reached
export function meanOf(lane) {
  const means = [];
  for (let epoch = 0; epoch < (lane[0]?.length ?? 0); epoch++) {
    const sum = lane.reduce((total, seed) => total + seed[epoch], 0);
    if (!Number.isFinite(sum)) break;
    means.push(sum / lane.length);
  }
  return means;
}

// what the status line says of one entry
export function entryWords(entry, seeds, against = "the frozen control") {
  if (!entry.epochs) return `${entry.label}: no epoch is done by all of its nets yet.`;
  const spread = seeds > 1 ? ` ± ${entry.spread} over ${seeds} nets` : "";
  const gap = entry.gap ? `; ${entry.gap} against ${against}` : "";
  return `${entry.label}: accuracy ${entry.mean}${spread} after ${entry.epochs} ${entry.epochs === 1 ? "epoch" : "epochs"}${gap}.`;
}

// --- drawing ---

class Track {
  constructor(element, board) {
    this.board = board;
    this.svg = svgNode("svg", { class: "ck-curve", role: "img", width: TRACK.width, height: TRACK.height, viewBox: `0 0 ${TRACK.width} ${TRACK.height}` });
    this.progress = document.createElement("progress");
    this.progress.setAttribute("aria-label", "how much of the race is run");
    this.rows = document.createElement("tbody");
    const head = document.createElement("thead"), top = document.createElement("tr");
    this.heads = Array.from({ length: 3 }, () => Object.assign(piece("th", ""), { scope: "col" }));
    top.append(...this.heads);
    head.append(top);
    this.table = piece("table", "ck-table", head, this.rows);
    element.replaceChildren(piece("div", "ck-racing", this.svg, this.table, this.progress));
    this.lines = new Map();
  }

  show(scene) {
    this.scene = scene;
    this.end = scene.facts.words;
    const { facts } = scene, table = scene.table("accuracies");
    const [entries, seeds, epochs] = table.shape;
    this.lanes = Array.from({ length: entries }, (_, e) => Array.from({ length: seeds }, (_, s) =>
      Array.from(table.data.subarray((e * seeds + s) * epochs, (e * seeds + s + 1) * epochs))));
    facts.heads.forEach((words, k) => (this.heads[k].textContent = words));
    this.progress.value = facts.share;
    this.progress.hidden = facts.state === "ready";
    this.draw(facts);
    this.list(facts);
    showRun(this.board, facts.state, { picked: Boolean(this.picked) });
    // a race that is on keeps its entries and its rule
    const fixed = ["running", "paused", "asleep", "stopping"].includes(facts.state);
    for (const name of facts.fixed)
      for (const input of this.board.controls.inputs.get(name).box.querySelectorAll("input")) input.disabled = fixed;
    this.pick(this.picked && facts.entries.some(({ name }) => name === this.picked) ? this.picked : null);
  }

  draw(facts) {
    const parts = [], [left, floor] = placeOf(0, 0, facts.epochs), [right] = placeOf(facts.epochs, 0, facts.epochs);
    for (const value of [0, 0.2, 0.4, 0.6, 0.8, 1]) {
      const [, y] = placeOf(0, value, facts.epochs);
      parts.push(svgNode("line", { class: "ck-rule", x1: left, x2: right, y1: y, y2: y }), svgText(left - 8, y + 4, String(value), "end", ""));
    }
    const every = Math.ceil(facts.epochs / 10);
    for (let epoch = 0; epoch <= facts.epochs; epoch += every) parts.push(svgText(placeOf(epoch, 0, facts.epochs)[0], floor + 16, String(epoch), "middle", ""));
    parts.push(svgText((left + right) / 2, floor + 32, "epoch", "middle", ""), svgText(left, 14, "accuracy on unseen digits", "start", "ck-title"));
    const known = this.lanes.map((lane) => meanOf(lane));
    this.lines = new Map(facts.entries.map((entry, k) => [entry.name, this.lane(entry, this.lanes[k], known[k], facts.epochs)]));
    const ending = facts.entries.map((entry, k) => [entry, known[k]]).filter(([, means]) => means.length > 1);
    const ends = spaced(ending.map(([, means]) => placeOf(0, means.at(-1), facts.epochs)[1]), 15, floor);
    ending.forEach(([entry, means], k) => {
      const [x, y] = placeOf(means.length - 1, means.at(-1), facts.epochs);
      const lead = svgNode("line", { class: "ck-lead", x1: x, y1: y, x2: x + 12, y2: ends[k], style: `stroke: ${entry.colour}` });
      this.lines.get(entry.name).push(lead, svgText(x + 16, ends[k] + 4, entry.label, "start", "ck-end"));
    });
    // names stand on top of all lines
    const drawn = [...this.lines.values()].flat();
    parts.push(...drawn.filter((one) => one.tagName !== "text"), ...drawn.filter((one) => one.tagName === "text"));
    this.svg.replaceChildren(...parts);
    this.svg.setAttribute("aria-label", facts.entries.map((entry) => entryWords(entry, facts.seeds, facts.against)).join(" "));
  }

  lane(entry, seeds, means, epochs) {
    const line = (values, name) => svgNode("polyline", {
      class: `${name} ck-lane-${entry.name}${entry.dashed ? " ck-dashed" : ""}`, style: `stroke: ${entry.colour}`,
      points: values.filter(Number.isFinite).map((value, epoch) => placeOf(epoch, value, epochs).map((v) => v.toFixed(1)).join()).join(" "),
    });
    return [...(seeds.length > 1 ? seeds.map((values) => line(values, "ck-seed")) : []), line(means, "ck-mean")];
  }

  // rows are kept while their entries stay, so that the focus does too
  list(facts) {
    const names = facts.entries.map(({ name }) => name).join();
    if (names !== this.listed) {
      this.listed = names;
      this.rows.replaceChildren(...facts.entries.map((entry) => this.row(entry)));
    }
    facts.entries.forEach((entry, k) => {
      const [, accuracy, gap] = this.rows.children[k].children;
      accuracy.textContent = entry.epochs ? `${entry.mean}${facts.seeds > 1 ? ` ± ${entry.spread}` : ""}` : "–";
      gap.textContent = entry.gap || "–";
      this.rows.children[k].setAttribute("aria-current", entry.name === facts.turn);
    });
  }

  row(entry) {
    const row = document.createElement("tr"), head = piece("th", "", entry.label), { signal } = this.board;
    head.scope = "row";
    head.style.setProperty("--ck-lane", entry.colour);
    row.className = `ck-row-${entry.name}${entry.dashed ? " ck-dashed" : ""}`;
    row.tabIndex = 0;
    row.append(head, piece("td", ""), piece("td", ""));
    for (const name of ["pointerenter", "focus"]) row.addEventListener(name, () => this.pick(entry.name), { signal });
    for (const name of ["pointerleave", "blur"]) row.addEventListener(name, () => this.pick(null), { signal });
    row.addEventListener("keydown", (event) => {
      const to = { ArrowUp: row.previousElementSibling, ArrowDown: row.nextElementSibling }[event.key];
      if (!to) return;
      event.preventDefault();
      to.focus();
    }, { signal });
    return row;
  }

  pick(name) {
    this.picked = name;
    for (const [entry, drawn] of this.lines) for (const one of drawn) one.classList.toggle("ck-dim", name !== null && entry !== name);
    const { facts } = this.scene, entry = facts.entries.find((one) => one.name === name);
    this.board.lit = { cells: [], words: entry ? `${entryWords(entry, facts.seeds, facts.against)}${name === facts.turn ? " It learns now." : ""}` : this.end };
    this.board.ask();
  }
}

function trackPanel(scene, element, board) {
  board.track ??= new Track(element, board);
  board.track.show(scene);
}

// what an explorer of nets side by side gives to the board
const track = { light: () => ({ cells: [] }), panel: trackPanel };
