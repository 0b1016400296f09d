import { constant, part, type SqlPart } from '../lib/db/sql'

/** SQL of the columns that determine the billing terms of time. */
type Filed = Record<'user_id' | 'session_id' | 'date' | 'project_id' | 'task_id', string>

/** Rates of a subject that are found without reading a row; older ones are looked up. */
const recentRates = [0, 1, 2, 3]

/** SQL of a value of a project `p`, or 1 if it had other clients on some dates, which are then looked up. */
const unlessMoved = (value: string) => `iif(EXISTS (
            SELECT 1 FROM former_clients AS c WHERE c.user_id = p.user_id AND c.project_id = p.id), 1, ${value})`

/** SQL of a JSON object: the rates of each subject but tasks, and of each project's client; latest first. */
const ratesOfPerson = (person: string | SqlPart) => part`(
        WITH latest_first (subject, rates) AS (
          SELECT subject, jsonb_group_array(jsonb_array(from_date, billable, hourly_rate || ' ' || currency))
          FROM (
            SELECT subject, from_date, billable, hourly_rate, currency FROM rates
            WHERE user_id = ${person} AND subject NOT GLOB 'task:*'
            ORDER BY subject, from_date DESC)
          GROUP BY subject)
        SELECT jsonb_group_object(subject, rates) FROM (
          SELECT subject, rates FROM latest_first
          UNION ALL
          SELECT 'client:' || p.id, ${constant(unlessMoved('rates'))}
          FROM projects AS p LEFT JOIN latest_first ON subject = 'organization:' || p.organization_id
          WHERE p.user_id = ${person}))`

/**
 * SQL of the billing terms of time on its date. A person's rates are read once for all rows. @param of SQL of each
 * column; only constants from the code @param person id or SQL of the user
 */
export const billingTermsSql = (of: Filed, person: string | SqlPart) => {
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
  /** SQL of a column of a subject's rate on the date, from the JSON in `known` with the column at this place. */
  const recent = (key: string, subject: string, column: string, place: number) => `(
      SELECT CASE ${recentRates
        .map((rate) => `WHEN ${of.date} >= rates ->> '$[${rate}][0]' THEN rates ->> '$[${rate}][${place}]'`)
        .join(' ')}
        WHEN rates = 1 OR rates ->> '$[${recentRates.length}]' IS NOT NULL THEN ${inForce(subject, column)} END
      FROM (SELECT jsonb_extract(known, '$."' || ${key} || '"') AS rates))`
  /** SQL values in order of precedence: of the session, its task, its project, its client, and the default. */
  const firstOf = (column: (table: string) => string, place: number) => part`
      ${constant(`(
        SELECT ${column('own')} FROM sessions AS own INDEXED BY sessions_priced
        WHERE own.user_id = ${of.user_id} AND own.id = ${of.session_id}
          AND (own.billable IS NOT NULL OR own.hourly_rate IS NOT NULL)),
      ${inForce(`'task:' || ${of.task_id}`, column('r'))},
      (SELECT coalesce(
        ${recent(`'project:' || ${of.project_id}`, `'project:' || ${of.project_id}`, column('r'), place)},
        ${recent(`'client:' || ${of.project_id}`, `'organization:' || ${client}`, column('r'), place)},
        ${recent("'all'", "'all'", column('r'), place)})`)}
        FROM (SELECT ${ratesOfPerson(person)} AS known))`
  return {
    isBillable: part`coalesce(${firstOf((table) => `${table}.billable`, 1)}, 0)`,
    rateOf: part`coalesce(${firstOf((table) => `${table}.hourly_rate || ' ' || ${table}.currency`, 2)})`,
  }
}

const ofFact: Filed = {
  user_id: 'f.user_id',
  session_id: 'f.session_id',
  date: 'f.date',
  project_id: 'f.project_id',
  task_id: 'f.task_id',
}

/**
 * SQL for a fact `f`: `isBillable` is 1 or 0. `rateOf` is the rate with its currency in the form of `readRate`
 * (lib/money.ts), or NULL. @param person id or SQL of the user
 */
export const termsOfFact = (person: string | SqlPart) => billingTermsSql(ofFact, person)

/** SQL for the client id of a fact `f` on its date; NULL without a client. */
const datedClient = constant(`coalesce((
        SELECT c.organization_id
        FROM former_clients AS c JOIN organizations AS o ON o.user_id = c.user_id AND o.id = c.organization_id
        WHERE c.user_id = f.user_id AND c.project_id = f.project_id AND c.until_date > f.date AND o.deleted_at IS NULL
        ORDER BY c.until_date LIMIT 1), (
        SELECT o.id
        FROM projects AS p JOIN organizations AS o ON o.user_id = p.user_id AND o.id = p.organization_id
        WHERE p.user_id = f.user_id AND p.id = f.project_id AND o.deleted_at IS NULL))`)

/** SQL for the client id of a fact among many: reads the clients of a person's projects once. */
export const clientOfTime = (person: string) => part`(
        SELECT iif(client = 1, ${datedClient}, client)
        FROM (SELECT (
          SELECT jsonb_group_object(p.id, ${constant(unlessMoved('o.id'))})
          FROM projects AS p
            LEFT JOIN organizations AS o ON o.user_id = p.user_id AND o.id = p.organization_id AND o.deleted_at IS NULL
          WHERE p.user_id = ${person}) ->> f.project_id AS client))`

/** Condition for facts `f` of a client. @param person id or SQL of the user @param id id or SQL of the client */
export const isOfClient = (person: string | SqlPart, id: string | SqlPart) => part`(f.project_id IN (
        SELECT id FROM projects AS p WHERE p.user_id = ${person} AND p.organization_id = ${id}
        UNION ALL
        SELECT project_id FROM former_clients AS c WHERE c.user_id = ${person} AND c.organization_id = ${id})
      AND ((
        SELECT max(c.until_date) FROM former_clients AS c WHERE c.user_id = f.user_id AND c.project_id = f.project_id
      ) IS NULL OR ${datedClient} = ${id}))`
