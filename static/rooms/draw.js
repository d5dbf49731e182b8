/** Draws a tree of words as nodes. Only the elements named here can come out, and only a link has an address. */

import { tree } from "./format.js";
import { languageOf } from "./language.js";

const written = new WeakMap();

/** The text as it was typed, of a place that may show it in another form. */
export const typed = (place) => written.get(place) ?? place.textContent;

/** Show a text in a place, formatted. */
export function show(place, text) {
  written.set(place, text);
  place.lang = languageOf(text);
  place.replaceChildren(...tree(text).map(block));
  place.classList.add("words--drawn");
}

function block(node) {
  if (node.kind === "quote") return put("blockquote", node.of.map(block));
  if (node.kind !== "list") return put("p", node.of.map(inline));
  const made = put(node.ordered ? "ol" : "ul", node.items.map((item) => put("li", item.map(block))));
  if (node.ordered && node.start !== 1) made.start = node.start;
  return made;
}

function inline(node) {
  if (node.kind === "strong" || node.kind === "em") return put(node.kind, node.of.map(inline));
  return node.kind === "link" ? link(node) : document.createTextNode(node.text);
}

/** A link says where it leads, whatever its words claim. */
function link({ href, host, text }) {
  const made = put("a", [text]);
  made.href = href;
  made.rel = "noopener noreferrer";
  made.target = "_blank";
  if (text.includes(host)) return made;
  const where = put("small", [` (${host})`]);
  return put("span", [made, where]);
}

function put(name, children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}
