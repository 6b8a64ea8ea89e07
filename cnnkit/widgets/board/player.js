// Walking a grid cell by cell: back, play or pause, step, and the whole picture again.

export class Player {
  constructor(signal, go) {
    this.go = go; // go(step or null): show the walk after `step` cells, or the whole picture
    this.step = null;
    this.count = 0;
    this.timer = null;
    this.element = document.createElement("div");
    this.element.className = "ck-player";
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", "walk");
    const make = (text, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      button.addEventListener("click", act, { signal });
      this.element.append(button);
      return button;
    };
    this.back = make("◂ back", () => this.move(-1));
    this.playing = make("play", () => (this.timer ? this.pause() : this.play()));
    this.forth = make("step ▸", () => this.move(1));
    this.whole = make("show all", () => this.end());
    this.where = document.createElement("span");
    this.where.className = "ck-where";
    this.element.append(this.where);
    signal.addEventListener("abort", () => this.pause());
  }

  // a new picture: the walk starts afresh
  reset(count) {
    this.pause();
    this.count = count;
    this.step = null;
    this.element.hidden = count < 2;
    this.label();
  }

  label() {
    this.where.textContent = this.step === null ? "" : `${this.step + 1} of ${this.count}`;
    this.whole.disabled = this.step === null;
    this.playing.textContent = this.timer ? "pause" : "play";
  }

  move(by) {
    this.pause();
    this.to(this.step === null ? (by > 0 ? 0 : this.count - 1) : this.step + by);
  }

  to(step) {
    this.step = Math.min(this.count - 1, Math.max(0, step));
    this.label();
    this.go(this.step);
  }

  play() {
    const from = this.step === null || this.step === this.count - 1 ? 0 : this.step;
    // about half a minute for a large walk, a readable beat for a small one
    const beat = Math.max(60, Math.min(800, 30000 / this.count));
    this.timer = setInterval(() => {
      if (this.step >= this.count - 1) this.pause();
      else this.to(this.step + 1);
    }, beat);
    this.to(from);
  }

  pause() {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    this.label();
  }

  end() {
    this.pause();
    if (this.step === null) return;
    this.step = null;
    this.label();
    this.go(null);
  }
}
