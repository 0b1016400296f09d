import { constant, part, type SqlPart } from '../lib/db/sql'

/** SQL of the columns that determine the billing terms of time. */
type Filed = Record<'user_id' | 'session_id' | 'date' | 'project_id' | 'task_id', string>

/** SQL of the billing terms of time on its date. @param of SQL of each column; only constants from the code */
export const billingTermsSql = (of: Filed) => {
  /** SQL of a column of a subject's rate on the date; NULL if it is not set. */
  const inForce = (subject: string, column: string) => `(
      SELECT ${column} FROM rates AS r
      WHERE r.user_id = ${of.user_id} AND r.subject = ${subject} AND r.from_date <= ${of.date}
      ORDER BY r.from_date DESC LIMIT 1)`
  /** SQL of the project's client on the date; NULL without a client. */
  const client = `nullif(coalesce((
        SELECT coalesce(c.organization_id, '') FROM former_clients AS c
        WHERE c.user_id = ${of.user_id} AND c.project_id = ${of.project_id} AND c.until_date > ${of.date}
        ORDER BY c.until_date LIMIT 1), (
        SELECT p.organization_id FROM projects AS p WHERE p.user_id = ${of.user_id} AND p.id = ${of.project_id})), '')`
  const subjects = [
    `'task:' || ${of.task_id}`,
    `'project:' || ${of.project_id}`,
    `'organization:' || ${client}`,
    "'all'",
  ]
  /** SQL values in order of precedence: of the session, its task, its project, its client, and the default. */
  const firstOf = (column: (table: string) => string) => `
      (SELECT ${column('own')} FROM sessions AS own WHERE own.user_id = ${of.user_id} AND own.id = ${of.session_id}),
      ${subjects.map((subject) => inForce(subject, column('r'))).join(', ')}`
  return {
    isBillable: constant(`coalesce(${firstOf((table) => `${table}.billable`)}, 0)`),
    rateOf: constant(`coalesce(${firstOf((table) => `${table}.hourly_rate || ' ' || ${table}.currency`)})`),
  }
}

/**
 * SQL for a fact `f`: `isBillable` is 1 or 0. `rateOf` is the rate with its currency in the form of `readRate`
 * (lib/money.ts), or NULL.
 */
export const { isBillable, rateOf } = billingTermsSql({
  user_id: 'f.user_id',
  session_id: 'f.session_id',
  date: 'f.date',
  project_id: 'f.project_id',
  task_id: 'f.task_id',
})

/** SQL for the client id of a fact `f` on its date; NULL without a client. */
export const clientOfTime = constant(`coalesce((
        SELECT c.organization_id
        FROM former_clients AS c JOIN organizations AS o ON o.user_id = c.user_id AND o.id = c.organization_id
        WHERE c.user_id = f.user_id AND c.project_id = f.project_id AND c.until_date > f.date AND o.deleted_at IS NULL
        ORDER BY c.until_date LIMIT 1), (
        SELECT o.id
        FROM projects AS p JOIN organizations AS o ON o.user_id = p.user_id AND o.id = p.organization_id
        WHERE p.user_id = f.user_id AND p.id = f.project_id AND o.deleted_at IS NULL))`)

/** Condition for facts `f` of a client. @param person id or SQL of the user @param id id or SQL of the client */
export const isOfClient = (person: string | SqlPart, id: string | SqlPart) => part`(f.project_id IN (
        SELECT id FROM projects AS p WHERE p.user_id = ${person} AND p.organization_id = ${id}
        UNION ALL
        SELECT project_id FROM former_clients AS c WHERE c.user_id = ${person} AND c.organization_id = ${id})
      AND ${clientOfTime} = ${id})`
