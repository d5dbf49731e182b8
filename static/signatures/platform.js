/** What the signing page asks of the platform, and how it waits when somebody else is signing at this moment. */

const WAIT_MS = 1000;
const LONGEST_WAIT_MS = 180_000;

/** The platform refused; `error` is its answer, with a code, a title and an advice. */
export class Refused extends Error {
  constructor(error) {
    super(error.title);
    this.error = error;
  }

  get busy() {
    return this.error.code === "signing_in_progress";
  }

  get signedBefore() {
    return this.error.code === "already_answered" && this.error.details?.state === "signed";
  }

  get keySpent() {
    return ["certificate.missing", "challenge.spent"].includes(this.error.details?.finding);
  }
}

export function toBase64(bytes) {
  return btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** Ask for one act at `address`; throws Refused with the platform's answer, or TypeError when the line is cut. */
export async function ask(address, body = {}) {
  const answer = await fetch(address, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content,
    },
    body: JSON.stringify(body),
  });
  const reply = await answer.json();
  if (!reply.ok) throw new Refused(reply.error);
  return reply.result;
}

export async function bytesOf(address) {
  const answer = await fetch(address, { headers: { Accept: "application/pdf" } });
  if (!answer.ok) throw new TypeError(`document ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** Do `act`, and do it again while somebody else holds the document: they need some seconds, nothing is lost. */
export async function whenFree(act, waiting) {
  const end = Date.now() + LONGEST_WAIT_MS;
  for (;;) {
    try {
      return await act();
    } catch (refused) {
      if (!(refused instanceof Refused) || !refused.busy || Date.now() > end) throw refused;
      waiting();
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    }
  }
}
