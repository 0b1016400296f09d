import { isTimeZone } from '../../../lib/days'
import { ICAL, ianaZone, namedZone, type Property } from './ical'

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

/** Lines with their continuations, which begin with a space or a tab. */
const unfolded = (text: string) => {
  const lines: Line[] = []
  for (const [index, part] of text.split(/\r\n|\n|\r/, fileLimit).entries()) {
    const last = lines.at(-1)
    if (!/^[ \t]/.test(part) || !last) lines.push({ line: index + 1, text: part.slice(0, lineLimit) })
    else if (last.text.length < lineLimit) last.text += part.slice(1, lineLimit)
  }
  return lines
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

type Component = [name: string, properties: Property[], components: Component[]]

const textOf = ([, properties]: Component, name: string) => {
  const value = properties.find(([one]) => one === name)?.[3]
  return typeof value === 'string' ? value : ''
}

/** A time zone as a file describes it; null for one that describes nothing. */
const described = ({ lines, isClosed }: Block): Component | null => {
  if (!isClosed) return null
  try {
    const text = ['BEGIN:VTIMEZONE', ...lines.map((line) => line.text), 'END:VTIMEZONE'].join('\r\n')
    const zone: Component = ICAL.parse(text)
    const parts = zone[2].filter(([name]) => name === 'standard' || name === 'daylight')
    const isWhole = parts.every((part) => ['dtstart', 'tzoffsetfrom', 'tzoffsetto'].every((name) => textOf(part, name)))
    return isWhole && parts.length > 0 && textOf(zone, 'tzid') !== '' ? zone : null
  } catch {
    return null
  }
}

/** A short name such as `EST` is that of a zone without summer time, which a file that describes one may not mean. */
const isClear = (name: string) => name.includes('/') || /^(UTC|GMT)$/i.test(name)

/**
 * The time zones that a file names. One of IANA's is that, however the file describes it; another is as described.
 * `rename` gives the properties of an event the names that the library finds them by, and returns one that is unknown.
 */
export const zonesOf = (blocks: Block[]) => {
  const inFile = new Map(
    blocks.flatMap((block) => {
      const zone = block.name === 'vtimezone' ? described(block) : null
      return zone ? [[textOf(zone, 'tzid'), zone] as const] : []
    }),
  )
  const named = (name: string) => {
    if (isClear(name) && isTimeZone(name)) return name
    const zone = inFile.get(name)
    const place = zone ? ianaZone(textOf(zone, 'x-lic-location')) : null
    return place ?? ianaZone(zone ? name.replace(/^[^/]*$/, '') : name)
  }
  const names = new Map<string, string | null>()
  const resolved = (name: string) => {
    const known = names.get(name)
    if (known !== undefined) return known
    const iana = named(name)
    const zone = iana !== null ? namedZone(iana) : inFile.has(name) ? name : null
    names.set(name, zone)
    return zone
  }
  return {
    components: () => [...inFile].filter(([name]) => resolved(name) === name).map(([, zone]) => zone),
    rename: (properties: Property[]) => {
      let unknown: string | null = null
      for (const [, parameters] of properties) {
        if (typeof parameters.tzid !== 'string') continue
        const zone = resolved(parameters.tzid)
        if (zone === null) {
          unknown = parameters.tzid
          delete parameters.tzid
        } else parameters.tzid = zone
      }
      return unknown
    },
  }
}
export type Zones = ReturnType<typeof zonesOf>
