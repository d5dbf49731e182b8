/** Sums as people type them, as grouped figures, and in the capital characters of legal instruments. All of it happens
    in the browser, because the figure never leaves it unsealed. Sums are hundredths, as BigInt. */

const DIGITS = "零壹贰叁肆伍陆柒捌玖";
const PLACES = ["", "拾", "佰", "仟"];
const LARGEST = 10n ** 18n - 1n;
const TEN_THOUSAND = 10_000n;
const YI = 100_000_000n;

/** The sum behind what was typed, or null: digits, group commas, at most two decimals, 万 for ten thousand. */
export function parseSum(typed) {
  const plain = typed.normalize("NFKC").replaceAll(/[\s,，¥$€]/g, "");
  const found = /^(\d{1,16})(?:\.(\d{1,6}))?(万?)(?:元|yuan)?$/.exec(plain);
  if (!found) return null;
  const [, whole, decimals = "", wan] = found;
  const scale = wan ? 6 : 2;
  if (decimals.length > scale) return null;
  const fen = BigInt(whole + decimals.padEnd(scale, "0"));
  return fen <= LARGEST ? fen : null;
}

/** 12,345.67 */
export function figures(fen) {
  const whole = (fen / 100n).toString().replaceAll(/\B(?=(\d{3})+(?!\d))/g, ",");
  return `${whole}.${(fen % 100n).toString().padStart(2, "0")}`;
}

function fourDigits(value) {
  let words = "";
  let zero = false;
  for (let power = 3; power >= 0; power -= 1) {
    const digit = Math.floor(value / 10 ** power) % 10;
    if (digit) {
      words += (zero && words ? "零" : "") + DIGITS[digit] + PLACES[power];
      zero = false;
    } else zero = true;
  }
  return words;
}

function belowYi(value) {
  const [high, low] = [value / TEN_THOUSAND, value % TEN_THOUSAND];
  let words = high ? `${fourDigits(Number(high))}万` : "";
  if (low) words += (high && low < 1000n ? "零" : "") + fourDigits(Number(low));
  return words;
}

function integer(value) {
  if (value === 0n) return "零";
  const [high, low] = [value / YI, value % YI];
  let words = high ? `${belowYi(high)}亿` : "";
  if (low) words += (high && low < 10_000_000n ? "零" : "") + belowYi(low);
  return words;
}

/** 32,000,000 → 叁拾贰万元整 */
export function capitals(fen) {
  const [yuan, rest] = [fen / 100n, Number(fen % 100n)];
  const [jiao, cents] = [Math.floor(rest / 10), rest % 10];
  let words = yuan || !rest ? `${integer(yuan)}元` : "";
  if (!rest) return `${words}整`;
  if (jiao) words += `${DIGITS[jiao]}角`;
  else if (words) words += "零";
  return words + (cents ? `${DIGITS[cents]}分` : "");
}
