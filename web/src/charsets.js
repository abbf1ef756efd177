// Gives the engine the tables of the character sets, which the browser has: its TextDecoder follows
// the same standard. web/pack leaves them out and must list the same characters in the same order.

const DOUBLE_BYTE = [
  ["gb18030", [], 0xb0, 0xf7, [0xa1, 0xfe]],
  ["big5", [], 0x87, 0xfe, [0x40, 0x7e], [0xa1, 0xfe]],
  ["euc-kr", [], 0xb0, 0xfd, [0xa1, 0xfe]],
  ["euc-jp", [], 0xb0, 0xf4, [0xa1, 0xfe]],
  ["euc-jp", [0x8f], 0xb0, 0xed, [0xa1, 0xfe]],
  ["shift_jis", [], 0xfa, 0xfc, [0x40, 0x7e], [0x80, 0xfc]],
];

const SINGLE_BYTE = [
  "ibm866", ...[2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16].map((n) => `iso-8859-${n}`),
  "koi8-r", "koi8-u", "macintosh", "windows-874",
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map((n) => `windows-125${n}`), "x-mac-cyrillic",
];

/** The low 16 bits of the character of each line go into a table, 0 where there is none. */
function addCharacters(table, at, label, bytes) {
  const text = new TextDecoder(label).decode(bytes);
  for (let i = 0; i < text.length; i++) {
    const start = i;
    while (text.charCodeAt(i) !== 10) i++;
    const character = text.codePointAt(start);
    table[at++] = character !== 0xfffd && i - start === (character > 0xffff ? 2 : 1) ? character : 0;
  }
  return at;
}

function charsetTables() {
  const table = new Uint16Array(0x10000);
  const bytes = new Uint8Array(0x20000);
  let at = 0;
  for (const [label, before, first, last, ...ranges] of DOUBLE_BYTE) {
    let length = 0;
    for (let a = first; a <= last; a++) {
      for (const [low, high] of ranges) {
        for (let b = low; b <= high; b++) {
          if (before.length) bytes[length++] = before[0];
          bytes[length++] = a;
          bytes[length++] = b;
          bytes[length++] = 10;
        }
      }
    }
    at = addCharacters(table, at, label, bytes.subarray(0, length));
  }
  for (const label of SINGLE_BYTE) at = addCharacters(table, at, label, Uint8Array.from({ length: 256 }, (_, i) => (i % 2 ? 10 : 0x80 + i / 2)));
  return table;
}

/** Put the tables into the engine's data, as the list of web/pack says; whether they are the same. */
function putTables(data, list) {
  const tables = charsetTables();
  const numbers = list.split(",").map(Number);
  let sum = 0;
  let at = 0;
  for (let i = 0; i + 3 <= numbers.length; i += 3) {
    at += numbers[i];
    const [from, to] = [numbers[i + 1], numbers[i + 1] + numbers[i + 2]];
    for (let c = from; c < to; c++) {
      const character = tables[c];
      data[at++] = character & 0xff;
      data[at++] = character >> 8;
      sum = (Math.imul(sum, 31) + character) | 0;
    }
  }
  return sum >>> 0 === numbers.at(-1);
}
