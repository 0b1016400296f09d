import type { z } from 'zod'
import { columnsAre, dateIsIn, joined } from '../lib/conditions'
import { andInOrg, kindInOrg } from '../lib/kinds'
import { cutPage } from '../lib/list-view'
import { allOrgs, isOrganization, type Org } from '../lib/org'
import { cutWalk, idsOfOrg, WalkPlace, walkIds } from '../lib/org-rows'
import { foundBy } from '../lib/search/found-ids'
import { allRows, constant, part, rowsAs, type SqlPart, sql } from '../lib/sql'
import { parseAll } from '../lib/stored'
import { namesText } from './names'
import { attendeesLimit, filing, ListedMeeting } from './schema'

const columnsWith = (notes: string, named: number) => part`
      meetings.id, meetings.title, meetings.date, meetings.time, meetings.time_zone, meetings.duration_minutes,
      meetings.organization_id, meetings.project_id, meetings.attendees, meetings.session_id,
      ${constant(notes)}, meetings.preparation_version, meetings.questions_version, meetings.outcome_version, meetings.seq, meetings.created_at, meetings.updated_at,
      projects.color AS project_color, ${filing.selectedNames},
      (SELECT json_group_array(json_object('id', people.id, 'name', people.name))
        FROM json_each(meetings.attendees)
          CROSS JOIN people ON people.user_id = meetings.user_id AND people.id = json_each.value
        WHERE json_each.key < ${constant(String(named))} AND people.deleted_at IS NULL) AS attending`

/** Columns of a meeting with its notes. */
export const meetingColumns = columnsWith(
  'meetings.preparation_notes, meetings.questions_asked, meetings.outcome_notes',
  attendeesLimit,
)

/** People whom a list names of a meeting. */
export const namedInList = 3

/** Columns of a meeting in a list, which shows no notes, and few of many people. */
export const shortColumns = columnsWith(
  "'' AS preparation_notes, '' AS questions_asked, '' AS outcome_notes",
  namedInList,
)

export const withPeople = <M extends z.output<typeof ListedMeeting>>(meeting: M) => ({
  ...meeting,
  people: namesText(meeting.attending.map(({ name }) => name)),
})

export const readMeetings = (rows: unknown[]): ListedMeeting[] => parseAll(ListedMeeting, rows).map(withPeople)

export const meeting = async (db: D1Database, userId: string, id: string) => {
  const row = await sql(db)`
    SELECT ${meetingColumns}
    FROM meetings ${filing.withNames}
    WHERE meetings.user_id = ${userId} AND meetings.id = ${id} AND meetings.deleted_at IS NULL`.first()
  return row === null ? null : (readMeetings([row])[0] ?? null)
}

/** Empty members filter nothing. Dates are inclusive. */
export type MeetingFilter = Partial<Record<'person' | 'organization_id' | 'project_id' | 'from' | 'to' | 'q', string>>

const nothing = constant('')

/** @param date column; with a plus no index is read by it */
const conditions = ({ organization_id, project_id, from, to }: MeetingFilter, date = 'meetings.date') =>
  joined([columnsAre('meetings', { organization_id, project_id }), dateIsIn(date, { from, to })])

/** The date of a list; on later pages an index is read by that of `behindRow`. */
const dateOf = (table: string, after: string) => `${after && '+'}${table}.date`

/** Which meetings of a list come first: the next ones, or the last ones. */
export type Direction = 'next' | 'last'

const byTime = ['meetings.date', 'meetings.time', 'meetings.id']

const orderOf = (direction: Direction, columns: string[]) =>
  columns.map((column) => (direction === 'next' ? column : `${column} DESC`)).join(', ')

/** Condition for the rows behind the one with the id `after`; nothing without one. Its date alone is in the indexes. */
const behindRow = (userId: string, direction: Direction, hasTime: boolean, after: string) => {
  if (!after) return nothing
  const place = (of: string) =>
    constant(hasTime ? `${of}.date, coalesce(${of}.time, ''), ${of}.id` : `${of}.date, ${of}.id`)
  const sign = direction === 'next' ? '>' : '<'
  const last = part`FROM meetings AS last WHERE last.user_id = ${userId} AND last.id = ${after}`
  return part`AND ${constant(`${hasTime ? 'meetings' : 'who'}.date ${sign}=`)} (SELECT last.date ${last})
        AND (${place('meetings')}) ${constant(sign)} (SELECT ${place('last')} ${last})`
}

type Page = { rows: ListedMeeting[]; next?: string }

