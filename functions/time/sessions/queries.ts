import { limitRange, type SqlDateRange, selectFacts } from '../../ledger/facts'
import { type LedgerFilter, subjectFilter } from '../../ledger/resolve-subject'
import { termsOfFact } from '../../ledger/terms'
import { columnList, jsonValues } from '../../lib/db/conditions'
import { allRows, constant, jsonChunks, newSeq, part, type SqlPart, sql } from '../../lib/db/sql'
import { columnsOf } from '../../lib/resource/row-reads'
import { splitsOf } from '../../lib/time/hours'
import { type SessionsView, viewRange } from './list/view'
import { joinNames } from './named'
import { ListedSession, NewSession, type SessionOnDay, SessionRow } from './schema'
import { guardProjects } from './writes'

type Stored<T> = Omit<T, 'tags' | 'days'> & { tags: string; days: string }

const readStored = <T extends Stored<ListedSession>>(row: T) => {
  const tags: ListedSession['tags'] = JSON.parse(row.tags)
  const days: ListedSession['days'] = JSON.parse(row.days)
  return { ...row, tags, days }
}

type StoredRow = Omit<Stored<SessionRow>, 'artifacts'> & { artifacts: string }

const readRow = ({ artifacts, ...row }: StoredRow): SessionRow => ({
  ...readStored({ ...row, artifacts: [] }),
  artifacts: JSON.parse(artifacts),
})

export const sessionRows = async <T extends ListedSession>(statement: D1PreparedStatement) =>
  (await allRows<Stored<T>>(statement)).map(readStored)

/** Columns of a `ListedSession` in `sessions AS s`. */
export const listedColumns = columnsOf('s', ListedSession)

/** Columns of a `SessionOnDay`, in `selectFacts` as `d` and `sessions AS s`. */
export const sessionOnDayColumns = part`d.date, d.starts, ${listedColumns}`

/** A view with the resolved filters of its subjects and context (`filtersOf`). */
export type FilteredView = SessionsView & { filters: LedgerFilter[] }

/** SELECT of the facts of a view. @param range of dates; default: the view's */
export const viewFacts = (userId: string, view: FilteredView, range: SqlDateRange | null = viewRange(view)) =>
  selectFacts(userId, view.filters, range)

/**
 * Joins the sessions `s` of facts `d`. A LEFT JOIN, although each fact has a session: otherwise SQLite scans all of the
 * person's sessions for a view of hours.
 */
export const joinSessions = (userId: string) =>
  part`LEFT JOIN sessions AS s ON s.user_id = ${userId} AND s.id = d.session_id`

type RowsOptions = {
  /** The row before the first row to read. */
  after: { date: string; started_at: number; number: number } | null
  limit: number
  columns: SqlPart
  /** SQL condition on the facts `d` and sessions `s`. */
  condition?: SqlPart
}

/**
 * SELECT of facts `d` with their sessions `s` and the names that `joinNames` adds, latest first. @param facts from
 * `selectFacts`, none after the date of `after`
 */
export const selectRows = (
  userId: string,
  facts: SqlPart,
  { after, limit, columns, condition = constant('1') }: RowsOptions,
) => part`
    SELECT ${columns}
    FROM (${facts}) AS d ${joinSessions(userId)} ${joinNames(userId)}
    WHERE ${condition} ${
      after
        ? part`AND (d.date < ${after.date} OR s.started_at < ${after.started_at}
        OR (s.started_at = ${after.started_at} AND s.number < ${after.number}))`
        : constant('')
    }
    ORDER BY d.date DESC, s.started_at DESC, s.number DESC
    LIMIT ${limit}`

/** A view's sessions after its cursor, latest first: begun in its range, or reaching into its first day. */
export const selectViewRows = (
  userId: string,
  view: FilteredView,
  limit: number,
  columns: SqlPart = sessionOnDayColumns,
) =>
  selectRows(userId, viewFacts(userId, view, limitRange(viewRange(view), view.after?.date)), {
    after: view.after,
    limit,
    columns,
    condition: constant('d.is_listed'),
  })

/** A view whose filter is a single subject of the ledger. */
export const plainView = (view: SessionsView): FilteredView => ({ ...view, filters: [subjectFilter(view.subject)] })

export const listViewSessions = (db: D1Database, userId: string, view: SessionsView, limit: number) =>
  sessionRows<SessionOnDay>(sql(db)`${selectViewRows(userId, plainView(view), limit)}`)

type WithArtifacts = SessionOnDay & Pick<SessionRow, 'artifacts'>

