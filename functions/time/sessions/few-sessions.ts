import { selectFacts } from '../../ledger/facts'
import { everything, filterOfContext, type LedgerFilter } from '../../ledger/resolve-subject'
import type { OrgTime } from '../../lib/org'
import { constant, part, type SqlPart, sql } from '../../lib/sql'
import { type NameColumns, nameColumns, namesIn, withoutNames } from './named'
import { onDates, onDay, selectRows, sessionRows } from './queries'
import type { SessionOnDay } from './schema'

/** Sessions of facts with the names of their projects, goals and plans, latest first. @param also a condition on facts `f` */
const namedSessions = async (
  db: D1Database,
  userId: string,
  filter: LedgerFilter,
  { also, limit }: { also: SqlPart; limit: number },
) => {
  const rows = await sessionRows<SessionOnDay & NameColumns>(
    sql(db)`${selectRows(userId, selectFacts(userId, [filter], null, also), {
      after: null,
      limit,
      columns: part`${onDay}, ${nameColumns}`,
    })}`,
  )
  return { sessions: rows.map(withoutNames), names: namesIn(rows) }
}

const noLimit = 1e9

const begins = constant('f.starts = 1')

const filterOf = (context: OrgTime | null) => (context ? filterOfContext(context) : everything)

/** The latest sessions of goals. */
export const sessionsOfGoals = (db: D1Database, userId: string, goalIds: string[], limit: number) =>
  namedSessions(db, userId, { ...everything, subjects: goalIds.map((id) => `goal:${id}`) }, { also: begins, limit })

/** The latest sessions with their names. */
export const recentSessions = (db: D1Database, userId: string, limit: number, context: OrgTime | null = null) =>
  namedSessions(db, userId, filterOf(context), { also: begins, limit })

/** The sessions of dates, and the latest that began on any date, with their names: both the latest first. */
export const sessionsOfDaysAndLatest = async (
  db: D1Database,
  userId: string,
  dates: string[],
  limit: number,
  context: OrgTime | null = null,
) => {
  const [ofDays, latest] = await Promise.all([
    namedSessions(db, userId, filterOf(context), { also: onDates(dates), limit: noLimit }),
    recentSessions(db, userId, limit, context),
  ])
  return {
    sessions: ofDays.sessions,
    latest: latest.sessions,
    names: new Map([...ofDays.names, ...latest.names]),
  }
}
