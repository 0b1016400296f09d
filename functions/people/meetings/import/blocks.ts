import type { LeftOut } from '../../../lib/files/left-out'
import { decodeText } from '../../../lib/files/uploads'
import { firstCharacters } from '../../../lib/text/text'

/** A line joined with its continuation lines. `line`: number of its first line, from 1. */
type Line = { line: number; text: string }

/** A component of a calendar file, such as an event. `lines` have the subcomponents of a time zone, not of an event. */
export type CalendarBlock = {
  line: number
  name: string
  lines: Line[]
  isClosed: boolean
  /** Index, `METHOD` and `X-WR-TIMEZONE` of its calendar. */
  calendar: number
  method: string
  zone: string
}

/** Names of top-level components. If one begins while another is open, the open one ends. */
const topLevel = ['vcalendar', 'vevent', 'vtimezone', 'vtodo', 'vjournal', 'vfreebusy']

/** Properties that identify an event whose BEGIN line is missing. */
const ofEvents = /^(DTSTART|DTEND|DTSTAMP|SUMMARY|RRULE|RECURRENCE-ID)\s*[;:]/i

/** Properties of a calendar itself. */
const ofCalendars =
  /^(X-[\w-]+|TIMEZONE-ID|TZ|DAYLIGHT|VERSION|PRODID|CALSCALE|METHOD|NAME|DESCRIPTION|UID|URL|LAST-MODIFIED|REFRESH-INTERVAL|SOURCE|COLOR|IMAGE|CATEGORIES)\s*[;:]/i

/** Maximum number of characters in a line. Longer lines are cut, because parsing takes quadratic time. */
const lineLimit = 20_000

/** Maximum number of lines in a component, and in a file. Further lines are not read. */
const blockLimit = 2_000
const fileLimit = 500_000

/** Properties of a calendar that after an event probably belong to that event. */
const textsOfCalendars = /^(DESCRIPTION|UID|URL|IMAGE|CATEGORIES)\b/i

/** Reason why a part of an event is left out, and names of common parts. */
export const unsupportedReason = 'Meetings have no place for it'
const partNames = new Map(
  Object.entries({
    VALARM: 'Reminders',
    ATTACH: 'Attachments',
    CATEGORIES: 'Categories',
    SUMMARY: 'Title',
    DTSTART: 'The start',
    DTEND: 'The end',
    DURATION: 'The length',
    'RECURRENCE-ID': 'The date that it changes',
    RDATE: 'Extra date',
    EXDATE: 'Skipped date',
    RRULE: 'How it repeats',
    EXRULE: 'How it skips dates',
    DESCRIPTION: 'Description',
    LOCATION: 'Location',
    STATUS: 'Status',
    ATTENDEE: 'A person',
    ORGANIZER: 'The organizer',
    VTODO: 'a task',
    VJOURNAL: 'a journal entry',
    VFREEBUSY: 'a list of busy times',
  }),
)
export const partName = (name: string) => (partNames.has(name) ? `${partNames.get(name)} (${name})` : name)

/** Maximum number of stray lines that are reported one by one. */
const strayLimit = 500

/** Matches a quoted-printable text of vCalendar 1.0, and one that continues on the next line. */
const quotedPrintable = /^([\w-]+)((?:;[^:;]*)*);(?:ENCODING=)?QUOTED-PRINTABLE((?:;[^:;]*)*):(.*)$/is
const softBreak = /^[\w-]+;[^:]*QUOTED-PRINTABLE[^:]*:.*=$/is

