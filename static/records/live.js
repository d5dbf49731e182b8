/** Tells the reader that a paper changed. It never reloads by itself: typed words stay where they are. */

import { io } from "../vendor/socket.io-client-4.8.4/socket.io.esm.min.js";

const notices = document.querySelectorAll("[data-facts]");

function told(name, fact) {
  if (name !== "facts:changed") return;
  for (const notice of notices) if (notice.dataset.facts === fact.case_ref) notice.hidden = false;
}

if (notices.length) {
  // In the room one line is open already and hands on what it hears.
  if (document.querySelector("[data-room]")) {
    document.addEventListener("heqi:told", (event) => told(event.detail.name, event.detail.fact));
  } else {
    const socket = io({ transports: ["websocket"], reconnectionDelay: 1_000, reconnectionDelayMax: 10_000 });
    socket.onAny(told);
  }
  for (const link of document.querySelectorAll("[data-reload]")) {
    link.addEventListener("click", (press) => {
      press.preventDefault();
      location.reload();
    });
  }
}
