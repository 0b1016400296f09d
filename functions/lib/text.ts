/**
 * Text as it is kept: line ends of one kind, no control characters beside them and tabs, nothing around it. SQLite
 * would cut it at a NUL, and names that differ in what nobody sees would be two.
 */
export const cleanText = (typed: string) =>
  typed
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\t\n]/gu, '')
    .trim()

/** `cleanText` in one line; empty when nothing in it is visible. */
export const cleanLine = (typed: string) => {
  const line = cleanText(typed).replace(/[\t\n]+/g, ' ')
  return /[^\p{Z}\p{Cc}\p{Cf}]/u.test(line) ? line : ''
}

/** Makes names that differ only in case, or in spaces around them, one. */
export const nameKey = (name: string) => name.trim().normalize('NFC').toLowerCase()

/** Text without case and accents, to find it however it is typed. */
export const folded = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()

/** Somebody's text within a sentence of ours: its direction is its own there, as in `<bdi>`. */
export const isolated = (text: string) => `\u2068${text}\u2069`
