/** A line with its continuations. `line` is where it begins, from 1. */
type Line = { line: number; text: string }

/** An event, a time zone or a task of a calendar file. Of an event it has no alarms, of a time zone all. */
export type Block = { line: number; name: string; lines: Line[]; isClosed: boolean }

/** Components that stand in a calendar. One that begins ends the one before. */
const topLevel = ['vcalendar', 'vevent', 'vtimezone', 'vtodo', 'vjournal', 'vfreebusy']

/** Characters of a line. Longer ones are cut: no text of a meeting is longer, and parsing takes the square of it. */
const lineLimit = 20_000

/** Lines of a component, and of the file. More are not read. */
const blockLimit = 2_000
const fileLimit = 500_000

function* unfolded(text: string): Generator<Line> {
  const breaks = /\r\n|\n|\r/g
  let open: Line | null = null
  for (let line = 1, start = 0; start <= text.length && line <= fileLimit; line += 1) {
    const end = breaks.exec(text)?.index ?? text.length
    const first = text[start]
    if ((first === ' ' || first === '\t') && open) {
      if (open.text.length < lineLimit) open.text += text.slice(start + 1, Math.min(end, start + lineLimit))
    } else {
      if (open) yield open
      open = { line, text: text.slice(start, Math.min(end, start + lineLimit)) }
    }
    start = end === text.length ? end + 1 : breaks.lastIndex
  }
  if (open) yield open
}

/** `name` is that of a BEGIN or an END in lower case. */
const markOf = (text: string) => {
  const [, mark = '', name = ''] = /^(BEGIN|END)\s*:\s*([^\s:;]+)\s*$/i.exec(text) ?? []
  return { mark: mark.toUpperCase(), name: name.toLowerCase() }
}

/** Divides a calendar file into its components, whatever is wrong inside of them. */
export const blocksOf = (text: string) => {
  const blocks: Block[] = []
  let isCalendar = false
  let method = ''
  let open: Block | null = null
  let depth = 0
  const close = (isClosed: boolean) => {
    if (open) blocks.push({ ...open, isClosed })
    open = null
    depth = 0
  }
  for (const { line, text: content } of unfolded(text)) {
    const block: Block | null = open
    const { mark, name } = markOf(content)
    if (mark === 'BEGIN' && topLevel.includes(name)) {
      close(false)
      if (name === 'vcalendar') isCalendar = true
      else open = { line, name, lines: [], isClosed: false }
    } else if (mark === 'END' && topLevel.includes(name)) {
      if (block?.name === name || name === 'vcalendar') close(block?.name === name)
    } else if (block) {
      if (mark === 'BEGIN') depth += 1
      if (block.lines.length < blockLimit && (depth === 0 || block.name === 'vtimezone')) {
        block.lines.push({ line, text: content })
      }
      if (mark === 'END' && depth > 0) depth -= 1
    } else if (/^METHOD\s*:/i.test(content))
      method = content
        .slice(content.indexOf(':') + 1)
        .trim()
        .toUpperCase()
  }
  close(false)
  return { blocks, isCalendar, method }
}
