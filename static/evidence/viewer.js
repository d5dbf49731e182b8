/** Shows an exhibit without leaving the page. Nothing of it runs: a picture is drawn anew, a PDF painted, text is text. */

import { word } from "./words.js";

const LARGEST_PAPER = 80 * 1024 * 1024;

async function paper(address, place) {
  const answer = await fetch(address, { redirect: "error" });
  if (!answer.ok || Number(answer.headers.get("Content-Length")) > LARGEST_PAPER) return false;
  const { show } = await import("../signatures/viewer.js");
  const label = (number, total) => word("page_of").replace("#", number).replace("%", total);
  await show(new Uint8Array(await answer.arrayBuffer()), place, label);
  return true;
}

async function text(address, place) {
  const answer = await fetch(address, { redirect: "error" });
  if (!answer.ok) return false;
  const made = document.createElement("pre");
  made.textContent = await answer.text();
  place.replaceChildren(made);
  return true;
}

function element(name, address, more) {
  return (place) => new Promise((settle) => {
    const made = Object.assign(document.createElement(name), more, { src: address });
    made.addEventListener(name === "img" ? "load" : "loadedmetadata", () => settle(true));
    made.addEventListener("error", () => settle(false));
    place.replaceChildren(made);
  });
}

/** Draw what is at `address` into `place`; false when it cannot be shown. */
export async function draw(look, address, name, place) {
  const ways = {
    picture: element("img", address, { alt: name }),
    sound: element("audio", address, { controls: true, preload: "metadata" }),
    film: element("video", address, { controls: true, preload: "metadata", playsInline: true }),
    pdf: (into) => paper(address, into),
    text: (into) => text(address, into),
  };
  try {
    return Boolean(ways[look] && (await ways[look](place)));
  } catch (broken) {
    console.warn(broken);
    return false;
  }
}

export class Viewer {
  constructor(root) {
    this.dialog = root.querySelector("[data-viewer]");
    if (!this.dialog) return;
    this.place = this.dialog.querySelector("[data-viewer-place]");
    this.said = this.dialog.querySelector("[data-viewer-said]");
    this.dialog.addEventListener("close", () => this.place.replaceChildren());
    root.addEventListener("click", (event) => {
      const link = this.linkOf(root, event.target);
      if (!link?.dataset.look || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.open(link);
    });
  }

  /** A card in the log stands for the row of the same file. */
  linkOf(root, target) {
    const card = target.closest("a.exhibit");
    if (!card) return target.closest("a[data-look]");
    return root.querySelector(`[data-exhibit="${CSS.escape(card.pathname.split("/").at(-1))}"] a[data-look]`);
  }

  async open(link) {
    const { look, address, name, download } = link.dataset;
    this.dialog.querySelector("[data-viewer-name]").textContent = name;
    const file = this.dialog.querySelector("[data-viewer-download]");
    file.hidden = !download;
    if (download) file.href = download;
    this.dialog.querySelector("[data-viewer-page]").href = link.href;
    this.place.replaceChildren();
    this.said.textContent = word("loading");
    this.dialog.showModal();
    const drawn = await draw(look, address, name, this.place);
    this.said.textContent = drawn ? "" : word("look_failed");
  }
}
