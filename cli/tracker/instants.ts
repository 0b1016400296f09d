/** `2026-03-01 09:00:00 +0100 CET`, as some database drivers write an instant; without a zone it is UTC. */
const written =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(\.\d+)?)? ?(Z|UTC|[+-]\d{2}:?\d{2})?(?: [A-Z]{3,5})?(?: m=.*)?$/i

/** Parses an instant to epoch ms, or null. A date alone is noon UTC, which is that date in nearly all time zones. */
export const instantOf = (text: unknown): number | null => {
  if (typeof text === 'number') return Number.isFinite(text) ? text : null
  if (typeof text !== 'string') return null
  const [, date, time, fraction = '', zone = 'Z'] = written.exec(text.trim()) ?? []
  if (date === undefined) return null
  if (time === undefined) return numberOf(Date.parse(`${date}T12:00:00Z`))
  const offset = /^[a-z]+$/i.test(zone) ? 'Z' : zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')
  return numberOf(Date.parse(`${date}T${time}${fraction.slice(0, 4)}${offset}`))
}

const numberOf = (instant: number) => (Number.isFinite(instant) ? instant : null)

/** Reads `YYYY-MM-DD` from a date or an instant as text; null for other text. */
export const parseStoredDate = (text: unknown) => {
  const [date] = typeof text === 'string' ? (/^\d{4}-\d{2}-\d{2}/.exec(text.trim()) ?? []) : []
  return date !== undefined && Number.isFinite(Date.parse(`${date}T00:00:00Z`)) ? date : null
}

/** Parses a list that a tracker stores as JSON, or as text separated by commas or line breaks. */
export const parseList = (text: unknown): string[] => {
  if (typeof text !== 'string' || text.trim() === '') return []
  const list = (items: unknown[]) => items.map((item) => String(item).trim()).filter(Boolean)
  if (text.trim().startsWith('[')) {
    try {
      const read: unknown = JSON.parse(text)
      if (Array.isArray(read)) return list(read)
    } catch {
      // The text only looks like JSON.
    }
  }
  return list(text.split(/[,\n]/))
}
