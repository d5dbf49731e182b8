/** Draws a PDF from bytes held by the page, so that what is read is what is checked and signed. */

import { AnnotationMode, GlobalWorkerOptions, getDocument } from "../vendor/pdfjs-dist-5.6.205/pdf.min.mjs";

const VENDOR = new URL("../vendor/pdfjs-dist-5.6.205/", import.meta.url).href;
const WIDEST = 900;
const COMPARED_WIDTH = 720;

function startWorker() {
  const address = `${VENDOR}pdf.worker.min.mjs`;
  const policy = window.trustedTypes?.createPolicy("heqi", { createScriptURL: (url) => {
    if (url !== address) throw new TypeError("not our worker");
    return url;
  } });
  GlobalWorkerOptions.workerPort = new Worker(policy ? policy.createScriptURL(address) : address, { type: "module" });
}

async function opened(bytes, use) {
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
  try {
    return await use(await loading.promise);
  } finally {
    await loading.destroy();
  }
}

/** Draw every page of `bytes` into `place`; returns the drawn pages. */
export function show(bytes, place, label) {
  return opened(bytes, async (pdf) => {
    const drawn = [];
    for (let number = 1; number <= pdf.numPages; number += 1) {
      drawn.push(await drawPage(await pdf.getPage(number), place.clientWidth, label(number, pdf.numPages)));
    }
    place.replaceChildren(...drawn);
    return drawn;
  });
}

/** What can be read on every page, signatures left aside: a digest of its picture, and where fields stand on it. */
export function textOf(bytes) {
  return opened(bytes, async (pdf) => {
    const pages = [];
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      const fields = (await page.getAnnotations()).map((one) => [one.subtype, one.fieldType, one.fieldName, one.rect]);
      pages.push(JSON.stringify([await pictureOf(page), fields]));
    }
    return pages;
  });
}

async function pictureOf(page) {
  const natural = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: COMPARED_WIDTH / natural.width });
  const canvas = document.createElement("canvas");
  canvas.width = COMPARED_WIDTH;
  canvas.height = Math.floor(viewport.height);
  // Drawn without the graphics card, so that the same page always gives the same points.
  const canvasContext = canvas.getContext("2d", { willReadFrequently: true });
  await page.render({ canvas, canvasContext, viewport, annotationMode: AnnotationMode.DISABLE }).promise;
  const points = canvasContext.getImageData(0, 0, canvas.width, canvas.height).data;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", points));
  return [canvas.width, canvas.height, ...digest].join(" ");
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
