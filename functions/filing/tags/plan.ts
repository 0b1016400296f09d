import { type ActPlan, idsOf, type SelectedRows } from '../../changes/acts'
import { taggedImages } from '../../changes/tables'
import { garbledNote, type PlanRetags, retagPlans, savePlanTags } from '../../learning/plans/retags'
import { readStoredFilters } from '../../ledger/moved-subjects'
import { type Kind, kindEntry, tagColumnKinds } from '../../lib/kinds'
import type { FieldErrors } from '../../lib/resource/resource'
import { plural } from '../../lib/text/format'
import { quoteShort } from '../../lib/text/text'
import {
  activateTags,
  deactivateTags,
  existingTags,
  replaceTags,
  retagRows,
  taggedPlans,
  taggedRows,
  taggedSessions,
} from './queries'
import { kindCounts, type TagCounts, type TagRow } from './schema'

type SelectedTags = SelectedRows<TagRow & { id: string }>

/** Decodes a tag from a row's id, which cannot contain spaces. */
export const decodeTagId = (id: string) => {
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}

/** Formats a count, such as `3 learnings`. */
export const countText = (kind: Kind, count: number) => {
  const { one, many } = kindEntry(kind)
  return plural(count, one.toLowerCase(), many.toLowerCase())
}

/** Formats counts, such as `12 sessions, 1 plan and 3 learnings`; `0 sessions` if all are zero. */
const countsText = (counts: TagCounts) => {
  const texts = kindCounts(counts).map(({ kind, count }) => countText(kind, count))
  const last = texts.pop() ?? countText('session', 0)
  return texts.length > 0 ? `${texts.join(', ')} and ${last}` : last
}

/** Reads everything with one of the tags: sessions, rows of other kinds, and plans with their markdown. */
const readTagged = async (db: D1Database, userId: string, tags: string[]) => {
  const [sessions, rows, plans] = await Promise.all([
    taggedSessions(db, userId, tags),
    taggedRows(db, userId, tags),
    taggedPlans(db, userId, tags),
  ])
  const inColumns = rows.filter(({ kind }) => tagColumnKinds.includes(kind))
  const counts: TagCounts = { session: sessions.filter(({ counted }) => counted === 1).length }
  for (const { kind, counted } of rows) counts[kind] = (counts[kind] ?? 0) + counted
  return { ids: sessions.map(({ id }) => id), rows: inColumns, plans, counts }
}

/** Describes the rows that a change reaches, such as `3 sessions`, and the plans that it cannot change. */
const reached = (counts: TagCounts, { garbled }: PlanRetags) =>
  `${countsText(counts)}${garbled.length > 0 ? ` (${garbledNote(garbled)})` : ''}`

/**
 * Renames or merges tags on all sessions and rows of other kinds, including deleted ones. Renamed inactive tags stay
 * inactive; an existing target tag keeps its status.
 */
export const planRename = async (
  { db, userId, ids: selected, now: { instant: now } }: SelectedTags,
  to: string,
): Promise<ActPlan | { errors: FieldErrors }> => {
  const others = selected.filter((tag) => tag !== to)
  if (others.length === 0) return { errors: { name: ['That’s already its name'] } }
  const moves = others.map((tag) => ({ from: `tag:#${tag}`, to: `tag:#${to}` }))
  const [known, found, follow] = await Promise.all([
    existingTags(db, userId, [...others, to]),
    readTagged(db, userId, others),
    readStoredFilters(db, userId),
  ])
  const followed = follow(moves, now)
  const from = known.map(({ tag }) => tag).filter((tag) => tag !== to)
  const there = known.find(({ tag }) => tag === to)
  const isInactive = there ? there.inactive === 1 : known.length > 0 && known.every(({ inactive }) => inactive === 1)
  const isMerge = there !== undefined || from.length > 1
  const { ids, rows } = found
  const plans = retagPlans(found.plans, from, to, now)
  return {
    kind: isMerge ? 'merge' : 'rename',
    ids: from,
    done: isMerge ? 'Merged' : 'Renamed',
    to: ` ${isMerge ? 'into' : 'to'} ${quoteShort(to)}, ${reached(found.counts, plans)}`,
    touched: { sessions: ids, tags: [...from, to], ...followed.touched },
    more: taggedImages(rows),
    also: ({ id: changeId }) => savePlanTags(db, { userId, changeId }, plans, now),
    writes: [
      ...replaceTags(db, userId, ids, from, to, now),
      ...retagRows(db, userId, rows, from, to, now),
      ...followed.writes,
      activateTags(db, userId, from),
      ...(isInactive ? [deactivateTags(db, userId, [to])] : []),
    ],
  }
}

export const planTagStatus = (
  db: D1Database,
  userId: string,
  tags: TagRow[],
  status: 'active' | 'inactive',
): ActPlan => {
  const isOff = status === 'inactive'
  const ids = tags.filter(({ inactive }) => inactive === Number(!isOff)).map(({ tag }) => tag)
  return {
    ids,
    done: isOff ? 'Archived' : 'Unarchived',
    touched: { tags: ids },
    writes: [(isOff ? deactivateTags : activateTags)(db, userId, ids)],
  }
}

/** Removes tags from all sessions and rows of other kinds, including deleted ones. */
export const planDelete = async ({
  db,
  userId,
  ids: selected,
  rows: known,
  now: { instant: now },
}: SelectedTags): Promise<ActPlan> => {
  const [there, found] = await Promise.all([known, readTagged(db, userId, selected)])
  const tags = idsOf(there)
  const { ids, rows } = found
  const plans = retagPlans(found.plans, tags, null, now)
  return {
    ids: tags,
    done: 'Deleted',
    to: ` from ${reached(found.counts, plans)}`,
    touched: { sessions: ids, tags },
    more: taggedImages(rows),
    also: ({ id: changeId }) => savePlanTags(db, { userId, changeId }, plans, now),
    writes: [
      ...replaceTags(db, userId, ids, tags, null, now),
      ...retagRows(db, userId, rows, tags, null, now),
      activateTags(db, userId, tags),
    ],
  }
}
