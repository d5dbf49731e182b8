/** Tells the reader that a paper changed. It never reloads by itself: typed words stay where they are. */

import { io } from "../vendor/socket.io-client-4.8.4/socket.io.esm.min.js";

const shown = (selector, fits) => {
  for (const notice of document.querySelectorAll(selector)) if (fits(notice)) notice.hidden = false;
};

const HEARD = {
  "facts:changed": (fact) => shown("[data-facts]", (notice) => notice.dataset.facts === fact.case_ref),
  "record:changed": (fact) => shown("[data-records]", (notice) => notice.dataset.records === fact.case_ref
    && (!notice.dataset.record || notice.dataset.record === fact.record_id)),
  "passing:changed": (fact) => {
    const here = document.querySelector("[data-passing]");
    if (here && here.dataset.passing === fact.channel_id) shown("[data-told=passing]", () => true);
  },
  "message:passed_on": (fact) => mark(fact.channel_id, fact.seq),
};

/** The message stands in the log already, or arrives in a moment. */
function mark(channel, seq, tries = 10) {
  if (document.querySelector("[data-room]")?.dataset.channel !== channel) return;
  const message = document.querySelector(`[data-list] [data-seq="${seq}"]`);
  const drawn = document.querySelector("[data-passed-mark]");
  if (message && drawn && !message.querySelector(".msg__passed")) {
    message.querySelector(".msg__text").after(drawn.content.cloneNode(true));
  } else if (!message && tries > 0) setTimeout(() => mark(channel, seq, tries - 1), 200);
}

function told(name, fact) {
  HEARD[name]?.(fact);
}

// In the room one line is open already and hands on what it hears.
if (document.querySelector("[data-room]")) {
  document.addEventListener("heqi:told", (event) => told(event.detail.name, event.detail.fact));
} else if (document.querySelector("[data-facts], [data-records]")) {
  const socket = io({ transports: ["websocket"], reconnectionDelay: 1_000, reconnectionDelayMax: 10_000 });
  socket.onAny(told);
}
for (const link of document.querySelectorAll(".told [data-reload]")) {
  link.addEventListener("click", (press) => {
    press.preventDefault();
    location.reload();
  });
}
