import { hashed } from '../../lib/secrets'
import type { LogEntry, WallTimes } from './entry'

/** Maximum number of concurrent hashes: with tens of thousands, garbage collection takes longer than hashing. */
const AT_ONCE = 100

/**
 * Import keys: a hash of each row's content and of how many equal rows precede it. Wall-clock times keep the key
 * independent of the file's layout and the zone it is read in.
 */
export const keysOf = async (rows: { entry: LogEntry; written: WallTimes }[]) => {
  const seen = new Map<string, number>()
  const contents = rows.map(({ entry, written }) => {
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
