/** Looks at the words while they are typed: what the rules say stands at the form, and a wording offered goes into it. */

const PAUSE = 200;
const section = document.querySelector("[data-check]");

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function icon(name) {
  const model = section.querySelector("svg use") ?? document.querySelector("svg use");
  const drawing = model.closest("svg").cloneNode(true);
  const use = drawing.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#i-${name}`));
  return drawing;
}

function law(finding) {
  const [first, ...more] = finding.law;
  const full = element("ul", { role: "list" }, ...finding.law.map((one) => element("li", {}, one.full)));
  const short = first.short + (more.length ? ` +${more.length}` : "");
  return element("details", { class: "remark__law" }, element("summary", {}, icon("scale"), element("span", {}, short)), full);
}

function put(form, offer) {
  const text = form.elements.namedItem("text");
  const english = form.elements.namedItem("text_en");
  text.value = offer.zh;
  english.value = offer.en;
  const blank = /【[^】]*】/.exec(offer.zh);
  text.focus();
  if (blank) text.setSelectionRange(blank.index, blank.index + blank[0].length);
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

function offered(form, finding, offer, place) {
  const free = form.elements.namedItem("text");
  const press = element(
    "button",
    { class: "btn btn--small", name: "use", value: `${finding.key}.${place}`, type: free ? "button" : "submit" },
    icon("pen"),
    section.dataset.use,
  );
  if (free) press.addEventListener("click", () => put(form, offer));
  const words = element(
    "div",
    { class: "both" },
    element("p", { class: "both__zh", lang: "zh-CN" }, offer.zh),
    element("p", { class: "both__en", lang: "en" }, offer.en),
  );
  return element("details", { class: "remark__offer" }, element("summary", {}, icon("pen"), offer.title), words, press);
}

function showing(form, finding) {
  const span = finding.spans.find((one) => form.elements.namedItem(one.language === "zh" ? "text" : "text_en"));
  if (!span) return [];
  const press = element("button", { class: "btn btn--small btn--quiet", type: "button" }, section.dataset.show);
  press.addEventListener("click", () => {
    const field = form.elements.namedItem(span.language === "zh" ? "text" : "text_en");
    const before = field.value.length - field.value.trimStart().length;
    field.focus();
    field.setSelectionRange(span.start + before, span.end + before);
  });
  return [press];
}

function remark(form, finding) {
  const tone = finding.severity === "block" ? "bad" : "judge";
  const tag = element("span", { class: `tag tag--${tone}` }, icon(finding.severity === "block" ? "alert" : "info"), finding.tag);
  return element(
    "li",
    { class: `remark remark--${finding.severity}` },
    element("p", { class: "remark__head" }, tag),
    element("p", {}, finding.message),
    ...showing(form, finding),
    law(finding),
    ...finding.offers.map((offer, place) => offered(form, finding, offer, place)),
  );
}

function say(form, answer) {
  const said = section.querySelector("[data-said]");
  if (answer.unfinished) {
    said.replaceChildren(element("p", { class: "small muted" }, section.dataset.unfinished));
  } else if (answer.findings.length === 0) {
    said.replaceChildren(element("p", { class: "small" }, icon("check"), ` ${section.dataset.good}`));
  } else {
    const open = new Set([...said.querySelectorAll("details[open]")].map((one) => one.textContent));
    const list = element("ul", { class: "remarks-whole", role: "list" }, ...answer.findings.map((one) => remark(form, one)));
    for (const details of list.querySelectorAll("details")) details.open = open.has(details.textContent);
    said.replaceChildren(list);
  }
}

function written(form) {
  return [...form.elements].some((field) => field.matches("textarea, input:not([type=hidden]), select") && field.value);
}

if (section) {
  const form = section.closest("form");
  let waiting;
  let asked;
  section.querySelector("[data-asks]").hidden = true;

  const look = async () => {
    asked?.abort();
    if (!written(form)) return;
    asked = new AbortController();
    section.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(section.dataset.check, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "application/json", "X-CSRFToken": document.querySelector("meta[name='csrf-token']").content },
        signal: asked.signal,
      });
      if (answer.ok) say(form, await answer.json());
      else section.querySelector("[data-asks]").hidden = false;
    } catch (failure) {
      if (failure.name !== "AbortError") section.querySelector("[data-asks]").hidden = false;
      return;
    } finally {
      section.removeAttribute("aria-busy");
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });
  look();
}
