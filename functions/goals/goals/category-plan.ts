import type { ChangePlan } from '../../changes/run'
import { plural } from '../../lib/text/format'
import { nameKey, quoteShort } from '../../lib/text/text'
import { categoryName, isDefaultCategory, noCategory } from './fields'
import * as q from './labels'
import { defaultCategory } from './labels'
import { removeCategories, setCategory } from './writes'

const isKey = (name: string) => isDefaultCategory(name) || name === noCategory

/** Finds the person's category with this name, ignoring case: `health` finds `Health`. Else returns the name. */
export const resolveCategory = async (db: D1Database, userId: string, name: string) => {
  if (isKey(name)) return name
  const own = await q.categoriesOf(db, userId)
  return own.find((category) => nameKey(category) === nameKey(name)) ?? name
}

/** No goal has the category. */
type Refused = { refused: 'none' }

/** Moves all goals of a category, even deleted ones, and removes a default category. Null if nothing would change. */
const moveGoals = (
  db: D1Database,
  userId: string,
  { category, to, ids, removed }: { category: string; to: string; ids: string[]; removed: string[] },
) => {
  const gone = isDefaultCategory(category) && !removed.includes(category) ? [category] : []
  if ((ids.length === 0 && gone.length === 0) || to === category) return null
  return {
    touched: { goals: ids, categories: gone },
    writes: [setCategory(db, userId, ids, to), removeCategories(db, userId, gone)],
  }
}

const countOf = (goals: { deleted: number }[]) => plural(goals.filter(({ deleted }) => deleted === 0).length, 'goal')

/** The category with a new name: an existing one, or a new one. A rename may change only the case. */
export const renameTarget = async (db: D1Database, userId: string, category: string, name: string) =>
  nameKey(category) === nameKey(name) ? name : resolveCategory(db, userId, name)

/** Renames a category in all of its goals. If the name is in use, merges both. */
export const planRename = async (
  db: D1Database,
  userId: string,
  category: string,
  name: string,
): Promise<ChangePlan | Refused> => {
  const to = await renameTarget(db, userId, category, name)
  const [goals, removed] = await Promise.all([q.goalsInCategory(db, userId, category), q.removedCategories(db, userId)])
  const ids = goals.map(({ id }) => id)
  const planned = ids.length > 0 && moveGoals(db, userId, { category, to, ids, removed })
  if (!planned) return { refused: 'none' }
  const isMerge =
    nameKey(category) !== nameKey(to) && (isKey(to) || (await q.goalsInCategory(db, userId, to)).length > 0)
  const [from, into] = [quoteShort(categoryName(category)), quoteShort(categoryName(to))]
  return {
    ...planned,
    kind: isMerge ? 'merge' : 'rename',
    summary: `${isMerge ? 'Merged' : 'Renamed'} the category ${from} ${isMerge ? 'into' : 'to'} ${into}, ${countOf(goals)}`,
  }
}

/** Moves the goals of a category to Personal, or to no category without Personal, so that the category disappears. */
export const planRemove = async (db: D1Database, userId: string, category: string): Promise<ChangePlan | Refused> => {
  const [goals, removed] = await Promise.all([q.goalsInCategory(db, userId, category), q.removedCategories(db, userId)])
  const to = defaultCategory([...removed, category])
  const ids = goals.map(({ id }) => id)
  const planned = moveGoals(db, userId, { category, to, ids, removed })
  if (!planned) return { refused: 'none' }
  const from = ids.length > 0 ? ` from ${countOf(goals)}` : ''
  return { ...planned, kind: 'rename', summary: `Removed the category ${quoteShort(categoryName(category))}${from}` }
}
