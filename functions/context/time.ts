import { allOrgs, hasNoOrganization, noOrg, type Org, type OrgTime, presentOrganizations } from '../lib/org'
import { allRows, constant, part, type SqlPart, sql } from '../lib/sql'

/** A person by their id, or by the hash of a browser's session: what they have is then read with the sign-in. */
type Whose = { userId: string } | { sessionHash: string }

const personOf = (whose: Whose): SqlPart =>
  'userId' in whose
    ? part`${whose.userId}`
    : part`(SELECT user_id FROM web_sessions WHERE id_hash = ${whose.sessionHash})`

/**
 * Subjects of the ledger with the time of a context: its projects, deleted ones too. Personal has those of no
 * organization, and no project. A deleted organization has none.
 */
const subjectsOfOrg = async (db: D1Database, whose: Whose, org: Org) => {
  const person = personOf(whose)
  const inside =
    org === noOrg
      ? hasNoOrganization(person, constant('organization_id'))
      : part`organization_id = ${org} AND organization_id IN (${presentOrganizations(person)})`
  const rows = await allRows<{ subject: string }>(sql(db)`
    SELECT 'project:' || id AS subject FROM projects WHERE user_id = ${person} AND ${inside}`)
  const subjects = rows.map(({ subject }) => subject)
  return org === noOrg ? [...subjects, 'project:none'] : subjects
}

/** The time of a context; null for all. */
export const orgTime = async (db: D1Database, whose: Whose, org: Org): Promise<OrgTime | null> =>
  org === allOrgs ? null : { org, subjects: await subjectsOfOrg(db, whose, org) }
