/** A file dropped anywhere on the page is taken as if it had been chosen; a field for files takes its own. */

const page = document.body;

function carriesFiles(event) {
  return event.dataTransfer && [...event.dataTransfer.types].includes("Files");
}

/** Put one dropped file into `input` and call `taken` with it. */
export function takeDropped(input, taken) {
  page.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    page.classList.add("is-dropping");
  });
  page.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) page.classList.remove("is-dropping");
  });
  page.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    page.classList.remove("is-dropping");
    if (event.target.closest("input[type=file]")) return;
    event.preventDefault();
    if (event.dataTransfer.files.length !== 1) return;
    input.files = event.dataTransfer.files;
    taken(event.dataTransfer.files[0]);
  });
}
