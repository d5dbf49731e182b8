/** Tells the reader that somebody changed the agreement. It never reloads by itself: typed words stay where they are. */

import { io } from "../vendor/socket.io-client-4.8.4/socket.io.esm.min.js";

const notice = document.querySelector("[data-changed]");

if (notice) {
  const socket = io({ transports: ["websocket"], reconnectionDelay: 1_000, reconnectionDelayMax: 10_000 });
  socket.on("agreement:changed", (fact) => {
    if (fact.agreement_id === notice.dataset.agreement) notice.hidden = false;
  });
  notice.querySelector("[data-reload]")?.addEventListener("click", (press) => {
    press.preventDefault();
    window.location.reload();
  });
}
