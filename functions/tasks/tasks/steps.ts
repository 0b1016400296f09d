import { blocksOf } from '../../lib/text/markdown'

const box = /^\[([ xX])\]\s+(?=\S)/

/** Splits a text into lines with their line ends, as markdown does. */
const linesOf = (text: string) => text.match(/[^\r\n]*(?:\r\n?|\n)|[^\r\n]+$/g) ?? []

/**
 * List items with a checkbox, such as `- [ ] Call Ana`, in text order. Checkboxes in code, or with a character other than a
 * space or an x, are ignored.
 */
export const stepsOf = (text: string) => {
  if (!/\[[ xX]\]/.test(text)) return []
  const lines = linesOf(text)
  const blocks = blocksOf(text)
  return blocks.flatMap(({ type, map, level }, index) => {
    const words = blocks[index + 2]
    if (type !== 'list_item_open' || blocks[index + 1]?.type !== 'paragraph_open' || !map) return []
    const [whole, sign] = box.exec(words?.content ?? '') ?? []
    const [line, below] = words?.map ?? []
    if (!words || whole === undefined || below === undefined || line !== map[0]) return []
    return {
      text: words.content.slice(whole.length).replace(/\s+/g, ' '),
      isDone: sign !== ' ',
      // Only marks of lists and quotes precede the checkbox.
      at: lines.slice(0, line).join('').length + (lines[line] ?? '').indexOf('[') + 1,
      level,
      /** Line numbers, from 0: of the step, of the line after its text, and of the line after its nested lines. */
      line,
      below,
      end: below + lines.slice(below, map[1]).findLastIndex((one) => /[^\s>]/.test(one)) + 1,
    }
  })
}
export type Step = ReturnType<typeof stepsOf>[number]

/** Ticks or unticks a step in a text. No other character changes. */
export const withTick = (text: string, { at }: Step, isDone: boolean) =>
  text.slice(0, at) + (isDone ? 'x' : ' ') + text.slice(at + 1)

export const withoutTicks = (text: string) => stepsOf(text).reduce((all, step) => withTick(all, step, false), text)

/** Adds a step to a text, after the existing steps, else at the start. */
export const withStep = (text: string, words: string) => {
  const steps = stepsOf(text)
  const last = steps.findLast(({ level }) => steps.every((step) => step.level >= level))
  if (!last) return `- [ ] ${words}${text && `\n\n${text}`}`
  const lines = linesOf(text)
  const [lineEnd = '\n'] = /\r\n?|\n/.exec(text) ?? []
  const marks = (lines[last.line] ?? '').replace(/\[.*/s, '').replace(/\d{1,8}(?=[.)])/, (nth) => `${Number(nth) + 1}`)
  const [before, after] = [lines.slice(0, last.end).join(''), lines.slice(last.end).join('')]
  // Without an empty line, a following line that is no list item would continue the step.
  const gap = /^\s*(?:$|[\n\r]|(?:[-*+]|\d+[.)])\s)/.test(after) ? '' : lineEnd
  return `${before}${/[\r\n]$/.test(before) ? '' : lineEnd}${marks}[ ] ${words}${after && lineEnd + gap}${after}`
}

/** Removes a step with its nested lines from a text. Returns the rest, and the nested lines without indentation. */
export const withoutStep = (text: string, { line, below, end }: Step) => {
  const lines = linesOf(text)
  const nested = lines.slice(below, end)
  const indent = Math.min(...nested.flatMap((one) => (one.trim() ? one.search(/\S/) : [])))
  return {
    text: [...lines.slice(0, line), ...lines.slice(end)].join('').trim(),
    nested: nested
      .map((one) => (one.trim() ? one.slice(indent) : one))
      .join('')
      .trim(),
  }
}
