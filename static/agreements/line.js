/** The one connection of the agreement's pages. */

import { io } from "../vendor/socket.io-client-4.8.4/socket.io.esm.min.js";

let connected;

export function line() {
  connected ??= io({ transports: ["websocket"], reconnectionDelay: 1_000, reconnectionDelayMax: 10_000 });
  return connected;
}

/** An instant as a time of day in Beijing, as every time of the platform is shown. */
export function timeOf(instant) {
  const parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Shanghai" };
  return new Intl.DateTimeFormat("en-GB", parts).format(new Date(instant));
}

export const english = document.documentElement.lang.startsWith("en");

export function nameOf(hold) {
  return english ? hold.name_en : hold.name;
}
