import type { FieldErrors, Resource } from '../lib/resource/resource'
import { deleteRow, restoreRow } from '../lib/resource/stored'
import { sql } from '../lib/sql'
import { todayOf } from '../lib/today'
import * as q from './queries'
import type { ListedLearning, NewLearningValues } from './schema'
import { addLearning, updateLearning } from './writes'

const links = {
  project_id: 'Choose a project from the list',
  plan_id: 'Choose a plan from the list',
  organization_id: 'Choose an organization from the list',
} as const

type Link = keyof typeof links

const linkNames: Link[] = ['project_id', 'plan_id', 'organization_id']

/** Errors of a project, plan or organization that is not there; one that the learning has already is left alone. */
const validate = async (
  db: D1Database,
  userId: string,
  values: NewLearningValues | ListedLearning,
  before: ListedLearning | null,
): Promise<FieldErrors | null> => {
  const changed = linkNames.filter((name) => values[name] && values[name] !== before?.[name])
  if (changed.length === 0) return null
  const there = await sql(db)`
    SELECT
      EXISTS (SELECT 1 FROM projects
        WHERE user_id = ${userId} AND id = ${values.project_id ?? ''} AND deleted_at IS NULL) AS project_id,
      EXISTS (SELECT 1 FROM plans
        WHERE user_id = ${userId} AND id = ${values.plan_id ?? ''} AND deleted_at IS NULL) AS plan_id,
      EXISTS (SELECT 1 FROM organizations
        WHERE user_id = ${userId} AND id = ${values.organization_id ?? ''} AND deleted_at IS NULL)
        AS organization_id`.first<Record<Link, 0 | 1>>()
  const missing = changed.filter((name) => there?.[name] !== 1)
  return missing.length > 0 ? Object.fromEntries(missing.map((name) => [name, [links[name]]])) : null
}

/** The writes that the pages and the API of learnings share. */
export const learningResource: Resource<ListedLearning, NewLearningValues> = {
  name: 'learning',
  find: q.learning,
  validate,
  insert: (db, userId, id, values, now, c) => addLearning(db, userId, id, values, todayOf(c), now),
  update: (db, userId, values, now) => updateLearning(db, userId, values, now),
  remove: deleteRow('learnings'),
  restore: restoreRow('learnings'),
}
