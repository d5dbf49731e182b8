/** Dropping a file anywhere on the page chooses it. Without script the file is chosen by its button. */

import { takeDropped } from "../base/drop.js";

const form = document.querySelector("form[enctype]");
const input = document.getElementById("file");

if (form && input) {
  for (const hint of document.querySelectorAll(".drop-hint")) hint.hidden = false;
  takeDropped(input, () => form.requestSubmit());
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) form.querySelector("[data-checking]").hidden = false;
  });
}
