/** The owner's own copy of what was sealed: in this browser only, masked until a press is held, gone at sign-out. */

const DOTS = "••••••";

export class OwnCopy {
  constructor(store, account, round) {
    this.store = store;
    this.name = `heqi:offer:${account}:${round}`;
  }

  read() {
    const kept = this.store.getItem(this.name);
    return kept ? JSON.parse(kept) : null;
  }

  keep(copy) {
    this.store.setItem(this.name, JSON.stringify(copy));
  }

  drop() {
    this.store.removeItem(this.name);
  }

  /** A file with figure and salt, by which the owner can prove against the commitment what was sealed. */
  save() {
    const file = new Blob([JSON.stringify(this.read(), null, 2)], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `heqi-${this.read().roundId.slice(0, 8)}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  }
}

/** Show `words` in `place` for as long as the button is held, by pointer or by the space bar. */
export function holdToShow(button, place, words) {
  const show = () => { place.textContent = words; };
  const mask = () => { place.textContent = DOTS; };
  button.addEventListener("pointerdown", show);
  for (const name of ["pointerup", "pointerleave", "pointercancel", "blur"]) button.addEventListener(name, mask);
  button.addEventListener("keydown", (press) => {
    if (press.key !== " " && press.key !== "Enter") return;
    press.preventDefault();
    show();
  });
  button.addEventListener("keyup", mask);
  button.addEventListener("contextmenu", (press) => press.preventDefault());
  document.addEventListener("visibilitychange", mask);
}
