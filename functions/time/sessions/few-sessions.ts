import { selectFacts } from '../../ledger/facts'
import { allTimeFilter, filterOfContext, type LedgerFilter } from '../../ledger/resolve-subject'
import { constant, part, type SqlPart, sql } from '../../lib/db/sql'
import { andInOrg } from '../../lib/kinds'
import type { Org, OrgTime } from '../../lib/org'
import { joinNames, type NameColumns, nameColumns, toSubjectNames, withoutNames } from './named'
import { listedColumns, onDatesCondition, selectRows, sessionOnDayColumns, sessionRows } from './queries'
import type { ListedSession, SessionOnDay } from './schema'

/** Sessions of facts with names of project, goal and plan, latest first. @param also condition on the facts `f` */
const namedSessions = async (
  db: D1Database,
  userId: string,
  filter: LedgerFilter,
  { also, limit }: { also: SqlPart; limit: number },
) => {
  const rows = await sessionRows<SessionOnDay & { seq: number } & NameColumns>(
    sql(db)`${selectRows(userId, selectFacts(userId, [filter], null, also), {
      after: null,
      limit,
      columns: part`${sessionOnDayColumns}, s.seq, ${nameColumns}`,
    })}`,
  )
  return { sessions: rows.map(withoutNames), names: toSubjectNames(rows) }
}

const noLimit = 1e9
const plannedLimit = 20

const begins = constant('f.starts = 1')

const filterOf = (context: OrgTime | null) => (context ? filterOfContext(context) : allTimeFilter)

/** Latest sessions of subjects of one kind, such as `goal:<id>`. */
export const readLatestSessions = (db: D1Database, userId: string, subjects: string[], limit: number) =>
  namedSessions(db, userId, { ...allTimeFilter, subjects }, { also: begins, limit })

/** Latest sessions with their names. */
export const recentSessions = (db: D1Database, userId: string, limit: number, context: OrgTime | null = null) =>
  namedSessions(db, userId, filterOf(context), { also: begins, limit })

/** Sessions of a date with their names, latest first. */
export const sessionsOfDate = (db: D1Database, userId: string, date: string, context: OrgTime | null = null) =>
  namedSessions(db, userId, filterOf(context), { also: onDatesCondition([date]), limit: noLimit })

/** Planned sessions with their names, next first. */
export const plannedWithNames = async (db: D1Database, userId: string, org: Org) => {
  const rows = await sessionRows<ListedSession & { seq: number } & NameColumns>(sql(db)`
    SELECT ${listedColumns}, s.seq, ${nameColumns}
    FROM sessions AS s ${joinNames(userId)}
    WHERE s.user_id = ${userId} AND s.planned_until IS NOT NULL AND s.deleted_at IS NULL
      AND s.id IN (SELECT id FROM sessions WHERE user_id = ${userId} AND planned_until IS NOT NULL
        ${andInOrg(userId, org, 'session')})
    ORDER BY s.planned_until
    LIMIT ${plannedLimit}`)
  return { sessions: rows.map(withoutNames), names: toSubjectNames(rows) }
}
