import { constant } from '../lib/db/sql'

/** SQL of a column of what holds for a subject on the date of a fact `f`; null where it says nothing. */
const inForce = (subject: string, column: string) => `(
      SELECT ${column} FROM rates AS r
      WHERE r.user_id = f.user_id AND r.subject = ${subject} AND r.from_date <= f.date
      ORDER BY r.from_date DESC LIMIT 1)`

const former = (columns: string) => `
        SELECT ${columns} FROM former_clients AS c
        WHERE c.user_id = f.user_id AND c.project_id = f.project_id AND c.until_date > f.date`

/** SQL of the client that the project of a fact had on its date. */
const client = `iif(EXISTS (${former('1')}), (${former('c.organization_id')} ORDER BY c.until_date LIMIT 1), (
        SELECT p.organization_id FROM projects AS p WHERE p.user_id = f.user_id AND p.id = f.project_id))`

const subjects = ["'task:' || f.task_id", "'project:' || f.project_id", `'organization:' || ${client}`, "'all'"]

/** SQL of the first that says a column: a session itself, its task, project, client, and the default. */
const firstOf = (column: (table: string) => string) => `
      (SELECT ${column('s')} FROM sessions AS s WHERE s.user_id = f.user_id AND s.id = f.session_id),
      ${subjects.map((subject) => inForce(subject, column('r'))).join(', ')}`

/** SQL of 1 for a fact `f` that is billable, else 0. */
export const isBillable = constant(`coalesce(${firstOf((table) => `${table}.billable`)}, 0)`)

/** SQL of the rate of a fact `f` with its currency, as `readRate` (lib/money.ts) takes it; null without one. */
export const rateOf = constant(`coalesce(${firstOf((table) => `${table}.hourly_rate || ' ' || ${table}.currency`)})`)
