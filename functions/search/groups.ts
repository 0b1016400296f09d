import { pieces } from './marks'
import type { SearchHit } from './schema'

/** Sessions of one title and project that were found; `hit` is the one that was written last. */
export type SessionGroup = { hit: SearchHit; title: string; count: number; seconds: number; latest: string | null }

export const plainTitle = (title: string) =>
  pieces(title)
    .map(({ text }) => text)
    .join('')

/** Groups hits of sessions by title and project, in the order of each one's first hit. Untitled sessions stay alone. */
export const groupSessions = (hits: SearchHit[]): SessionGroup[] => {
  const groups = new Map<string, SessionGroup>()
  for (const hit of hits) {
    const title = plainTitle(hit.title)
    const key = title === '' ? hit.id : JSON.stringify([title, hit.project_id])
    const group = groups.get(key)
    groups.set(key, {
      hit: group?.hit ?? hit,
      title,
      count: (group?.count ?? 0) + 1,
      seconds: (group?.seconds ?? 0) + (hit.duration_seconds ?? 0),
      latest: [group?.latest ?? '', hit.date ?? ''].toSorted().at(-1) || null,
    })
  }
  return [...groups.values()]
}
