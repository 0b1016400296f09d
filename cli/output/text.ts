/** Color codes that this program wrote. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they begin with the escape character
const painted = /\u001b\[\d+m/g

/** Characters that are two columns wide in a terminal. */
const wide =
  /\p{Emoji_Presentation}|\p{sc=Han}|\p{sc=Hangul}|\p{sc=Hiragana}|\p{sc=Katakana}|[\u3000-\u303f\uff01-\uff60]/u

/** Removes characters that would control a terminal or reverse the direction of the text around them. */
export const sanitize = (text: string) => text.replace(/[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069\u200e\u200f]/gu, '')

/** Like `safe`, with all white space, line breaks included, as single spaces. */
export const sanitizeLine = (text: string) => sanitize(text).replace(/\s+/g, ' ').trim()

const simple = /^[ -~]*$/

let segmenter: Intl.Segmenter | undefined

const graphemes = (text: string) => {
  segmenter ??= new Intl.Segmenter()
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

const widthOfOne = (grapheme: string) => (wide.test(grapheme) ? 2 : /^\p{M}+$/u.test(grapheme) ? 0 : 1)

/** Width of a text in a terminal, in columns. */
export const widthOf = (text: string) => {
  const plain = text.replace(painted, '')
  return simple.test(plain) ? plain.length : graphemes(plain).reduce((sum, one) => sum + widthOfOne(one), 0)
}

/** Shortens a text to at most `width` columns; … marks the cut. */
export const truncateToWidth = (text: string, width: number) => {
  if (widthOf(text) <= width) return text
  let taken = ''
  let used = 0
  for (const one of graphemes(text)) {
    if (used + widthOfOne(one) > width - 1) break
    taken += one
    used += widthOfOne(one)
  }
  return `${taken.trimEnd()}…`
}

export const padRight = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - widthOf(text)))
export const padLeft = (text: string, width: number) => ' '.repeat(Math.max(0, width - widthOf(text))) + text

/** Breaks a paragraph into lines of at most `width` columns. A longer word gets a line of its own. */
export const wrapParagraph = (text: string, width: number) => {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return line === '' ? lines : [...lines, line]
}

/** Wraps each line of a text, and keeps its line breaks. */
export const wrapLines = (text: string, width: number) =>
  text.split('\n').flatMap((line) => {
    const indent = /^\s*/.exec(line)?.[0] ?? ''
    return line.trim() === '' ? [''] : wrapParagraph(line, width - indent.length).map((one) => indent + one)
  })
