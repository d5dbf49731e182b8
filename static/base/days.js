/** Whole calendar days in Beijing between two instants; the law counts days there, wherever the reader is.
 * A term that ends at midnight ends with the day before it, hence the last millisecond. */

const BEIJING_OFFSET = 8 * 3_600_000;
const DAY = 86_400_000;

const beijingDay = (instant) => Math.floor((instant.getTime() + BEIJING_OFFSET) / DAY);

export const days = (from, until) => beijingDay(new Date(until.getTime() - 1)) - beijingDay(from);
