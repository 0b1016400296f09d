import { folded } from '../lib/text'
import { mostUsedTags, tagsAfter, unusedTags } from './queries'
import { pageSize, type TagRow, type TagsView } from './schema'

export const groupSimilar = <T extends { tag: string }>(tags: T[]): T[][] => {
  const groups = new Map<string, T[]>()
  for (const row of tags) {
    const key = folded(row.tag)
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()].filter((group) => group.length > 1)
}

export const matching = <T extends { tag: string }>(tags: T[], typed: string): T[] => {
  const foldedText = folded(typed)
  const matches = tags.filter(({ tag }) => folded(tag).includes(foldedText))
  const isPrefix = ({ tag }: T) => folded(tag).startsWith(foldedText)
  return [...matches.filter(isPrefix), ...matches.filter((row) => !isPrefix(row))]
}

/** Most used tags that a search covers. */
const searchedTags = 1_000

const suggestionLimit = 50

/**
 * Completions of a tags field: the text before the last comma plus a matching tag, the most used first. Inactive tags
 * and those already in the field are left out.
 */
export const suggestions = async (db: D1Database, userId: string, typed: string) => {
  const parts = typed.split(',').map((part) => part.trim().replace(/^#+/, ''))
  const last = parts.at(-1) ?? ''
  const before = parts.slice(0, -1).filter(Boolean)
  const used = await mostUsedTags(db, userId, last ? searchedTags : suggestionLimit * 2)
  const free = used.filter(({ tag, inactive }) => !inactive && !before.includes(tag) && tag !== last)
  return matching(free, last)
    .slice(0, suggestionLimit)
    .map(({ tag }) => [...before, tag].join(', '))
}

/** Most used tags that are searched for similar ones. */
const comparedTags = 500

const shownGroups = 20

export type TagsPage = {
  view: TagsView
  tags: TagRow[]
  next?: string
  /** A search found more than a page. */
  isCut: boolean
  /** Groups of tags that differ in case or accents only. */
  alike: TagRow[][]
}

export const loadTagsPage = async (db: D1Database, userId: string, view: TagsView): Promise<TagsPage> => {
  if (view.q !== '') {
    const [used, unused] = await Promise.all([
      mostUsedTags(db, userId, searchedTags),
      unusedTags(db, userId, searchedTags),
    ])
    const rows = matching([...used, ...unused], view.q)
    return { view, tags: rows.slice(0, pageSize), isCut: rows.length > pageSize, alike: [] }
  }
  const [rows, used] = await Promise.all([
    tagsAfter(db, userId, view.after, pageSize),
    view.after === '' ? mostUsedTags(db, userId, comparedTags) : [],
  ])
  const tags = rows.slice(0, pageSize)
  const next = rows.length > pageSize ? tags.at(-1)?.tag : undefined
  return { view, tags, next, isCut: false, alike: groupSimilar(used).slice(0, shownGroups) }
}
