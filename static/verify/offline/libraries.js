/** The libraries that the single page carries: put together with it from static/vendor when it is built. */

const { pkijs, smCrypto, fflate } = globalThis.heqiLibraries;

export { fflate, pkijs, smCrypto };