/** Converts a vCalendar line to RFC 5545. */
const plainLine = (text: string) => {
  const [, name, before = '', after = '', value = ''] = quotedPrintable.exec(text) ?? []
  if (name === undefined) return text
  const parameters = before + after
  const bytes = [...value.matchAll(/=([\dA-F]{2})|(.)/gisu)].flatMap(([, hex, sign = '']) =>
    hex ? [Number.parseInt(hex, 16)] : [...new TextEncoder().encode(sign)],
  )
  const decoded = decodeText(Uint8Array.from(bytes), '', { charset: /;CHARSET=([^;]+)/i.exec(parameters)?.[1] })
  const plain = 'text' in decoded ? decoded.text : value
  const written = plain.replace(/[\\;,]/g, '\\$&').replace(/\r\n?|\n/g, '\\n')
  return `${name}${parameters.replace(/;CHARSET=[^;]*/i, '')}:${written}`
}

/** Converts a year's summer time in vCalendar 1.0 (`DAYLIGHT`) to lines of a VTIMEZONE. @param zone offset in winter */
const summerOf = (zone: string, value: string) => {
  const [is = '', offset = '', start = '', end = ''] = value.split(';')
  const change = (kind: string, at: string, from: string, to: string) => [
    ...[`BEGIN:${kind}`, `DTSTART:${at}`, `TZOFFSETFROM:${from}`, `TZOFFSETTO:${to}`, `END:${kind}`],
  ]
  if (!/^TRUE$/i.test(is)) return []
  return [...change('DAYLIGHT', start, zone, offset), ...change('STANDARD', end, offset, zone)]
}

/** Joins lines with their continuation lines, which begin with a space or a tab. Ignores empty lines between. */
const unfolded = (text: string, leaveOut: (left: LeftOut) => void) => {
  const lines: Line[] = []
  const parts = text.replaceAll('\0', '').split(/\r\n|\n|\r/, fileLimit + 1)
  for (const [index, part] of parts.slice(0, fileLimit).entries()) {
    const last = lines.at(-1)
    const line = index + 1
    const isFull = last && last.text.length > lineLimit
    if (last && softBreak.test(last.text)) last.text = isFull ? last.text : last.text.slice(0, -1) + part.trimStart()
    else if (/^[ \t]/.test(part) && last) last.text += isFull ? '' : part.slice(1, lineLimit + 2)
    else if (part.trim() !== '') lines.push({ line, text: part.replace(/^\uFEFF/, '').slice(0, lineLimit + 1) })
  }
  for (const one of lines) one.text = plainLine(one.text)
  if (parts.length > fileLimit) leaveOut({ line: fileLimit, what: 'The rest of the file', reason: 'It is too long' })
  for (const one of lines) {
    if (one.text.length <= lineLimit) continue
    one.text = one.text.slice(0, lineLimit)
    leaveOut({ line: one.line, what: 'The end of a line', reason: `It has over ${lineLimit} characters` })
  }
  return lines
}

/** Parses a BEGIN or END line. `name` is in lower case. */
const markOf = (text: string) => {
  const [, mark = '', name = ''] = /^\s*(BEGIN|END)\s*:\s*([^\s:;]+)\s*$/i.exec(text) ?? []
  return { mark: mark.toUpperCase(), name: name.toLowerCase() }
}

/** State of splitting a file. `strays`: lines outside of components since the last one. */
type Division = {
  blocks: CalendarBlock[]
  leftOut: LeftOut[]
  isCalendar: boolean
  calendar: Pick<CalendarBlock, 'calendar' | 'method' | 'zone'>
  open: CalendarBlock | null
  /** Nesting depth of subcomponents in the open component. */
  depth: number
  strays: Line[]
}

const openBlock = ({ calendar }: Division, line: number, name: string, lines: Line[] = []): CalendarBlock => ({
  line,
  name,
  lines,
  isClosed: false,
  ...calendar,
})

