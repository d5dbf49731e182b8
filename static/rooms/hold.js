/**
 * A joint message waits some seconds on its writer's own page before it is sent: until then it can be taken back and
 * nobody has heard it. The time of release is kept with the message, so that a reload neither loses nor hastens it.
 */

export const HOLD_SECONDS = 5;

/** When a message begun now may go; 0 where nothing is held. */
export const releaseOf = (kind, now) => (kind === "joint" ? now + HOLD_SECONDS * 1000 : 0);

/** Whole seconds until a message may go, 0 when it may. */
export const secondsLeft = (item, now) => Math.max(0, Math.ceil(((item.release ?? 0) - now) / 1000));

/** The next message that may be sent: not one its writer is asked about, and each channel in its own order. */
export function nextToSend(items, now) {
  const stopped = new Set();
  for (const item of items) {
    if (item.held) continue;
    if (secondsLeft(item, now) > 0) stopped.add(item.channel);
    else if (!stopped.has(item.channel)) return item;
  }
  return undefined;
}

/** Milliseconds until another message may be sent, or undefined when none is held. */
export function nextRelease(items, now) {
  const times = items.filter((item) => !item.held && (item.release ?? 0) > now).map((item) => item.release - now);
  return times.length ? Math.min(...times) : undefined;
}
