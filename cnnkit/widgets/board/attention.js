// The page tells the kernel that it looks, and notices when no answer comes.

const SEEN_EVERY = 2000; // milliseconds between two words to the kernel that the page looks
const PATIENT = 8000; // milliseconds without an answer before the page says so
export const SILENT = "No answer from the kernel. If it was restarted, run this cell again.";

// whether a page that asked has waited too long: `asked` is the time of its oldest open question
export const silentFor = (asked, now) => asked !== null && now - asked > PATIENT;

class Attention {
  constructor(board) {
    Object.assign(this, { board, asked: null, told: -Infinity, going: false, mute: false });
    const { model, signal } = board, answer = (message) => message.kind === "here" && this.answered();
    model.on("msg:custom", answer);
    const timer = setInterval(() => this.beat(), SEEN_EVERY / 2);
    signal.addEventListener("abort", () => {
      clearInterval(timer);
      model.off("msg:custom", answer);
      this.tell("left");
    });
  }

  // something that the kernel should answer
  ask() {
    this.look(true);
  }

  tell(kind) {
    try {
      this.board.model.send({ kind, page: this.board.identity });
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
    this.board.showMessage();
    this.board.ask();
  }

  // work went on when the kernel fell silent: what its picture says of it is no longer true
  get halted() {
    return this.mute && this.going;
  }

  answered() {
    this.asked = null;
    if (!this.mute) return;
    this.mute = false;
    delete this.board.root.dataset.run;
    this.board.newPicture({ keep: true });
  }

  // a picture of work that goes on, or rests
  working(going) {
    Object.assign(this, { going, asked: null, mute: false });
    this.look();
  }
}
