/** The lang value of a text somebody wrote: zh-CN as soon as it holds one Han character, else en, else none. */
export function languageOf(text) {
  if (/[\u3400-\u9fff]/.test(text)) return "zh-CN";
  return /[A-Za-z]/.test(text) ? "en" : "";
}
