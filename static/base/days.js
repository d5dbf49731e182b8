/** Whole calendar days in Beijing between two instants; the law counts days there, wherever the reader is. */

const BEIJING_OFFSET = 8 * 3_600_000;
const DAY = 86_400_000;

const beijingDay = (instant) => Math.floor((instant.getTime() + BEIJING_OFFSET) / DAY);

export const days = (from, until) => beijingDay(until) - beijingDay(from);
