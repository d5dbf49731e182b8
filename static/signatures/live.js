/** Keeps the ceremony page true while others sign: when something changes, the page is read again. */

import { io } from "../vendor/socket.io-client-4.8.4/socket.io.esm.min.js";

const page = document.querySelector("[data-agreement]");
const socket = io({ transports: ["websocket", "polling"] });

socket.on("agreement:changed", (news) => {
  if (news.agreement_id === page.dataset.agreement) window.location.reload();
});
