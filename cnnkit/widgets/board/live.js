// What explorers of live work share: the page tells the kernel that it looks, and notices when no answer comes.

const SVG = "http://www.w3.org/2000/svg";
const SEEN_EVERY = 2000; // milliseconds between two words to the kernel that the page looks
const PATIENT = 8000; // milliseconds without an answer before the page says so
export const SILENT = "No answer from the kernel. If it was restarted, run this cell again.";

// whether a page that asked has waited too long: `asked` is the time of its oldest open question
export const silentFor = (asked, now) => asked !== null && now - asked > PATIENT;

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

class Attention {
  constructor(board, silent) {
    Object.assign(this, { board, silent, asked: null, told: -Infinity, going: false });
    const { model, signal, root } = board;
    model.on("msg:custom", (message) => message.kind === "here" && this.answered());
    for (const name of ["click", "input"]) root.addEventListener(name, () => this.look(true), { signal });
    const timer = setInterval(() => this.beat(), SEEN_EVERY / 2);
    signal.addEventListener("abort", () => {
      clearInterval(timer);
      this.tell("left");
    });
  }

  tell(verb) {
    try {
      this.board.model.send({ kind: "press", name: `${verb} ${this.board.identity}` });
    } catch {
      // a notebook that closes has closed its comms before; then the kernel hears nothing, and waits
    }
  }

  // the kernel works only while a page looks
  look(wants = this.going) {
    const now = performance.now();
    if (wants) this.asked ??= now; // else a kernel that is busy with the next cells is not missed
    if (now - this.told < SEEN_EVERY) return;
    this.told = now;
    this.tell("seen");
  }

  beat() {
    if (this.going || this.asked !== null) this.look();
    if (!silentFor(this.asked, performance.now()) || this.mute) return;
    this.mute = true;
    this.board.root.dataset.run = "silent";
    this.silent(SILENT);
  }

  answered() {
    this.asked = null;
    if (!this.mute) return;
    this.mute = false;
    this.board.newPicture({ keep: true });
  }

  // a picture is an answer; a button that would do nothing now is pale, but keeps the focus that it has
  show(state) {
    this.going = state === "running" || state === "stopping" || state === "asleep";
    this.asked = null;
    this.mute = false;
    this.look();
    for (const [name, pale] of Object.entries(idleButtons(state)))
      this.board.controls.inputs.get(name)?.box.firstChild.setAttribute("aria-disabled", pale);
    this.board.root.dataset.run = state;
  }
}
