/** Control characters around a match. No stored text contains any. */
export const [markStart, markEnd] = ['\u0001', '\u0002']

/** A piece of text. `marked` if it matched the search. */
export type MarkedPiece = { text: string; marked: boolean }

export const splitMarks = (text: string): MarkedPiece[] => {
  const [before = '', ...others] = text.split(markStart)
  const after = others.flatMap((part) => {
    const [inside = '', ...outside] = part.split(markEnd)
    return [
      { text: inside, marked: true },
      { text: outside.join(''), marked: false },
    ]
  })
  return [{ text: before, marked: false }, ...after].filter((piece) => piece.text !== '')
}

/**
 * Splits the texts of a list at the marks in their concatenation, which joins them with spaces. Returns them without
 * marks if the texts have changed since.
 */
export const splitMarkedTexts = (texts: string[], marked: string): MarkedPiece[][] => {
  const found = splitMarks(marked)
  if (found.map(({ text }) => text).join('') !== texts.join(' ')) return texts.map(splitMarks)
  let start = 0
  return texts.map((text) => {
    const end = start + text.length
    let at = 0
    const own = found.flatMap((piece) => {
      const [from, to] = [Math.max(at, start), Math.min(at + piece.text.length, end)]
      const part = from < to ? [{ ...piece, text: piece.text.slice(from - at, to - at) }] : []
      at += piece.text.length
      return part
    })
    start = end + 1
    return own
  })
}
