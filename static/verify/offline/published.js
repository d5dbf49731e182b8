/** Rules and sentences as the command line has them (signing/published.py): put into the page when it is built. */

export const PUBLISHED = globalThis.heqiPublished;
