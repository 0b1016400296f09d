import { listedWhere, ofOrganization } from '../../filing/projects/queries'
import type { ListedGoal } from '../../goals/goals/schema'
import { projectsTime } from '../../ledger/series'
import type { User } from '../../lib/env'
import { allOrgs } from '../../lib/org'
import { allRows, sql } from '../../lib/sql'
import { meetingsOf } from '../meetings/list'
import { pageOfPeople } from '../people/schema'

/** The most goals that an organization's page lists. */
const goalsShown = 200

export type BriefGoal = Pick<ListedGoal, 'id' | 'title' | 'status' | 'target_date'>

/** Goals of an organization, open ones first. */
const goalsOfOrganization = (db: D1Database, userId: string, organizationId: string) =>
  allRows<BriefGoal>(sql(db)`
    SELECT id, title, status, target_date
    FROM goals
    WHERE user_id = ${userId} AND organization_id = ${organizationId} AND deleted_at IS NULL
    ORDER BY status IN ('completed', 'cancelled'), title COLLATE NOCASE, id
    LIMIT ${goalsShown}`)

/** The most people that an organization's page lists. */
const peopleShown = 200

/** Everything on an organization's page beside its row. @param today the person's local date */
export const organizationPageData = async (
  db: D1Database,
  user: Pick<User, 'id' | 'preferences'>,
  id: string,
  today: string,
) => {
  const [people, projects, goals, time, meetings] = await Promise.all([
    pageOfPeople(db, user.id, allOrgs, { organization_id: id }, peopleShown),
    listedWhere(db, user.id, ofOrganization(id)),
    goalsOfOrganization(db, user.id, id),
    projectsTime(db, user, `organization:${id}`, ofOrganization(id), today),
    meetingsOf(db, user.id, { organization: id }, today),
  ])
  return { people: people.rows, projects, goals, time, meetings, reader: user.preferences }
}
export type OrganizationPageData = Awaited<ReturnType<typeof organizationPageData>>
