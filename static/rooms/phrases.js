/** Sentences of the page in the reader's language, and small help for building nodes. */

const said = new Map();
for (const item of document.querySelector("[data-phrases]").content.querySelectorAll("[data-phrase]")) {
  said.set(item.dataset.phrase, item.textContent);
}

export const phrase = (name) => said.get(name) ?? "";

export const english = document.documentElement.lang === "en";

export function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn--small";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit" });
const calendar = new Intl.DateTimeFormat(english ? "en-GB" : "zh-CN", {
  timeZone: "Asia/Shanghai", year: "numeric", month: english ? "short" : "long", day: "numeric", weekday: "short",
});

export const clockTime = (instant) => clock.format(instant);
export const calendarDay = (instant) => calendar.format(instant);

export function bytes(size) {
  if (size < 1000) return `${size} B`;
  return size < 1_000_000 ? `${(size / 1000).toFixed(1)} kB` : `${(size / 1_000_000).toFixed(1)} MB`;
}

/** A refusal of the platform as one sentence after the other. */
export const sentences = ({ title, advice }) => `${title}${english ? ". " : "。"}${advice}`;

/** Read JSON of our own; a refusal comes back as {refused: status}, a dead line as {refused: 0}. */
export async function ask(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, redirect: "error" });
    return answer.ok ? await answer.json() : { refused: answer.status };
  } catch (broken) {
    if (broken instanceof TypeError) return { refused: 0 };
    throw broken;
  }
}

const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

/** Do something over a plain request; the answer has the shape of an acknowledgement, undefined for a dead line. */
export async function send(address, facts) {
  try {
    const answer = await fetch(address, {
      method: "POST", redirect: "error", body: JSON.stringify(facts),
      headers: { "Accept": "application/json", "Content-Type": "application/json", "X-CSRFToken": token() },
    });
    return await answer.json();
  } catch (broken) {
    if (broken instanceof TypeError || broken instanceof SyntaxError) return undefined;
    throw broken;
  }
}
