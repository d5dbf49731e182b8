/** Dropping a file anywhere on the page chooses it. Without script the file is chosen by its button. */

const form = document.querySelector("form[enctype]");
const input = document.getElementById("file");
const page = document.body;

function carriesFiles(event) {
  return event.dataTransfer && [...event.dataTransfer.types].includes("Files");
}

function over(event) {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  page.classList.add("is-dropping");
}

function drop(event) {
  if (!carriesFiles(event)) return;
  page.classList.remove("is-dropping");
  if (event.target.closest("input[type=file]")) return;
  event.preventDefault();
  if (event.dataTransfer.files.length !== 1) return;
  input.files = event.dataTransfer.files;
  form.requestSubmit();
}

if (form && input) {
  for (const hint of document.querySelectorAll(".drop-hint")) hint.hidden = false;
  page.addEventListener("dragover", over);
  page.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) page.classList.remove("is-dropping");
  });
  page.addEventListener("drop", drop);
  form.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) form.querySelector("[data-checking]").hidden = false;
  });
}
