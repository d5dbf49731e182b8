/** What a step of the offline verifier says when it does not pass: a reason by its code, or that it cannot be decided here. */

/** A check that went wrong: `code` names the sentence of signing/reasons.py, `details` fill it. */
export class Failure extends Error {
  constructor(code, details = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** Something this page does not know how to judge; the command line does. It is never taken for a pass. */
export class Undecided extends Error {
  constructor(what) {
    super(what);
    this.what = what;
  }
}

/** The value, or a failure under `code` where `work` throws anything but our own kinds. */
export function reading(code, work, details) {
  try {
    return work();
  } catch (error) {
    if (error instanceof Failure || error instanceof Undecided) throw error;
    throw new Failure(code, details);
  }
}
