/** Tells the reader that the round or the proposal on this page has moved on. A page on which nothing is being typed
    shows it at once; one with an open form only says so, because typed words stay where they are. */

import { io } from "../vendor/socket.io-client-4.8.4/socket.io.esm.min.js";

const notice = document.querySelector("[data-moved]");

function moved(id) {
  if (id !== notice.dataset.moved) return;
  const typing = document.querySelector("[data-form]:not([hidden]), dialog[open]");
  if (typing) notice.hidden = false;
  else location.reload();
}

if (notice) {
  const socket = io({ transports: ["websocket"], reconnectionDelay: 1_000, reconnectionDelayMax: 10_000 });
  socket.on("offer:changed", (fact) => moved(fact.round_id));
  socket.on("proposal:changed", (fact) => moved(fact.proposal_id));
  notice.querySelector("[data-show]").addEventListener("click", () => location.reload());
}
