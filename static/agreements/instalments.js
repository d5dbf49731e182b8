/** Says while one types how much of the whole sum is still to be divided into instalments; the server checks it again. */

const table = document.getElementById("instalments");
const whole = document.getElementById("fen");
const said = table?.querySelector("[data-left]");

/** Fen behind what was typed, such as 300,000.50; nothing for what is no sum. */
function fen(typed) {
  const plain = typed.replace(/[,，\s¥￥元]/g, "");
  return /^\d{1,13}(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : null;
}

function show() {
  const sums = [...table.querySelectorAll('input[name^="sum_"]')].map((input) => input.value).filter(Boolean).map(fen);
  const total = fen(whole.value);
  said.hidden = total === null || sums.length === 0 || sums.includes(null);
  if (said.hidden) return;
  const left = total - sums.reduce((sum, one) => sum + one, 0);
  const figures = (Math.abs(left) / 100).toLocaleString("en", { minimumFractionDigits: 2 });
  const sentence = left > 0 ? said.dataset.left : left < 0 ? said.dataset.over : said.dataset.even;
  said.textContent = sentence.replace("{sum}", figures);
  said.classList.toggle("is-even", left === 0);
}

if (said && whole) {
  document.addEventListener("input", (typing) => {
    if (typing.target === whole || table.contains(typing.target)) show();
  });
  show();
}
