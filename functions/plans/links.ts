import { subjectNames } from '../ledger/sums'
import type { FieldErrors } from '../lib/resource/resource'
import type { PlanLinks } from './put'

type Links = Partial<Pick<PlanLinks, 'goal_id' | 'project_id'>>

/** Names of a plan's goal and project. */
export const linkNames = async (db: D1Database, userId: string, { goal_id, project_id }: Links) =>
  goal_id || project_id ? subjectNames(db, userId, project_id ? [project_id] : [], goal_id ? [goal_id] : []) : []

/** Errors of a goal and a project that are not the person's, or deleted; those that stay as they were are accepted. */
export const linkErrors = async (
  db: D1Database,
  userId: string,
  links: Links,
  before?: Links,
): Promise<FieldErrors | null> => {
  const names = await linkNames(db, userId, links)
  const isWrong = (kind: 'goal' | 'project') => {
    const id = links[`${kind}_id`]
    return id && id !== before?.[`${kind}_id`] && !names.some((one) => one.subject === `${kind}:${id}` && !one.deleted)
  }
  const errors = {
    ...(isWrong('goal') && { goal_id: ['Choose one of your goals'] }),
    ...(isWrong('project') && { project_id: ['Choose one of your projects'] }),
  }
  return Object.keys(errors).length > 0 ? errors : null
}
