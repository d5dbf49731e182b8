/**
 * What people write, as a tree of a few kinds of nodes: paragraphs, lists, quotations, bold, emphasis, links.
 * Whatever else looks like markup stays the characters that were typed. Nothing here touches the page.
 */

import { Lexer } from "../vendor/marked-18.2.1/marked.esm.js";

const DEEPEST = 6;
/** Deeper than anybody writes: such text is shown as it is, before a parser walks into it. */
const TOO_DEEP = /^[\s>*+-]{60}|^(?:\s*(?:[-*+>]|\d+[.)])){20}|(?:[[(*_~`<!]\s?){60}/m;
/** So many signs of markup are no text of a person; a parser would take long over them. */
const MOST_SIGNS = 400;
const SIGNS = /[*_`[|<~]/g;

const words = (text) => ({ kind: "text", text });
const plain = (text) => [{ kind: "p", of: [words(text)] }];

/** The blocks of a text. */
export function tree(text) {
  if (TOO_DEEP.test(text) || (text.match(SIGNS)?.length ?? 0) > MOST_SIGNS) return plain(text);
  try {
    const blocks = new Lexer({ gfm: true, breaks: true }).lex(text).flatMap((token) => block(token, 0));
    return blocks.length ? blocks : plain(text);
  } catch (broken) {
    if (broken instanceof RangeError) return plain(text);
    throw broken;
  }
}

function block(token, depth) {
  if (token.type === "space") return [];
  if (depth < DEEPEST) {
    if (token.type === "paragraph" || token.type === "text") return [{ kind: "p", of: inlines(token) }];
    if (token.type === "blockquote") {
      return [{ kind: "quote", of: token.tokens.flatMap((inner) => block(inner, depth + 1)) }];
    }
    if (token.type === "list" && !token.items.some((item) => item.task)) return [list(token, depth)];
  }
  return plain(token.raw.replace(/\n+$/, ""));
}

function list(token, depth) {
  const items = token.items.map((item) => item.tokens.flatMap((inner) => block(inner, depth + 1)));
  return { kind: "list", ordered: token.ordered, start: Number(token.start) || 1, items };
}

function inlines(token) {
  const found = [];
  let before = "";
  const tokens = token.tokens ?? [{ type: "text", raw: token.raw }];
  tokens.forEach((one, place) => {
    for (const node of inline(one, before, tokens[place + 1]?.raw ?? "")) {
      const last = found.at(-1);
      if (node.kind === "text" && last?.kind === "text") last.text += node.text;
      else found.push(node);
    }
    before = one.raw;
  });
  return found;
}

/** Stars between letters and figures are a sum, not a style: 3**4**5 stays as it is. */
const inside = (before, after) => /[A-Za-z0-9]$/.test(before) || /^[A-Za-z0-9]/.test(after);

function inline(token, before, after) {
  if (token.type === "br") return [words("\n")];
  if (token.type === "strong" && token.raw.startsWith("**") && !inside(before, after)) {
    return [{ kind: "strong", of: inlines(token) }];
  }
  if (token.type === "em" && token.raw.startsWith("_")) return [{ kind: "em", of: inlines(token) }];
  if (token.type === "link") return link(token);
  return [words(token.raw)];
}

/** A bare address ends where its characters end: what follows without a space in Chinese is no part of it. */
function link(token) {
  const bare = /^(?:https?:\/\/|www\.)/i.test(token.raw);
  const text = bare ? token.raw.match(/^[\x21-\x7e]+/)[0] : shown(token);
  const address = safe(bare ? text.replace(/^www\./i, "http://$&") : token.href);
  if (!address) return [words(token.raw)];
  const node = { kind: "link", href: address.href, host: address.host, text };
  return bare && text !== token.raw ? [node, words(token.raw.slice(text.length))] : [node];
}

/** The words of a link as they were typed: nothing is styled inside it. */
function shown(token) {
  return token.tokens?.map((inner) => inner.raw).join("") || token.text || token.href;
}

/** An address people may be led to: http or https, and no name and password inside. */
export function safe(href) {
  try {
    const address = new URL(href);
    const fits = ["http:", "https:"].includes(address.protocol) && !address.username && !address.password;
    return fits && address.host ? address : null;
  } catch (broken) {
    if (broken instanceof TypeError) return null;
    throw broken;
  }
}
