/**
 * Fetches parts of a page anew as nodes and puts them in place of the old ones. The browser parses the answer as a
 * document of its own in which no script runs, so nothing here turns text into markup.
 */

/** The page at `address` as a document; undefined when nothing came, {refused} when it was refused. */
export function pageAt(address) {
  return new Promise((settled) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.setRequestHeader("Accept", "text/html");
    request.addEventListener("load", () => {
      const moved = new URL(request.responseURL, location.href).pathname !== new URL(address, location.href).pathname;
      settled(request.status === 200 && !moved ? { page: request.response } : { refused: moved ? 401 : request.status });
    });
    request.addEventListener("error", () => settled({ refused: 0 }));
    request.send();
  });
}

/** Put `fresh` in the place of `old`; the focus stays on the link or button it was on. */
export function exchange(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : undefined;
  const address = focused?.getAttribute("href");
  const made = document.importNode(fresh, true);
  old.replaceWith(made);
  if (focused) [...made.querySelectorAll("a[href]")].find((link) => link.getAttribute("href") === address)?.focus();
  return made;
}

/** Call `act` once for many calls that come within `wait` milliseconds, never twice at a time. */
export function gathered(act, wait = 400) {
  let timer;
  let running = false;
  let again = false;
  async function run() {
    timer = undefined;
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      await act();
    } finally {
      running = false;
      if (again) {
        again = false;
        timer ??= setTimeout(run, wait);
      }
    }
  }
  return () => {
    timer ??= setTimeout(run, wait);
  };
}
