import { joined, type Line, lineBreakOf, linesOf } from './lines'

/** Puts a text of a form, whose line breaks are all alike, back into those of the document that it was made from. */
export const withLineBreaksOf = (typed: string, before: string): string => {
  const old = linesOf(before)
  const usual = lineBreakOf(old)
  const lines = linesOf(typed.replaceAll('\r\n', '\n'))
  const isSame = (line: Line | undefined, other: Line | undefined) => line?.text === other?.text
  const changed = lines.findIndex((line, index) => !isSame(line, old[index]))
  const head = changed < 0 ? lines.length : changed
  const shift = old.length - lines.length
  let tail = lines.length
  while (tail > head && tail + shift > head && isSame(lines[tail - 1], old[tail - 1 + shift])) tail -= 1
  return joined(
    lines.map((line, index): Line => {
      if (line.end === '') return line
      const same = index < head ? old[index] : index >= tail ? old[index + shift] : undefined
      return { text: line.text, end: same?.end || usual }
    }),
  )
}
