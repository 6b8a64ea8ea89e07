// Elements of the page and of its drawings; text is text, never HTML.

const SVG_SPACE = "http://www.w3.org/2000/svg";

// properties: the class, or an object
export function piece(tag, properties = "", ...children) {
  const { dataset = {}, ...rest } = typeof properties === "string" ? (properties ? { className: properties } : {}) : properties;
  const element = Object.assign(document.createElement(tag), rest);
  Object.assign(element.dataset, dataset);
  element.append(...children);
  return element;
}

export function svgNode(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG_SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
