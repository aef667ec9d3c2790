/* Whether typed words are the ones that were to be typed: training/practice/rules_typing.py decides the same, and says
   why. The server marks every answer again; this is for telling at once. */

const MOST_SLIPS = 3;

export const words = (text) => text
  .normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss")
  .replace(/['’ʼ`´‘]/gu, "")
  .replace(/[^\p{L}\p{N}]/gu, " ")
  .split(" ").filter(Boolean);

/* Letters to add, leave out, change or swap with their neighbour. */
const slips = (one, other) => {
  const [left, right] = [[...one], [...other]];
  const rows = [right.map((_, place) => place).concat(right.length)];
  for (let i = 1; i <= left.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= right.length; j += 1) {
      let best = Math.min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (left[i - 1] !== right[j - 1]));
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        best = Math.min(best, rows[i - 2][j - 2] + 1);
      }
      row.push(best);
    }
    rows.push(row);
  }
  return rows.at(-1).at(-1);
};

const allowed = (given, asked) => {
  if ([...given][0] !== [...asked][0] || /\p{N}/u.test(given + asked)) return 0;
  const letters = [...asked].length;
  if (letters >= 9) return 2;
  return letters >= 5 ? 1 : 0;
};

export const compare = (typed, wanted) => {
  const [given, asked] = [words(typed), words(wanted)];
  if (!given.length) return "other";
  if (given.join("") === asked.join("")) return "same";
  if (given.length !== asked.length) return "other";
  const counts = given.map((word, place) => slips(word, asked[place]));
  const near = counts.every((count, place) => count <= allowed(given[place], asked[place]));
  return near && counts.reduce((sum, count) => sum + count, 0) <= MOST_SLIPS ? "close" : "other";
};
