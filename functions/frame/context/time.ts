import { allOrgs, hasNoOrganization, noOrg, type Org, type OrgTime, presentOrganizations } from '../../lib/org'
import { allRows, constant, part, sql } from '../../lib/sql'

/**
 * Subjects of the ledger with the time of a context: its projects, deleted ones too. Personal has those of no
 * organization, and no project. A deleted organization has none.
 */
const subjectsOfOrg = async (db: D1Database, userId: string, org: Org) => {
  const person = part`${userId}`
  const inside =
    org === noOrg
      ? hasNoOrganization(person, constant('organization_id'))
      : part`organization_id = ${org} AND organization_id IN (${presentOrganizations(person)})`
  const rows = await allRows<{ subject: string }>(sql(db)`
    SELECT 'project:' || id AS subject FROM projects WHERE user_id = ${userId} AND ${inside}`)
  const subjects = rows.map(({ subject }) => subject)
  return org === noOrg ? [...subjects, 'project:none'] : subjects
}

/** The time of a context; null for all. */
export const orgTime = async (db: D1Database, userId: string, org: Org): Promise<OrgTime | null> =>
  org === allOrgs ? null : { org, subjects: await subjectsOfOrg(db, userId, org) }
