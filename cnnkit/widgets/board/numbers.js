// One number, one text: the same as cnnkit/numbers.py writes; tests/numbers.json holds both to it.

const NOTHING = 1e-12; // what rounding leaves of a 0
const LARGEST = 1e6; // whole numbers up to here are written whole, others up to a tenth of it
const NUDGE = 1 + 1e-12; // a half that rounding made a little too small is still rounded up

export function number(value, digits = 2) {
  return Math.abs(value) < NOTHING ? "0" : tiny(value, digits);
}

// for errors: "0" is written only for an exact 0
export function tiny(value, digits = 2) {
  if (Number.isNaN(value)) return "nan";
  if (value === 0) return "0";
  return (value < 0 ? "−" : "") + (Number.isFinite(value) ? written(Math.abs(value), digits) : "∞");
}

function written(size, digits) {
  const whole = Math.floor(size + 0.5);
  if (whole && size < LARGEST && Math.abs(size - whole) < 1e-9 * size) return String(whole);
  if (!(size >= 1e-4 && size < LARGEST / 10))
    return Math.min(size * NUDGE, Number.MAX_VALUE).toExponential(1).replace(".0e", "e").replace("e+", "e").replace("-", "−");
  const most = Math.max(digits, size < 0.1 ? 3 : 0, size < 0.01 ? 4 : 0, size < 0.001 ? 5 : 0);
  let text = (size * NUDGE).toFixed(most);
  while (text.endsWith("0") && text.length - text.indexOf(".") - 1 > digits) text = text.slice(0, -1);
  return text;
}

// whether `number` writes the value itself, or has rounded it: a sum of such numbers says ≈
export function exact(value, digits = 2) {
  if (!Number.isFinite(value) || Math.abs(value) < NOTHING) return true;
  return Math.abs(Number(number(value, digits).replaceAll("−", "-")) - value) <= 1e-9 * Math.abs(value);
}

// a number as a factor or term: negative ones in brackets
export function factor(value, digits = 2) {
  const text = number(value, digits);
  return text.startsWith("−") ? `(${text})` : text;
}

// up to ten decimals, for what two cannot tell apart
export function precise(value) {
  const size = Math.abs(value);
  if (!(size >= 1e-9 && size < LARGEST / 10)) return number(value);
  const text = (size * NUDGE).toFixed(11 - String(Math.trunc(size)).length).replace(/\.?0+$/, "");
  return (value < 0 ? "−" : "") + text;
}

// how many there are, thousands apart
export function count(value) {
  return String(Math.trunc(value)).replace(/\B(?=(\d{3})+$)/g, ",").replace("-", "−");
}

export function percent(share) {
  if (!Number.isFinite(share)) return number(share);
  if ((share > 0 && share < 0.005) || (share >= 0.995 && share < 1)) return share < 0.5 ? "<1%" : ">99%";
  return `${number(Math.floor(Math.abs(share) * 100 * NUDGE + 0.5) * (share < 0 ? -1 : 1))}%`;
}
