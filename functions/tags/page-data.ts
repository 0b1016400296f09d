import { mostUsedTags, tagsAfter, unusedTags } from './queries'
import { pageSize, type TagRow, type TagsView } from './schema'
import { groupSimilar, matching, searchedTags } from './suggest'

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
