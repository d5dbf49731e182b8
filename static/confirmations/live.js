/** The page reads itself anew when the application it shows moves on; without script it is as fresh as its last load. */

import { io } from "../vendor/socket.io-client-4.8.4/socket.io.esm.min.js";

const shown = document.querySelector("[data-confirmation]");

function busy() {
  const active = document.activeElement;
  return active !== null && active.closest("form, dialog") !== null;
}

if (shown) {
  const socket = io({ transports: ["websocket", "polling"] });
  socket.on("confirmation:changed", (change) => {
    const wanted = shown.dataset.confirmation;
    if ((wanted === "*" || wanted === change.confirmation_id) && !busy()) location.reload();
  });
}
