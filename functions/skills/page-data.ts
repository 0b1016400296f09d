import type { Org } from '../lib/org'
import { byId, byName } from './list'
import { progressOf, skill, type Used, usedPlans, usedProjects } from './queries'
import type { ProgressEntry, Skill } from './schema'

/** Projects or plans that use a skill, and others that could be added. */
type Divided = { linked: Used[]; others: Used[] }

export type SkillPageData = { skill: Skill; history: ProgressEntry[]; projects: Divided; plans: Divided }

const divided = (all: Used[], ids: string[]): Divided => {
  const present = all.filter(({ deleted }) => !deleted).toSorted(byName)
  const known = byId(present)
  return {
    linked: ids.flatMap((id) => known.get(id) ?? []).toSorted(byName),
    others: present.filter(({ id }) => !ids.includes(id)),
  }
}

/** Lists the projects and plans of a context. Null for a skill that is not there. */
export const skillPageData = async (
  db: D1Database,
  userId: string,
  org: Org,
  id: string,
): Promise<SkillPageData | null> => {
  const [row, history, projects, plans] = await Promise.all([
    skill(db, userId, id),
    progressOf(db, userId, id),
    usedProjects(db, userId, { org }),
    usedPlans(db, userId, { org }),
  ])
  return row && { skill: row, history, projects: divided(projects, row.projects), plans: divided(plans, row.plans) }
}
