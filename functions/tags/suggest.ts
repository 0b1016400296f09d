import { folded } from '../lib/text'
import { mostUsedTags } from './queries'

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
export const searchedTags = 1_000

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
