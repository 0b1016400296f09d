import { constant, part, type SqlPart } from '../lib/db/sql'

/** Columns by which time has its terms. */
type Filed = Record<'user_id' | 'session_id' | 'date' | 'project_id' | 'task_id', string>

/** SQL of the rate and budget terms for filed time on its date. @param of SQL of each column; constants of the code */
export const termsBy = (of: Filed) => {
  /** SQL of a column of a subject's rate on the date; NULL if it is not set. */
  const inForce = (subject: string, column: string) => `(
      SELECT ${column} FROM rates AS r
      WHERE r.user_id = ${of.user_id} AND r.subject = ${subject} AND r.from_date <= ${of.date}
      ORDER BY r.from_date DESC LIMIT 1)`
  /** SQL of the client that the project had on the date; null without one. */
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
  /** SQL of the first that says a column: the session itself, its task, project, client, and the default. */
  const firstOf = (column: (table: string) => string) => `
      (SELECT ${column('own')} FROM sessions AS own WHERE own.user_id = ${of.user_id} AND own.id = ${of.session_id}),
      ${subjects.map((subject) => inForce(subject, column('r'))).join(', ')}`
  return {
    isBillable: constant(`coalesce(${firstOf((table) => `${table}.billable`)}, 0)`),
    rateOf: constant(`coalesce(${firstOf((table) => `${table}.hourly_rate || ' ' || ${table}.currency`)})`),
  }
}

/**
 * SQL of 1 for a fact `f` that is billable, else 0, and of its rate with its currency, as `readRate` (lib/money.ts) takes
 * it; null without one.
 */
export const { isBillable, rateOf } = termsBy({
  user_id: 'f.user_id',
  session_id: 'f.session_id',
  date: 'f.date',
  project_id: 'f.project_id',
  task_id: 'f.task_id',
})

/** SQL for the id of the client of a fact `f` on its date, NULL without one. */
export const clientOfTime = constant(`coalesce((
        SELECT c.organization_id
        FROM former_clients AS c JOIN organizations AS o ON o.user_id = c.user_id AND o.id = c.organization_id
        WHERE c.user_id = f.user_id AND c.project_id = f.project_id AND c.until_date > f.date AND o.deleted_at IS NULL
        ORDER BY c.until_date LIMIT 1), (
        SELECT o.id
        FROM projects AS p JOIN organizations AS o ON o.user_id = p.user_id AND o.id = p.organization_id
        WHERE p.user_id = f.user_id AND p.id = f.project_id AND o.deleted_at IS NULL))`)

/** Condition for the facts `f` of a client. @param person id of the person, or SQL of it @param id of the client, or SQL of it */
export const isOfClient = (person: string | SqlPart, id: string | SqlPart) => part`(f.project_id IN (
        SELECT id FROM projects AS p WHERE p.user_id = ${person} AND p.organization_id = ${id}
        UNION ALL
        SELECT project_id FROM former_clients AS c WHERE c.user_id = ${person} AND c.organization_id = ${id})
      AND ${clientOfTime} = ${id})`
