/** Draws a PDF from bytes held by the page, so that what is read is what is checked and signed. */

import { GlobalWorkerOptions, getDocument } from "../vendor/pdfjs-dist-5.6.205/pdf.min.mjs";

const VENDOR = new URL("../vendor/pdfjs-dist-5.6.205/", import.meta.url).href;
const WIDEST = 900;

function startWorker() {
  const address = `${VENDOR}pdf.worker.min.mjs`;
  const policy = window.trustedTypes?.createPolicy("heqi", { createScriptURL: (url) => {
    if (url !== address) throw new TypeError("not our worker");
    return url;
  } });
  GlobalWorkerOptions.workerPort = new Worker(policy ? policy.createScriptURL(address) : address, { type: "module" });
}

/** Draw every page of `bytes` into `place`; returns how many there are. */
export async function show(bytes, place, label) {
  if (!GlobalWorkerOptions.workerPort) startWorker();
  const loading = getDocument({
    data: bytes.slice(),
    cMapUrl: `${VENDOR}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${VENDOR}standard_fonts/`,
    isEvalSupported: false,
    useWasm: false,
    enableXfa: false,
    disableAutoFetch: true,
  });
  const pdf = await loading.promise;
  const drawn = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    drawn.push(await drawPage(await pdf.getPage(number), place.clientWidth, label(number, pdf.numPages)));
  }
  place.replaceChildren(...drawn);
  await loading.destroy();
  return drawn.length;
}

async function drawPage(page, room, label) {
  const natural = page.getViewport({ scale: 1 });
  const sharp = Math.min(window.devicePixelRatio || 1, 2);
  const viewport = page.getViewport({ scale: (Math.min(room || WIDEST, WIDEST) / natural.width) * sharp });
  const canvas = document.createElement("canvas");
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  canvas.className = "sheet";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  await page.render({ canvas, canvasContext: canvas.getContext("2d"), viewport }).promise;
  return canvas;
}
