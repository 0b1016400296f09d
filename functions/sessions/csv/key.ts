import { hashed } from '../../lib/secrets'
import type { LogEntry, WallTimes } from './entry'

/** Hashes under way together: with tens of thousands of them, collecting the garbage takes longer than hashing. */
const AT_ONCE = 100

/**
 * What each row is known by when it is imported again: a hash of its content and of how many equal ones
 * came before it. Times count as clocks showed them, so that neither the layout of the file nor the zone it is
 * read in makes another row of it.
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
