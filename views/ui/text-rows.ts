/** In characters, of a text area over the width of a page. */
const lineLength = 90

const mostRows = 40

/** Rows of a text area in which all of a text is in sight, also on paper. */
export const textRows = (text: string, least = 3) => {
  const rows = text.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / lineLength), 1)
  return Math.min(mostRows, Math.max(least, rows))
}
