/** Answering a proposal: yes or no, sealed in this browser, asked once more because it is final. */

import { placeOf, sealed, send } from "../offers/sealing.js";

const root = document.querySelector("[data-answer]");
const find = (name) => root.querySelector(`[data-${name}]`);
const check = find("check");
let chosen = "";

function ask({ currentTarget: pressed }) {
  chosen = pressed.value;
  for (const words of check.querySelectorAll("[data-for]")) words.hidden = words.dataset.for !== chosen;
  check.showModal();
}

async function answer({ currentTarget: pressed }) {
  pressed.disabled = true;
  pressed.setAttribute("aria-busy", "true");
  const { sent } = await sealed(placeOf(root), chosen);
  const refused = await send(root.dataset.address, sent, find("unreachable").content.textContent);
  if (!refused) {
    location.reload();
    return;
  }
  pressed.disabled = false;
  pressed.removeAttribute("aria-busy");
  check.close();
  find("refused").textContent = refused;
  find("refused").hidden = false;
  find("refused").focus();
}

for (const button of root.querySelectorAll("[data-choose]")) button.addEventListener("click", ask);
find("seal-it").addEventListener("click", answer);
find("go-back").addEventListener("click", () => check.close());
find("choices").hidden = false;
