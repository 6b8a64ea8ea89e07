// Native, labelled inputs, each bound to the trait of its name.  Built once; a new picture only
// moves ends, options and visibility, so the focus of the hand stays where it is.

export class Controls {
  constructor(model, identity, signal, press) {
    this.model = model;
    this.identity = identity;
    this.signal = signal;
    this.press = press;
    this.element = document.createElement("div");
    this.element.className = "ck-controls";
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", "settings");
    this.more = document.createElement("details");
    this.more.className = "ck-more";
    const summary = document.createElement("summary");
    summary.textContent = "more";
    this.more.append(summary);
    this.groups = new Map();
    this.inputs = new Map();
  }

  update() {
    const specs = this.model.get("_controls");
    for (const spec of specs) {
      if (!this.inputs.has(spec.name)) this.build(spec);
      this.refresh(spec);
    }
    const folded = specs.filter((spec) => spec.more && !spec.hidden).length;
    if (folded && !this.more.isConnected) this.element.append(this.more);
    this.more.hidden = !folded;
  }

  place(spec) {
    const key = `${spec.more}/${spec.group}`;
    if (!this.groups.has(key)) {
      const group = document.createElement("div");
      group.className = "ck-group";
      (spec.more ? this.more : this.element).append(group);
      this.groups.set(key, group);
    }
    return this.groups.get(key);
  }

  build(spec) {
    const made = { slider, menu, tabs, switch: tick, button }[spec.kind](spec, this);
    made.box.classList.add("ck-control");
    made.box.dataset.control = spec.name;
    this.place(spec).append(made.box);
    this.inputs.set(spec.name, made);
    if (spec.kind !== "button") this.model.on(`change:${spec.name}`, made.read);
    this.signal.addEventListener("abort", () => this.model.off(`change:${spec.name}`, made.read));
  }

  refresh(spec) {
    const made = this.inputs.get(spec.name);
    made.box.hidden = spec.hidden;
    made.adapt(spec);
    made.read();
  }

  send(name, value) {
    this.model.set(name, value);
    this.model.save_changes();
  }
}

function labelled(spec, controls, input) {
  const box = document.createElement("div"), label = document.createElement("label");
  input.id = `${controls.identity}-${spec.name}`;
  label.htmlFor = input.id;
  label.textContent = spec.label;
  box.append(label, input);
  return { box, label };
}

function slider(spec, controls) {
  const input = document.createElement("input");
  input.type = "range";
  const { box, label } = labelled(spec, controls, input);
  const output = document.createElement("output");
  output.htmlFor = input.id;
  box.append(output);
  let stops = spec.options; // a slider through a list counts its places
  const show = () => {
    const text = stops.length ? stops[Number(input.value)][1] : number(Number(input.value), (input.step.split(".")[1] ?? "").length);
    output.textContent = text;
    if (stops.length) input.setAttribute("aria-valuetext", text);
  };
  input.addEventListener("input", () => {
    show();
    controls.send(spec.name, stops.length ? stops[Number(input.value)][0] : Number(input.value));
  }, { signal: controls.signal });
  return {
    box,
    adapt: (now) => {
      stops = now.options;
      const [low, high, step] = stops.length ? [0, stops.length - 1, 1] : [now.low, now.high, now.step];
      Object.assign(input, { min: low, max: high, step });
      input.disabled = low >= high;
      label.textContent = now.label;
    },
    read: () => {
      // while a hand drags, an older answer of the kernel must not pull the handle back
      if (document.activeElement !== input || !input.matches(":active"))
        input.value = stops.length
          ? stops.findIndex(([value]) => value === controls.model.get(spec.name))
          : controls.model.get(spec.name);
      show();
    },
  };
}

function menu(spec, controls) {
  const input = document.createElement("select");
  const { box } = labelled(spec, controls, input);
  input.addEventListener("change", () => {
    const chosen = JSON.parse(input.value);
    controls.send(spec.name, chosen);
  }, { signal: controls.signal });
  let known = "";
  return {
    box,
    adapt: (now) => {
      if (JSON.stringify(now.options) === known) return;
      known = JSON.stringify(now.options);
      input.replaceChildren(...now.options.map(([value, text]) => new Option(text, JSON.stringify(value))));
    },
    read: () => (input.value = JSON.stringify(controls.model.get(spec.name))),
  };
}

// tabs are radio buttons: arrow keys, one stop of the Tab key, announced as "1 of 3"
function tabs(spec, controls) {
  const box = document.createElement("fieldset"), legend = document.createElement("legend");
  box.className = "ck-tabs";
  legend.textContent = spec.label;
  // the faces of the whole explorer, which come first, name themselves
  legend.classList.toggle("ck-unseen", controls.inputs.size === 0);
  box.append(legend);
  const radios = spec.options.map(([value, text], k) => {
    const label = document.createElement("label"), input = document.createElement("input");
    input.type = "radio";
    input.name = `${controls.identity}-${spec.name}`;
    input.id = `${input.name}-${k}`;
    input.value = JSON.stringify(value);
    input.addEventListener("change", () => controls.send(spec.name, value), { signal: controls.signal });
    const words = document.createElement("span");
    words.textContent = text;
    label.append(input, words);
    box.append(label);
    return input;
  });
  return {
    box,
    adapt: () => {},
    read: () => {
      const value = JSON.stringify(controls.model.get(spec.name));
      for (const input of radios) input.checked = input.value === value;
    },
  };
}

function tick(spec, controls) {
  const input = document.createElement("input");
  input.type = "checkbox";
  const { box, label } = labelled(spec, controls, input);
  box.append(label); // the box stands before its words
  input.addEventListener("change", () => controls.send(spec.name, input.checked), { signal: controls.signal });
  return { box, adapt: () => {}, read: () => (input.checked = controls.model.get(spec.name)) };
}

function button(spec, controls) {
  const box = document.createElement("div"), input = document.createElement("button");
  input.type = "button";
  input.textContent = spec.label;
  input.addEventListener("click", () => controls.press(spec.name), { signal: controls.signal });
  box.append(input);
  return { box, adapt: (now) => (input.textContent = now.label), read: () => {} };
}
