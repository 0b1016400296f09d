import { commit, sql } from '../../lib/db/sql'
import { pathTo } from '../../lib/http/path-to'
import { andInOrg } from '../../lib/kinds'
import { allOrgs, type Org } from '../../lib/org'
import { columnsOf } from '../../lib/resource/row-reads'
import { dayOf, type Zone } from '../../lib/time/days'
import { readMissingNames, type SubjectNames } from './list/page'
import { sessionRows } from './queries'
import { ListedSession } from './schema'

/** Maximum number of planned sessions on a page. */
const listedLimit = 50

/** True for a session that ends in the future. It is in no sum until its end. @param now epoch ms */
export const isPlanned = ({ ended_at }: Pick<ListedSession, 'ended_at'>, now: number) => ended_at > now

/** Path of a planned session on the page of its day. */
export const plannedPath = ({ id, started_at }: Pick<ListedSession, 'id' | 'started_at'>, zone: Zone) =>
  `${pathTo`/day/${dayOf(started_at, zone)}`}#session-${id}`

/** Planned sessions, by their end. */
export const plannedSessions = (db: D1Database, userId: string, org: Org = allOrgs) =>
  sessionRows<ListedSession>(sql(db)`
    SELECT ${columnsOf('sessions', ListedSession)}
    FROM sessions
    WHERE user_id = ${userId} AND planned_until IS NOT NULL AND deleted_at IS NULL
      ${andInOrg(userId, org, 'session')}
    ORDER BY planned_until
    LIMIT ${listedLimit}`)

export type PlannedList = { sessions: ListedSession[]; names: SubjectNames }

export const plannedList = async (db: D1Database, userId: string, org: Org): Promise<PlannedList> => {
  const sessions = await plannedSessions(db, userId, org)
  return { sessions, names: await readMissingNames(db, userId, sessions) }
}

/** Makes planned sessions count whose end has passed. @param now epoch ms */
export const includeEndedSessions = (db: D1Database, { id }: { id: string }, now: number) =>
  commit(
    db,
    id,
    ['stats'],
    [
      sql(db)`
        UPDATE sessions SET planned_until = NULL
        WHERE user_id = ${id} AND planned_until <= ${now} AND deleted_at IS NULL`,
      // The due time of a permanently deleted session is moved here, because no trigger did.
      sql(db)`
        UPDATE users
        SET next_planned_at = (
          SELECT min(planned_until) FROM sessions
          WHERE user_id = ${id} AND planned_until IS NOT NULL AND deleted_at IS NULL)
        WHERE id = ${id} AND next_planned_at <= ${now}`,
    ],
  )
