import type { ChangePlan } from '../changes/run'
import { quoted } from '../changes/words'
import { plural } from '../lib/format'
import { nameKey } from '../lib/text'
import { categoryName } from './labels'
import * as q from './queries'
import { isStartingCategory } from './schema'
import { setCategory } from './writes'

/** Finds a category of the person's that is written alike but for case, or returns the name: `health` is `Health`. */
export const resolveCategory = async (db: D1Database, userId: string, name: string) => {
  if (isStartingCategory(name)) return name
  const own = await q.categoriesOf(db, userId)
  return own.find((category) => nameKey(category) === nameKey(name)) ?? name
}

/** No goal has the category. */
type Refused = { refused: 'none' }

const plan = async (
  db: D1Database,
  userId: string,
  category: string,
  to: string,
  words: (count: string) => Pick<ChangePlan, 'kind' | 'summary'>,
): Promise<ChangePlan | Refused> => {
  const goals = await q.goalsInCategory(db, userId, category)
  const ids = goals.map(({ id }) => id)
  if (ids.length === 0 || to === category) return { refused: 'none' }
  const count = plural(goals.filter(({ deleted }) => deleted === 0).length, 'goal')
  return { ...words(count), touched: { goals: ids }, writes: [setCategory(db, userId, ids, to)] }
}

/** A new name for a category, which may only change its case. */
export const renameTarget = async (db: D1Database, userId: string, category: string, name: string) =>
  nameKey(category) === nameKey(name) ? name : resolveCategory(db, userId, name)

/** Renames a category in all goals that have it, deleted ones too. A name in use merges both. */
export const planRename = async (db: D1Database, userId: string, category: string, name: string) => {
  const to = await renameTarget(db, userId, category, name)
  const isMerge =
    nameKey(category) !== nameKey(to) &&
    (isStartingCategory(to) || (await q.goalsInCategory(db, userId, to)).length > 0)
  const [from, into] = [quoted(categoryName(category)), quoted(categoryName(to))]
  return plan(db, userId, category, to, (count) => ({
    kind: isMerge ? 'merge' : 'rename',
    summary: `${isMerge ? 'Merged' : 'Renamed'} the category ${from} ${isMerge ? 'into' : 'to'} ${into}, ${count}`,
  }))
}

/** Moves the goals of a category to Personal, so that nothing lists it any more. */
export const planRemove = (db: D1Database, userId: string, category: string) =>
  plan(db, userId, category, 'personal', (count) => ({
    kind: 'rename',
    summary: `Removed the category ${quoted(categoryName(category))} from ${count}`,
  }))
