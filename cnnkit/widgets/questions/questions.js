// Predict and Recap: a form for each question, and what Python says about the answer.

// the module may be loaded once for each card, so a counter in it would repeat names on a page
const fresh = () => `ckq${Math.random().toString(36).slice(2)}`;

// words between backticks are code; all else is text, never HTML
function words(text, tag = "span") {
  const element = document.createElement(tag);
  text.split("`").forEach((part, k) => {
    if (!part) return;
    if (k % 2 === 0) return element.append(part);
    const code = document.createElement("code");
    code.textContent = part;
    element.append(code);
  });
  return element;
}

function matrix([name, rows]) {
  const table = document.createElement("table");
  table.append(piece("caption", "", name));
  for (const row of rows) {
    const line = table.insertRow();
    for (const cell of row) line.insertCell().textContent = cell;
  }
  return table;
}

function button(text, kind, act, signal) {
  const element = piece("button", "", text);
  element.type = kind;
  if (act) element.addEventListener("click", act, { signal });
  return element;
}

class Ask {
  constructor(model, asked, place, identity, signal) {
    Object.assign(this, { model, place, signal, identity: `${identity}-${place}` });
    this.form = piece("form", "ck-ask");
    this.form.noValidate = true;
    this.field = piece("fieldset", "ck-field");
    this.legend = document.createElement("legend");
    this.legend.append(words(asked.text));
    this.field.append(this.legend);
    if (asked.arrays.length) {
      const numbers = piece("div", "ck-numbers");
      numbers.append(...asked.arrays.map(matrix));
      this.field.append(numbers);
    }
    this.answer = asked.choices.length ? this.options(asked.choices) : this.number(asked);
    this.problem = piece("div", "ck-problem");
    this.problem.setAttribute("role", "status");
    this.reveal = piece("div", "ck-reveal");
    this.reveal.tabIndex = -1;
    this.reveal.setAttribute("role", "status");
    this.field.append(this.answer, this.problem, this.reveal);
    this.form.append(this.field);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      model.send({ kind: "answer", place, answer: this.read() });
    }, { signal });
  }

  buttons() {
    return [
      button("answer", "submit"),
      button("skip", "button", () => this.model.send({ kind: "skip", place: this.place }), this.signal),
    ];
  }

  number(asked) {
    const box = piece("div", "ck-answer"), input = document.createElement("input");
    input.type = "text";
    input.inputMode = "decimal";
    input.autocomplete = "off";
    input.setAttribute("aria-label", "your answer, a number");
    input.placeholder = "a number";
    this.read = () => input.value;
    box.append(input, ...this.buttons());
    return box;
  }

  options(choices) {
    const box = piece("div", "ck-answer"), list = piece("div", "ck-options");
    choices.forEach((text, k) => {
      const label = document.createElement("label"), input = document.createElement("input");
      Object.assign(input, { type: "radio", name: `${this.identity}-choice`, value: String(k) });
      label.append(input, words(text));
      list.append(label);
    });
    this.read = () => {
      const chosen = list.querySelector(":checked");
      return chosen ? choices[Number(chosen.value)] : "";
    };
    box.append(list, ...this.buttons());
    return box;
  }

  show(standing) {
    const closed = standing.state !== "open", held = this.answer.contains(document.activeElement);
    this.problem.textContent = standing.problem;
    this.answer.hidden = closed;
    this.reveal.hidden = !closed;
    this.form.dataset.state = standing.state;
    if (!closed || this.reveal.dataset.state === standing.state) return;
    this.reveal.dataset.state = standing.state;
    this.reveal.replaceChildren(
      ...[standing.first, standing.belief, standing.why, standing.lost].filter(Boolean).map((text) => words(text, "p")));
    // the button that was pressed is gone: the keyboard goes on from the answer
    if (held) this.reveal.focus({ preventScroll: true });
  }
}

function render({ model, el, signal: outer }) {
  const closing = new AbortController(), { signal } = closing, identity = fresh();
  outer?.addEventListener("abort", () => closing.abort());
  const root = piece("div", "ck ck-quiz"), list = piece("div", ""), foot = piece("div", "ck-foot"), message = piece("p", "ck-message");
  message.setAttribute("role", "status");
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", model.get("title"));
  root.append(piece("h4", "", model.get("title")), list, message, foot);
  if (model.get("renewable"))
    foot.append(button("three other questions", "button", () => model.send({ kind: "renew" }), signal));
  else foot.hidden = true;
  atKeyboard(root, signal);
  el.classList.add("cnnkit-explorer");
  el.append(root);

  let asks = [];
  const build = () => {
    asks = model.get("_asked").map((asked, place) => new Ask(model, asked, place, identity, signal));
    list.replaceChildren(...asks.map((ask) => ask.form));
    show();
  };
  const show = () => {
    const standing = model.get("_standing");
    asks.forEach((ask, place) => ask.show(standing[place]));
    root.dataset.state = standing.every((one) => one.state !== "open") ? "answered" : "ready";
  };
  const showMessage = () => {
    message.textContent = attention.mute ? SILENT : "";
    message.hidden = !attention.mute;
  };
  const attention = new Attention({ model, signal, identity, root, showMessage, ask: () => {}, newPicture: showMessage });
  showMessage();
  for (const name of ["submit", "click"])
    root.addEventListener(name, (event) => (name === "submit" || event.target.type === "button") && attention.ask(), { signal });
  model.on("change:_asked", build);
  model.on("change:_standing", show);
  build();
  return () => {
    closing.abort();
    model.off("change:_asked", build);
    model.off("change:_standing", show);
  };
}

export default { render };
