import { dateIsIn } from '../lib/conditions'
import { kindInOrg } from '../lib/kinds'
import { allOrgs, type Org } from '../lib/org'
import { allOf, cutWalk, pageIds } from '../lib/org-rows'
import { matchExpression } from '../lib/search/match'
import { part, rowsAs, sql } from '../lib/sql'
import { foundFrom, foundOrder } from '../search/found-rows'
import { type MeetingFilter, shortColumns, WalkedMeeting, withPeople } from './queries'
import { filing } from './schema'

const comes = (userId: string, person: string) => part`EXISTS (
      SELECT 1 FROM meeting_people
      WHERE meeting_people.user_id = ${userId} AND person_id = ${person} AND meeting_id = meetings.id)`

const shownBy = (userId: string, org: Org, { person, organization_id, project_id, from, to }: MeetingFilter) =>
  allOf([
    person && comes(userId, person),
    organization_id && part`meetings.organization_id = ${organization_id}`,
    project_id && part`meetings.project_id = ${project_id}`,
    (from || to) && part`(1 ${dateIsIn('meetings.date', { from, to })})`,
    org !== allOrgs && kindInOrg(userId, org, 'meeting'),
  ])

/** A page of meetings that a search and a filter find, the last written first. */
export const foundMeetings = async (
  db: D1Database,
  userId: string,
  org: Org,
  { q = '', ...filter }: MeetingFilter,
  after: string,
  limit: number,
) => {
  const match = matchExpression(q, { userId, kind: 'meeting' })
  if (match === undefined) return { rows: [], next: undefined }
  const from = foundFrom(userId, 'meeting', match, after)
  const shown = shownBy(userId, org, filter)
  const ids = pageIds({ from, id: 'meetings.id', order: foundOrder, shown, limit: limit + 1 })
  const rows = await rowsAs(
    WalkedMeeting,
    sql(db)`
      WITH found AS (${ids})
      SELECT ${shortColumns}, found.place, found.is_shown
      FROM found CROSS JOIN meetings ON meetings.user_id = ${userId} AND meetings.id = found.id
        ${filing.withNames}`,
  )
  const page = cutWalk(rows, limit)
  return { ...page, rows: page.rows.map(withPeople) }
}