/** Like `sessionsIn`, with artifacts. */
export const sessionsWithArtifacts = async (
  db: D1Database,
  userId: string,
  view: SessionsView,
  limit: number,
): Promise<WithArtifacts[]> => {
  const statement = sql(
    db,
  )`${selectViewRows(userId, plainView(view), limit, part`${sessionOnDayColumns}, s.artifacts`)}`
  const rows = await allRows<Stored<SessionOnDay> & { artifacts: string }>(statement)
  return rows.map(({ artifacts, ...row }) => ({ ...readStored(row), artifacts: JSON.parse(artifacts) }))
}

/** SQL condition: the facts `f` are on these dates. */
export const onDatesCondition = (dates: string[]) =>
  part`f.date IN (SELECT value FROM json_each(${JSON.stringify(dates)}))`

export const sessionsOfDays = (db: D1Database, userId: string, subject: string, dates: string[]) =>
  sessionRows<SessionOnDay>(sql(db)`
    SELECT ${sessionOnDayColumns}
    FROM (${selectFacts(userId, [subjectFilter(subject)], null, onDatesCondition(dates))}) AS d
      ${joinSessions(userId)}
    ORDER BY d.date DESC, s.started_at DESC, s.number DESC`)

const columns = columnsOf('sessions', SessionRow)

const sessionWhere = async (db: D1Database, userId: string, id: string, condition: SqlPart) => {
  const row = await sql(db)`
    SELECT ${columns} FROM sessions
    WHERE user_id = ${userId} AND id = ${id} AND status = 'completed' AND ${condition}`.first<StoredRow>()
  return row && readRow(row)
}

export const sessionById = (db: D1Database, userId: string, id: string) =>
  sessionWhere(db, userId, id, constant('deleted_at IS NULL'))

export const deletedSession = (db: D1Database, userId: string, id: string, since: number) =>
  sessionWhere(db, userId, id, part`deleted_at > ${since}`)

/**
 * Adds sessions. Triggers update the ledger. A session that ends after `now` is planned and does not count yet. Guard:
 * rolls the batch back if a project is deleted or merged.
 */
export const addSessions = (db: D1Database, userId: string, added: NewSession[], now: number) => [
  ...addSplitSessions(db, userId, added.map(withSplits), now),
  ...guardProjects(
    db,
    userId,
    added.map(({ project_id }) => project_id),
  ),
]

/** A new session with its seconds split by day and hour. */
export type SplitSession = NewSession & ReturnType<typeof splitsOf>

export const withSplits = (session: NewSession): SplitSession => ({ ...session, ...splitsOf(session) })

const billing = ['billable', 'hourly_rate', 'currency']
const newColumns = [
  ...Object.keys(NewSession.omit({ artifacts: true, billable: true, hourly_rate: true, currency: true }).shape),
  ...['days', 'hours'],
]

/** SQL of a new session's billing, NULL if equal to the billing of its task, project or client. */
const unsaidBilling = (userId: string) => {
  const { isBillable, rateOf } = termsOfFact(userId)
  const said = (term: SqlPart) => part`(
        SELECT ${term} FROM (
          SELECT ${userId} AS user_id, '' AS session_id, value ->> '$.days[0][0]' AS date,
            value ->> 'project_id' AS project_id, value ->> 'task_id' AS task_id) AS f)`
  const rate = constant("(value ->> 'hourly_rate' || ' ' || (value ->> 'currency'))")
  const unlessSaid = (column: string) =>
    part`iif(${rate} IS NULL OR ${rate} = ${said(rateOf)}, NULL, value ->> ${constant(`'${column}'`)})`
  return part`nullif(value ->> 'billable', ${said(isBillable)}), ${unlessSaid('hourly_rate')}, ${unlessSaid('currency')}`
}

/** Adds sessions. Skips known import keys. @param isFromFile stores no billing that equals the project's */
export const addSplitSessions = (
  db: D1Database,
  userId: string,
  added: SplitSession[],
  now: number,
  isFromFile = false,
) =>
  jsonChunks(added).map(
    (chunk) => sql(db)`
      INSERT INTO sessions (user_id, ${columnList([...newColumns, ...billing])}, artifacts, status, planned_until, seq,
        created_at, updated_at)
      SELECT ${userId}, ${jsonValues(newColumns)}, ${isFromFile ? unsaidBilling(userId) : jsonValues(billing)},
        coalesce(value ->> 'artifacts', '[]'), 'completed',
        iif(value ->> 'ended_at' > ${now}, value ->> 'ended_at', NULL), ${newSeq(userId)}, ${now}, ${now}
      FROM json_each(${chunk})
      WHERE true
      ON CONFLICT (user_id, import_key) WHERE import_key IS NOT NULL DO NOTHING`,
  )
