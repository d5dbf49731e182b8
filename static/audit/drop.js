/** A sealed PDF is looked up by its digest, which is computed here: the file never leaves the device. */

import { takeDropped } from "../base/drop.js";
import { able, sha256 } from "./merkle.js";

const field = document.querySelector("[data-drop-pdf]");
const input = document.getElementById("pdf");

async function look(file) {
  const said = field.querySelector("[data-said]");
  const start = new TextDecoder("latin1").decode(await file.slice(0, 5).arrayBuffer());
  if (start !== "%PDF-") {
    said.textContent = said.dataset.notPdf;
    return;
  }
  said.textContent = said.dataset.working;
  const digest = await sha256(await file.arrayBuffer());
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  location.assign(`/log/sealed/${hex}`);
}

if (field && able()) {
  field.hidden = false;
  input.addEventListener("change", () => input.files.length === 1 && look(input.files[0]));
  takeDropped(input, look);
} else if (field) {
  field.closest(".panel").querySelector("details").open = true;
}
