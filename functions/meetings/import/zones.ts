import { isTimeZone } from '../../lib/days'
import type { Block } from './blocks'
import { ICAL, ianaZone, namedZone, type Property } from './ical'

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
