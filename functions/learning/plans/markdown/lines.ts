/** A line of a document. `end` is its line break; empty if the last line has none. */
export type MarkdownLine = { text: string; end: '' | '\n' | '\r\n' }

/** Splits a text into lines. Joining them restores the text. */
export const linesOf = (text: string): MarkdownLine[] =>
  (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => {
    const end = line.endsWith('\r\n') ? '\r\n' : line.endsWith('\n') ? '\n' : ''
    return { text: line.slice(0, line.length - end.length), end }
  })

export const formatLines = (lines: MarkdownLine[]) => lines.map(({ text, end }) => text + end).join('')

/** The line break that a document uses, by its first line. */
export const lineBreakOf = (lines: MarkdownLine[]): '\n' | '\r\n' => lines[0]?.end || '\n'

/** Inserts lines before the line at `index`. A last line without a line break gets one. */
export const insertLines = (lines: MarkdownLine[], index: number, texts: string[]): MarkdownLine[] => {
  const end = lineBreakOf(lines)
  const added = texts.map((text): MarkdownLine => ({ text, end }))
  const before = lines.slice(0, index)
  const last = before.at(-1)
  if (last?.end !== '' || added.length === 0) return [...before, ...added, ...lines.slice(index)]
  const closed = [...before.slice(0, -1), { ...last, end }, ...added]
  return [...closed.slice(0, -1), { text: texts.at(-1) ?? '', end: '' }, ...lines.slice(index)]
}

/** Replaces the lines from the first index up to, not including, the second. */
export const replaceLines = (
  lines: MarkdownLine[],
  [from, to]: readonly [number, number],
  texts: string[],
): MarkdownLine[] => {
  const kept = lines.slice(from, to)
  const end = lineBreakOf(lines)
  const isLast = to === lines.length
  const added = texts.map(
    (text, index): MarkdownLine => ({
      text,
      end: isLast && index === texts.length - 1 ? (kept.at(-1)?.end ?? end) : end,
    }),
  )
  return [...lines.slice(0, from), ...added, ...lines.slice(to)]
}

/** Lines that all end in a line break, including the last. */
export const withLineEnds = (lines: MarkdownLine[], end: '\n' | '\r\n'): MarkdownLine[] =>
  lines.map((line) => (line.end === '' ? { ...line, end } : line))

const fence = /^ {0,3}(`{3,}|~{3,})(.*)$/

/** For each line, true if it belongs to a fenced code block, including the fences (CommonMark 0.31, 4.5). */
export const fencedLines = (lines: MarkdownLine[]): boolean[] => {
  let open: string | null = null
  return lines.map(({ text }) => {
    const [, marks = '', rest = ''] = fence.exec(text) ?? []
    if (open === null) {
      if (marks === '' || (marks.startsWith('`') && rest.includes('`'))) return false
      open = marks
      return true
    }
    if (marks.startsWith(open) && rest.trim() === '') open = null
    return true
  })
}

/** A fault of a document with its line number, from 1. */
export type Fault = { line: number; message: string }

/** Restores a document's line breaks in a text from a form, because browsers normalize them. */
export const withLineBreaksOf = (typed: string, before: string): string => {
  const old = linesOf(before)
  const usual = lineBreakOf(old)
  const lines = linesOf(typed.replaceAll('\r\n', '\n'))
  const isSame = (line: MarkdownLine | undefined, other: MarkdownLine | undefined) => line?.text === other?.text
  const changed = lines.findIndex((line, index) => !isSame(line, old[index]))
  const head = changed < 0 ? lines.length : changed
  const shift = old.length - lines.length
  let tail = lines.length
  while (tail > head && tail + shift > head && isSame(lines[tail - 1], old[tail - 1 + shift])) tail -= 1
  return formatLines(
    lines.map((line, index): MarkdownLine => {
      if (line.end === '') return line
      const same = index < head ? old[index] : index >= tail ? old[index + shift] : undefined
      return { text: line.text, end: same?.end || usual }
    }),
  )
}
