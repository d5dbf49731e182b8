/** Digests of a file by parts, by the browser's own cryptography: a whole file is never in memory. */

export const BLOCK = 1024 * 1024;
const EDGE = 64 * 1024;

const able = () => window.isSecureContext && Boolean(crypto.subtle);

async function sha256(data) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}

export const hex = (digest) => [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The digest of one piece as the header of tus names it, or "" where the browser cannot compute any. */
export async function checksum(data) {
  return able() ? `sha256 ${btoa(String.fromCharCode(...(await sha256(data))))}` : "";
}

/** What a page recognises a file by when it is chosen again another day; not a proof, the digest at the end is. */
export async function markOf(file) {
  const plain = `${file.name}|${file.size}|${file.lastModified}`;
  if (!able()) return plain.slice(0, 120);
  const edges = new Blob([plain, file.slice(0, EDGE), file.slice(Math.max(0, file.size - EDGE))]);
  return hex(await sha256(await edges.arrayBuffer()));
}

/** The digest over the digests of the blocks of the whole file; "" when it cannot be computed or is no longer wanted. */
export async function blocksOf(file, wanted) {
  if (!able()) return "";
  const all = new Uint8Array(32 * Math.ceil(file.size / BLOCK));
  for (let start = 0; start < file.size; start += BLOCK) {
    if (!wanted()) return "";
    all.set(await sha256(await file.slice(start, start + BLOCK).arrayBuffer()), (start / BLOCK) * 32);
  }
  return hex(await sha256(all));
}
