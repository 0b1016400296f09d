import { hashed } from '../../lib/secrets'
import type { LogEntry, WallTimes } from './entry'

/** Maximum number of concurrent hashes: with tens of thousands, garbage collection takes longer than hashing. */
const AT_ONCE = 100

/**
 * Hashes what its tool knows a row by, or else its content and how many equal rows precede it; wall-clock times do not
 * depend on layout or zone.
 */
export const keysOf = async (rows: { entry: LogEntry; written: WallTimes; origin?: string }[]) => {
  const seen = new Map<string, number>()
  const contents = rows.map(({ entry, written, origin }) => {
    if (origin !== undefined) return origin
    const { project, client, title, tags } = entry
    const { start, end, seconds } = written
    const content = JSON.stringify([start, end, seconds, project ?? '', client, title, tags.toSorted()])
    const occurrence = seen.get(content) ?? 0
    seen.set(content, occurrence + 1)
    return `${content}${occurrence}`
  })
  const keys: string[] = []
  for (let i = 0; i < contents.length; i += AT_ONCE) {
    keys.push(...(await Promise.all(contents.slice(i, i + AT_ONCE).map(hashed))))
  }
  return keys
}
