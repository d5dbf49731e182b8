/** Sentences about files in the reader's language, and small help for building nodes. */

const said = new Map();
for (const template of document.querySelectorAll("template[data-evidence-words]")) {
  for (const item of template.content.querySelectorAll("[data-word]")) said.set(item.dataset.word, item.textContent.trim());
}

export const word = (name) => said.get(name) ?? "";

export const english = document.documentElement.lang === "en";

export const csrf = () => document.querySelector("meta[name='csrf-token']").content;

export function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn--small";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

export function bytes(size) {
  const steps = [[1e9, "GB"], [1e6, "MB"], [1e3, "kB"]];
  for (const [unit, name] of steps) if (size >= unit) return `${(size / unit).toFixed(size >= 10 * unit ? 0 : 1)} ${name}`;
  return `${size} B`;
}

/** A refusal of the platform as sentences: what happened, and why in this case. */
export function sentences({ title = "", advice = "", details = {} } = {}) {
  const reason = details.reason && word(`reason_${details.reason}`);
  return [title, reason || advice].filter(Boolean).join(english ? ". " : "。");
}
