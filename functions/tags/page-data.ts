import { mostUsedTags, tagsAfter, unusedTags } from './queries'
import { pageSize, type TagRow, type TagsView } from './schema'
import { groupSimilar, matching } from './similar'
import { searchedTags } from './suggest'

/** Among how many of the most used tags those are looked for that are alike. */
const comparedTags = 500

const shownGroups = 20

export type TagsPage = {
  view: TagsView
  tags: TagRow[]
  /** The tag after which the next page goes on. */
  next?: string
  /** A search found more than are shown. */
  isCut: boolean
  /** Groups of tags that are the same but for case and accents. */
  alike: TagRow[][]
}

/** A page of a user's tags, or what a search among them finds. */
export const loadTagsPage = async (db: D1Database, userId: string, view: TagsView): Promise<TagsPage> => {
  if (view.q !== '') {
    const [used, unused] = await Promise.all([
      mostUsedTags(db, userId, searchedTags),
      unusedTags(db, userId, searchedTags),
    ])
    const found = matching([...used, ...unused], view.q)
    return { view, tags: found.slice(0, pageSize), isCut: found.length > pageSize, alike: [] }
  }
  const [found, used] = await Promise.all([
    tagsAfter(db, userId, view.after, pageSize),
    view.after === '' ? mostUsedTags(db, userId, comparedTags) : [],
  ])
  const tags = found.slice(0, pageSize)
  const next = found.length > pageSize ? tags.at(-1)?.tag : undefined
  return { view, tags, next, isCut: false, alike: groupSimilar(used).slice(0, shownGroups) }
}
