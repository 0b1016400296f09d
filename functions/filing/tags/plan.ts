import { followSubjects } from '../../apps/app-rules/writes'
import { garbledNote, type PlanRetags, retagPlans } from '../../data/changes/plan-tags'
import { quoted } from '../../data/changes/queries'
import type { ChangePlan } from '../../data/changes/run'
import { taggedImages } from '../../data/changes/tables'
import { plural } from '../../lib/format'
import { type Kind, kindEntry, tagColumnKinds } from '../../lib/kinds'
import {
  activateTags,
  deactivateTags,
  plansTagged,
  replaceTags,
  retagRows,
  rowsTagged,
  taggedSessions,
  tagsOf,
} from './queries'
import { kindCounts, type TagCounts, type TagRow } from './schema'

/** `3 learnings` */
export const countText = (kind: Kind, count: number) => {
  const { one, many } = kindEntry(kind)
  return plural(count, one.toLowerCase(), many.toLowerCase())
}

/** `12 sessions, 1 plan and 3 learnings`; `0 sessions` without any. */
export const countsText = (counts: TagCounts) => {
  const texts = kindCounts(counts).map(({ kind, count }) => countText(kind, count))
  const last = texts.pop() ?? countText('session', 0)
  return texts.length > 0 ? `${texts.join(', ')} and ${last}` : last
}

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

/** Reads all that has one of the tags: sessions, rows of other kinds, and plans with their markdown. */
const readTagged = async (db: D1Database, userId: string, tags: string[]) => {
  const [sessions, rows, plans] = await Promise.all([
    taggedSessions(db, userId, tags),
    rowsTagged(db, userId, tags),
    plansTagged(db, userId, tags),
  ])
  const inColumns = rows.filter(({ kind }) => tagColumnKinds.includes(kind))
  const counts: TagCounts = { session: sessions.filter(({ counted }) => counted === 1).length }
  for (const { kind, counted } of rows) counts[kind] = (counts[kind] ?? 0) + counted
  return { ids: sessions.map(({ id }) => id), rows: inColumns, plans, counts }
}

/** Says which plans a change cannot reach. */
const withGarbled = (summary: string, { garbled }: PlanRetags) =>
  garbled.length > 0 ? `${summary} (${garbledNote(garbled)})` : summary

const summaryOf = ({ from, to, there }: TagRenaming, counts: TagCounts) => {
  const [first] = from
  const what = first && from.length === 1 ? `the tag ${quoted(first.tag)}` : plural(from.length, 'tag')
  const how = there || from.length > 1 ? `Merged ${what} into` : `Renamed ${what} to`
  return `${how} ${quoted(to)}, ${countsText(counts)}`
}

/**
 * Renames or merges tags on all sessions and rows of other kinds, deleted ones too. A new name for inactive tags is inactive; an existing tag
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
  const [rename, found, followed] = await Promise.all([
    planNewName(db, userId, tags, to),
    readTagged(db, userId, others),
    followSubjects(db, userId, moves, now),
  ])
  if (rename.from.length === 0) return { refused: rename.there ? 'none' : 'gone' }
  const from = rename.from.map(({ tag }) => tag)
  const { ids, rows } = found
  const plans = retagPlans(found.plans, from, to, now)
  return {
    kind: rename.there || from.length > 1 ? 'merge' : 'rename',
    summary: withGarbled(summaryOf(rename, found.counts), plans),
    touched: { sessions: ids, tags: [...from, to], conditions: followed.conditions },
    more: taggedImages(rows),
    plans,
    writes: [
      ...replaceTags(db, userId, ids, from, to, now),
      ...retagRows(db, userId, rows, from, to, now),
      ...followed.writes,
      activateTags(db, userId, from),
      ...(rename.isInactive ? [deactivateTags(db, userId, [to])] : []),
    ],
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

/** Removes tags from all sessions and rows of other kinds, deleted ones too. @param now epoch ms */
export const planDelete = async (
  db: D1Database,
  userId: string,
  tags: string[],
  now: number,
): Promise<ChangePlan | TagRefusal> => {
  const [known, found] = await Promise.all([tagsOf(db, userId, tags), readTagged(db, userId, tags)])
  const [first] = known
  if (!first) return { refused: 'gone' }
  const names = known.map(({ tag }) => tag)
  const { ids, rows } = found
  const plans = retagPlans(found.plans, names, null, now)
  const what = known.length === 1 ? `the tag ${quoted(first.tag)}` : plural(known.length, 'tag')
  return {
    kind: 'delete',
    summary: withGarbled(`Deleted ${what} from ${countsText(found.counts)}`, plans),
    touched: { sessions: ids, tags: names },
    more: taggedImages(rows),
    plans,
    writes: [
      ...replaceTags(db, userId, ids, names, null, now),
      ...retagRows(db, userId, rows, names, null, now),
      activateTags(db, userId, names),
    ],
  }
}
