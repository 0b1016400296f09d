import { followSubjects } from '../app-rules/follow-subjects'
import type { ChangePlan } from '../changes/run'
import { quoted } from '../changes/words'
import { plural } from '../lib/format'
import { sizesOfTagged, taggedSessions, tagsOf } from './queries'
import type { TagRow } from './schema'
import { activateTags, deactivateTags, removeTags, replaceTags } from './writes'

/** `gone`: none of the tags exists. `none`: nothing would change. */
type TagRefusal = { refused: 'gone' | 'none' }

export type TagRenaming = { from: TagRow[]; to: string; there?: TagRow; isInactive: boolean }

export const planNewName = async (db: D1Database, userId: string, tags: string[], to: string): Promise<TagRenaming> => {
  const rows = await tagsOf(db, userId, [...new Set([...tags, to])])
  const there = rows.find(({ tag }) => tag === to)
  const from = rows.filter(({ tag }) => tag !== to)
  const isInactive = there ? there.inactive === 1 : from.length > 0 && from.every(({ inactive }) => inactive === 1)
  return { from, to, there, isInactive }
}

const summaryOf = ({ from, to, there }: TagRenaming, sessionCount: number) => {
  const [first] = from
  const what = first && from.length === 1 ? `the tag ${quoted(first.tag)}` : plural(from.length, 'tag')
  const how = there || from.length > 1 ? `Merged ${what} into` : `Renamed ${what} to`
  return `${how} ${quoted(to)}, ${plural(sessionCount, 'session')}`
}

/**
 * Renames or merges tags on all sessions, deleted ones too. A new name for inactive tags is inactive; an existing tag
 * keeps its status.
 * @param now epoch ms
 */
export const planRename = async (
  db: D1Database,
  userId: string,
  tags: string[],
  to: string,
  now: number,
): Promise<ChangePlan | TagRefusal> => {
  const others = tags.filter((tag) => tag !== to)
  const moves = others.map((tag) => ({ from: `tag:#${tag}`, to: `tag:#${to}` }))
  const [rename, sessions, sizes, followed] = await Promise.all([
    planNewName(db, userId, tags, to),
    taggedSessions(db, userId, others),
    sizesOfTagged(db, userId, others),
    followSubjects(db, userId, moves, now),
  ])
  if (rename.from.length === 0) return { refused: rename.there ? 'none' : 'gone' }
  const from = rename.from.map(({ tag }) => tag)
  const ids = sessions.map(({ id }) => id)
  const counted = sessions.filter((session) => session.counted === 1).length
  return {
    kind: rename.there || from.length > 1 ? 'merge' : 'rename',
    summary: summaryOf(rename, counted),
    touched: { sessions: ids, tags: [...from, to], conditions: followed.conditions },
    writes: [
      ...replaceTags(db, userId, ids, from, to, now),
      ...followed.writes,
      activateTags(db, userId, from),
      ...(rename.isInactive ? [deactivateTags(db, userId, [to])] : []),
    ],
    steps: { moves: { merge: [], tags: { from, to }, inactive: rename.isInactive ? [to] : [] }, sizes, page: '/tags' },
  }
}

export const planStatus = async (
  db: D1Database,
  userId: string,
  tags: string[],
  status: 'active' | 'inactive',
): Promise<ChangePlan | TagRefusal> => {
  const rows = await tagsOf(db, userId, tags)
  if (rows.length === 0) return { refused: 'gone' }
  const current = status === 'inactive' ? 0 : 1
  const changed = rows.filter(({ inactive }) => inactive === current).map(({ tag }) => tag)
  const [first] = changed
  if (first === undefined) return { refused: 'none' }
  const what = changed.length === 1 ? `the tag ${quoted(first)}` : plural(changed.length, 'tag')
  return {
    kind: status === 'inactive' ? 'deactivate' : 'activate',
    summary: `${status === 'active' ? 'Unarchived' : 'Archived'} ${what}`,
    touched: { tags: changed },
    writes: [status === 'inactive' ? deactivateTags(db, userId, changed) : activateTags(db, userId, changed)],
  }
}

/** Removes tags from all sessions, deleted ones too. @param now epoch ms */
export const planDelete = async (
  db: D1Database,
  userId: string,
  tags: string[],
  now: number,
): Promise<ChangePlan | TagRefusal> => {
  const [rows, sessions, sizes] = await Promise.all([
    tagsOf(db, userId, tags),
    taggedSessions(db, userId, tags),
    sizesOfTagged(db, userId, tags),
  ])
  const [first] = rows
  if (!first) return { refused: 'gone' }
  const names = rows.map(({ tag }) => tag)
  const ids = sessions.map(({ id }) => id)
  const counted = sessions.filter((session) => session.counted === 1).length
  const what = rows.length === 1 ? `the tag ${quoted(first.tag)}` : plural(rows.length, 'tag')
  return {
    kind: 'delete',
    summary: `Deleted ${what} from ${plural(counted, 'session')}`,
    touched: { sessions: ids, tags: names },
    writes: [...removeTags(db, userId, ids, names, now), activateTags(db, userId, names)],
    steps: { moves: { merge: [], tags: { from: names, to: null }, inactive: [] }, sizes, page: '/tags' },
  }
}