/** Those of a person are found in `meeting_people`, those of a project or an organization by their own indexes. */
const listOf = (userId: string, direction: Direction, filter: MeetingFilter, after: string) => {
  const { person, project_id, organization_id, from, to } = filter
  if (person) {
    return {
      from: constant(`FROM meeting_people AS who CROSS JOIN meetings
          ON meetings.user_id = who.user_id AND meetings.id = who.meeting_id`),
      where: part`WHERE who.user_id = ${userId} AND who.person_id = ${person} ${dateIsIn(dateOf('who', after), { from, to })} AND meetings.deleted_at IS NULL
          ${behindRow(userId, direction, false, after)}`,
      order: orderOf(direction, ['who.date', 'who.meeting_id']),
    }
  }
  const index = project_id ? 'meetings_by_project' : organization_id ? 'meetings_by_organization' : 'meetings_by_date'
  return {
    from: constant(`FROM meetings INDEXED BY ${index}`),
    where: part`WHERE meetings.user_id = ${userId} AND meetings.deleted_at IS NULL ${conditions(filter, dateOf('meetings', after))}
          ${behindRow(userId, direction, true, after)}`,
    order: orderOf(direction, byTime),
  }
}

const ofOrganization = (userId: string, org: Org, direction: Direction, where: SqlPart, limit: number) => {
  const order = orderOf(direction, byTime)
  const [table, byOrganization, byProject] = ['meetings', 'meetings_by_organization', 'meetings_by_project']
  const ids = idsOfOrg(userId, org, { table, byOrganization, byProject, where, order, limit: limit + 1 })
  return part`
      SELECT ${shortColumns}
      FROM (${ids}) AS first CROSS JOIN meetings ON meetings.user_id = ${userId} AND meetings.id = first.id
        ${filing.withNames}
      ORDER BY ${constant(order)}
      LIMIT ${limit + 1}`
}

export const WalkedMeeting = ListedMeeting.extend(WalkPlace.shape)

/** A page of meetings of a context by date, behind the one with the id `after`. */
export const meetingsByDate = async (
  db: D1Database,
  userId: string,
  org: Org,
  direction: Direction,
  filter: Omit<MeetingFilter, 'q'>,
  after: string,
  limit: number,
): Promise<Page> => {
  const isFiled = filter.person || filter.project_id || filter.organization_id
  if (isOrganization(org) && !isFiled) {
    const where = part`${conditions(filter, dateOf('meetings', after))} ${behindRow(userId, direction, true, after)}`
    return cutPage(readMeetings(await allRows(sql(db)`${ofOrganization(userId, org, direction, where, limit)}`)), limit)
  }
  const { from, where, order } = listOf(userId, direction, filter, after)
  const { person, project_id, organization_id } = filter
  const more = person ? columnsAre('meetings', { project_id, organization_id }) : nothing
  if (org === allOrgs && !(person && (organization_id || project_id))) {
    const rows = await allRows(sql(db)`
      SELECT ${shortColumns}
      ${from} ${filing.withNames}
      ${where}
      ORDER BY ${constant(order)}
      LIMIT ${limit + 1}`)
    return cutPage(readMeetings(rows), limit)
  }
  const shown = part`(${kindInOrg(userId, org, 'meeting')} ${more})`
  const ids = walkIds({ from: part`${from} ${where}`, id: 'meetings.id', order, shown, limit: limit + 1 })
  const walked = await rowsAs(
    WalkedMeeting,
    sql(db)`
      SELECT ${shortColumns}, walked.place, walked.is_shown
      FROM (${ids}) AS walked CROSS JOIN meetings ON meetings.user_id = ${userId} AND meetings.id = walked.id
        ${filing.withNames}
      ORDER BY walked.place`,
  )
  const { rows, next } = cutWalk(walked, limit)
  return { rows: rows.map(withPeople), next }
}

/** Meetings that a filter finds with ids below the cursor in descending order, for the API. */
export const meetingsBefore = async (
  db: D1Database,
  userId: string,
  org: Org,
  { cursor, q, person, ...filter }: MeetingFilter & { cursor: string },
  limit: number,
) => {
  const from = person
    ? part`meeting_people AS who INDEXED BY meeting_people_by_id CROSS JOIN meetings
          ON who.user_id = ${userId} AND who.person_id = ${person} AND meetings.id = who.meeting_id`
    : constant('meetings')
  const id = constant(person ? 'who.meeting_id' : 'meetings.id')
  return readMeetings(
    await allRows(sql(db)`
      SELECT ${meetingColumns}
      FROM ${from} ${filing.withNames}
      WHERE meetings.user_id = ${userId} AND ${id} < ${cursor} AND meetings.deleted_at IS NULL
        ${foundBy('meetings.id', q, { userId, kind: 'meeting' })} ${conditions(filter)} ${andInOrg(userId, org, 'meeting')}
      ORDER BY ${id} DESC
      LIMIT ${limit + 1}`),
  )
}