/** Closes the open component. @param mark the line that closes it */
const close = (file: Division, isClosed: boolean, mark = '') => {
  const { blocks, leftOut, calendar, open, depth, strays } = file
  if (open) {
    const { line } = open
    blocks.push({ ...open, ...calendar, isClosed })
    if (depth > 0) {
      const reason = 'A reminder or another part before them has no end'
      leftOut.push({ line, what: 'Lines of an event', reason })
    }
    if (isClosed && mark !== `END:${open.name}`) {
      const reason = 'The event has no end mark (END:VEVENT), so more of it may be missing'
      leftOut.push({ line, what: 'The end of an event', reason })
    }
  }
  for (const { line, text } of strays) {
    if (ofCalendars.test(text) && !(blocks.length > 0 && textsOfCalendars.test(text))) continue
    const what = leftOut.length < strayLimit ? firstCharacters(text, 100) : 'Further lines'
    leftOut.push({ line, what, reason: 'It belongs to no event' })
  }
  Object.assign(file, { open: null, depth: 0, strays: [] })
}

/** Adds a line to the open component, unless it belongs to a subcomponent. */
const addToBlock = (
  file: Division,
  block: CalendarBlock,
  { line, text }: Line,
  { mark, name }: ReturnType<typeof markOf>,
) => {
  const { leftOut } = file
  if (mark === 'BEGIN') file.depth += 1
  if (mark === 'BEGIN' && block.name === 'vevent' && file.depth === 1)
    leftOut.push({ line, what: partName(name.toUpperCase()), reason: unsupportedReason })
  if (block.lines.length === blockLimit)
    leftOut.push({ line, what: 'Lines of an event', reason: 'The event has too many' })
  else if (file.depth === 0 || block.name !== 'vevent') block.lines.push({ line, text })
  if (mark === 'END' && file.depth > 0) file.depth -= 1
}

/** Records a line outside of components, and reads a calendar property in it. */
const addStray = (file: Division, { line, text: content }: Line) => {
  const { blocks, calendar, strays } = file
  strays.push({ line, text: content })
  const value = content.slice(content.indexOf(':') + 1).trim()
  if (/^METHOD\s*:/i.test(content)) calendar.method = value.toUpperCase()
  if (/^DAYLIGHT\s*:/i.test(content)) {
    const lines = summerOf(calendar.zone, value).map((text) => ({ line, text }))
    const known = blocks.find((above) => above.name === 'vtimezone' && above.calendar === calendar.calendar)
    if (known) known.lines.push(...lines)
    else blocks.push(openBlock(file, line, 'vtimezone', [{ line, text: `TZID:${calendar.zone}` }, ...lines]))
  }
  if (!/^(X-WR-TIMEZONE|TIMEZONE-ID|TZ)\s*[:;]/i.test(content)) return
  calendar.zone = value
  for (const above of blocks) if (above.calendar === calendar.calendar) above.zone = value
}

/** Splits a calendar file into its components, even if their content is invalid. */
export const splitCalendar = (text: string) => {
  const calendar = { calendar: 0, method: '', zone: '' }
  const file: Division = { blocks: [], leftOut: [], isCalendar: false, calendar, open: null, depth: 0, strays: [] }
  for (const one of unfolded(text, (left) => file.leftOut.push(left))) {
    const { open, strays } = file
    const { mark, name } = markOf(one.text)
    if (mark === 'BEGIN' && (topLevel.includes(name) || !open)) {
      close(file, open !== null)
      if (name === 'vcalendar') {
        file.isCalendar = true
        file.calendar = { calendar: file.calendar.calendar + 1, method: '', zone: '' }
      } else file.open = openBlock(file, one.line, name)
    } else if (mark === 'END' && (!open || topLevel.includes(name) || open.name === name)) {
      close(file, open !== null, `END:${name}`)
    } else if (open) addToBlock(file, open, one, { mark, name })
    else if (ofEvents.test(one.text) && file.isCalendar) {
      file.open = openBlock(file, strays[0]?.line ?? one.line, 'vevent', [...strays, one])
      file.strays = []
    } else addStray(file, one)
  }
  close(file, false)
  const { blocks, isCalendar, leftOut } = file
  return { blocks, isCalendar, leftOut }
}
