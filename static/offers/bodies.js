/** What the questions of a round amount to: the body that is sealed, and the lines by which it is looked at once more. */

import { capitals, figures, parseSum } from "./capitals.js";

const issues = (form) => [...form.querySelectorAll("[data-issue]")];

/** {body, sum, lines}, or {wrong: "sum" | "incomplete"}. */
export function read(root, form) {
  const kind = root.dataset.kind;
  if (kind === "search") return priorities(root, form);
  const fen = root.dataset.hasSum ? parseSum(form.querySelector("#sum").value) : null;
  if (root.dataset.hasSum && fen === null) return { wrong: "sum" };
  const chosen = issues(form).map((issue) => [...issue.querySelectorAll("input:checked")]);
  if (chosen.some((options) => options.length === 0)) return { wrong: "incomplete" };
  const lists = chosen.map((options) => options.map((option) => option.value).join(","));
  const lines = chosen.map((options, place) => ({
    name: issues(form)[place].dataset.issue,
    words: options.map((option) => option.closest("label").innerText.trim()),
  }));
  return { body: [fen === null ? "-" : fen.toString(), ...lists].join("|"), fen, lines };
}

function priorities(root, form) {
  const limit = form.querySelector("[data-limit]").value;
  const shown = form.querySelector('[name="shown"]:checked').value;
  const never = root.querySelector("[data-never]").content.textContent;
  let wanted = false;
  const lines = [];
  const parts = issues(form).map((issue) => {
    const importance = issue.querySelector("[data-importance]").value;
    const ratings = [...issue.querySelectorAll("[data-rating]")];
    wanted ||= Number(importance) > 0 && ratings.some((rating) => Number(rating.value) > 0);
    lines.push({
      name: `${issue.dataset.issue} × ${importance}`,
      words: ratings.map((one) => `${one.parentElement.firstElementChild.textContent}: ${one.value === "-1" ? never : one.value}`),
    });
    return `${importance}:${ratings.map((rating) => rating.value).join(",")}`;
  });
  if (!wanted) return { wrong: "incomplete" };
  return { body: [limit, shown, ...parts].join("|"), fen: null, lines };
}

/** A body as one line for its owner. */
export function asWords(root, body) {
  const [first, ...rest] = body.split("|");
  if (root.dataset.kind === "search") return body;
  const { issues: named } = JSON.parse(root.dataset.terms);
  const sum = first === "-" ? [] : [`${root.dataset.mark}${figures(BigInt(first))}`];
  const options = rest.map((list, place) => list.split(",").map((one) => named[place].options[Number(one)]).join(" / "));
  return [...sum, ...options].join(" · ");
}

/** The figure in capitals with its currency: 人民币叁拾贰万元整 */
export const inCapitals = (root, fen) => `${root.dataset.money}${capitals(fen)}`;

export { figures, parseSum };
