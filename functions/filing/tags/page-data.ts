import { readTotal, subjectSums } from '../../ledger/facts'
import { allTimeFilter } from '../../ledger/resolve-subject'
import type { User } from '../../lib/env'
import { foldText } from '../../lib/text/text'
import { dayOf, type Range, weekOf } from '../../lib/time/days'
import { allTags, byUse, rankUsedTags } from './queries'
import { pageSize, type TagRow, type TagsView } from './schema'

export const groupSimilar = <T extends { tag: string }>(tags: T[]): T[][] => {
  const groups = new Map<string, T[]>()
  for (const row of tags) {
    const key = foldText(row.tag)
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()].filter((group) => group.length > 1)
}

export const matchingTags = <T extends { tag: string }>(tags: T[], typed: string): T[] => {
  const foldedText = foldText(typed)
  const matches = tags.filter(({ tag }) => foldText(tag).includes(foldedText))
  const isPrefix = ({ tag }: T) => foldText(tag).startsWith(foldedText)
  return [...matches.filter(isPrefix), ...matches.filter((row) => !isPrefix(row))]
}

const suggestionLimit = 50

/**
 * Completions of a tags field: the text before the last comma plus a matching tag, most used first. Leaves out inactive
 * tags and those already in the field.
 */
export const suggestTags = async (db: D1Database, userId: string, typed: string) => {
  const parts = typed.split(',').map((part) => part.trim().replace(/^#+/, ''))
  const last = parts.at(-1) ?? ''
  const before = parts.slice(0, -1).filter(Boolean)
  const used = rankUsedTags(await allTags(db, userId))
  const free = used.filter(({ tag, inactive }) => !inactive && !before.includes(tag) && tag !== last)
  return matchingTags(free, last)
    .slice(0, suggestionLimit)
    .map(({ tag }) => [...before, tag].join(', '))
}

const shownGroups = 20

export type TagsPage = {
  view: TagsView
  tags: TagRow[]
  next?: string
  /** True if a search found more tags than fit on a page. */
  isCut: boolean
  /** Groups of tags that differ only in case or accents. */
  alike: TagRow[][]
  week: Range
  /** Tracked seconds of the week: the total, and by the subject of each tag. */
  weekSeconds: number
  seconds: Map<string, number>
}

export const loadTagsPage = async (db: D1Database, { id, preferences }: User, view: TagsView): Promise<TagsPage> => {
  const week = weekOf(dayOf(Date.now(), preferences), preferences.week_start)
  const [all, sums, { total_seconds: weekSeconds }] = await Promise.all([
    allTags(db, id),
    subjectSums(db, id, [allTimeFilter], week, ['tag']),
    readTotal(db, id, allTimeFilter, week),
  ])
  const seconds = new Map(sums.map((sum) => [sum.subject, sum.total_seconds]))
  const ofWeek = { week, weekSeconds, seconds }
  const ordered = all.toSorted(byUse(seconds))
  if (view.q !== '') {
    const rows = matchingTags(ordered, view.q)
    return { view, tags: rows.slice(0, pageSize), isCut: rows.length > pageSize, alike: [], ...ofWeek }
  }
  const start = ordered.findIndex(({ tag }) => tag === view.after) + 1
  const tags = ordered.slice(start, start + pageSize)
  const next = ordered.length > start + pageSize ? tags.at(-1)?.tag : undefined
  const alike = view.after === '' ? groupSimilar(rankUsedTags(all)).slice(0, shownGroups) : []
  return { view, tags, next, isCut: false, alike, ...ofWeek }
}
