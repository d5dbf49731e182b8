/** Remarks on a clause in one channel: what is begun stays with its channel, and news is told, never put in unasked. */

import { Keep } from "../rooms/keep.js";
import { line } from "./line.js";

const root = document.querySelector("[data-channel]");
const keep = new Keep(sessionStorage, root.dataset.account);
const place = new URL(window.location);

if (place.searchParams.has("saved")) {
  // Whatever was sent from this page is safe; what was begun elsewhere on it is kept under a name of its own.
  const sent = sessionStorage.getItem("heqi-remark-sent");
  if (sent) keep.drop(`remark:${sent}`);
  sessionStorage.removeItem("heqi-remark-sent");
  place.searchParams.delete("saved");
  window.history.replaceState(null, "", place);
}

for (const form of document.querySelectorAll("[data-say]")) {
  const name = `remark:${form.dataset.say}`;
  const box = form.elements.text;
  const begun = keep.read(name, null);
  // Also who was shown as reading it then: others today are asked about first.
  if (begun && !box.value) {
    box.value = begun.text;
    form.elements.audience.value = begun.audience;
  }
  box.addEventListener("input", () => {
    if (box.value.trim()) keep.write(name, { text: box.value, audience: form.elements.audience.value });
    else keep.drop(name);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", () => sessionStorage.setItem("heqi-remark-sent", form.dataset.say));
}

line().on("comments:changed", (fact) => {
  if (fact.channel_id !== root.dataset.channel || fact.clause_id !== root.dataset.clause) return;
  document.querySelector("[data-remarks-changed]").hidden = false;
});
