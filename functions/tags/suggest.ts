import { mostUsedTags } from './queries'
import { matching } from './similar'

/** Among how many of the most used tags a name is looked for. */
export const searchedTags = 1_000

const suggestionLimit = 50

/**
 * What the field of tags could hold next: what stands before the last comma, with a tag in place of what stands behind
 * it. The most used first, none that is inactive or there already.
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
