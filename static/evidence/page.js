/** Pages about exhibits outside the room: the same viewer, and the exhibit drawn in its own page. */

import { Viewer, draw } from "./viewer.js";
import { word } from "./words.js";

new Viewer(document);

const place = document.querySelector("[data-draw]");
if (place) {
  const { look, address, name } = place.dataset;
  const said = document.querySelector("[data-draw-said]");
  const start = async () => {
    said.textContent = word("loading");
    const drawn = await draw(look, address, name, place);
    said.textContent = drawn ? "" : word(look ? "look_failed" : "no_look");
  };
  document.querySelector("[data-draw-starts]")?.addEventListener("click", (event) => {
    event.currentTarget.hidden = true;
    start();
  });
  if (["picture", "text", "sound", "film"].includes(look)) start();
}

for (const pressed of document.querySelectorAll("[data-prints]")) {
  pressed.hidden = false;
  pressed.addEventListener("click", () => window.print());
}
