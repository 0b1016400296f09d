import { allRows, constant, newSeq, part, sql } from '../lib/db/sql'
import { eachSubject, filterOfQuery, filterText, partsOf, queryWithFilter } from '../lib/filter'
import { nameKey } from '../lib/text/text'
import { countsOf } from './goal-tree'

/** A change of subject for sessions, such as by a merge of projects or a rename of a tag. */
type SubjectMove = { from: string; to: string }

const namesClient = /^client:=(.*)$/s

/** Subject of a client, by its name. */
export const clientSubject = (name: string) => `client:=${nameKey(name)}`

const keyOf = (subject: string) => subject.replace(namesClient, (_, name: string) => clientSubject(name))

/** Replaces subjects in a filter. */
const replaced = (filter: string, others: Map<string, string>) => {
  const { all, none } = partsOf(filter)
  const group = (subjects: string[]) => subjects.map((one) => others.get(keyOf(one)) ?? one)
  return filterText({ all: all.map(group), none: group(none) })
}

/** Converts a filter to its stored form: clients by id, so that renaming a client changes nothing. */
export const toStoredFilter = async (db: D1Database, userId: string, filter: string) => {
  const keys = eachSubject(filter).flatMap((one) => (namesClient.test(one) ? keyOf(one) : []))
  if (keys.length === 0) return filter
  const found = await allRows<{ name_key: string; id: string }>(sql(db)`
    SELECT name_key, id FROM organizations
    WHERE user_id = ${userId} AND deleted_at IS NULL
      AND 'client:=' || name_key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`)
  return replaced(filter, new Map(found.map(({ name_key, id }) => [`client:=${name_key}`, `organization:${id}`])))
}

/** SQL for the key of a goal's rule, in images of changes. */
export const ruleKey = "goal_id || ' ' || from_date"

type KeptFilter = {
  table: string
  column: string
  /** JSON path of the filter in the column. Without a path, the column is the filter. */
  path?: string
  key?: string
  only?: string
  hasNoVersion?: true
  /** `read` extracts the filter from the stored text, `write` puts another filter into it. */
  read?: (text: string) => string
  write?: (filter: string, text: string) => string | null
}

/** Columns that contain filters, by the keys of `undoableTables`. */
const keptFilters = {
  conditions: { table: 'user_apps', column: 'after_subject', only: "AND set_by = 'user'" },
  app_rules: { table: 'user_apps', column: 'time_limit', path: '$.earns.subject', only: "AND set_by = 'user'" },
  app_limits: { table: 'app_limits', column: 'time_limit', path: '$.earns.subject', key: 'scope' },
  goals: { table: 'goals', column: 'counts', write: countsOf },
  rules: {
    table: 'goal_targets',
    column: 'rule',
    path: '$.counts',
    key: ruleKey,
    write: countsOf,
    hasNoVersion: true,
  },
  reports: { table: 'reports', column: 'subject' },
  seals: {
    table: 'report_seals',
    column: 'query',
    path: '$.query.subject',
    key: 'report_id',
    hasNoVersion: true,
  },
  views: { table: 'views', column: 'query', read: filterOfQuery, write: queryWithFilter },
} satisfies Record<string, KeptFilter>

const names = Object.keys(keptFilters) as (keyof typeof keptFilters)[]

type FilterRow = { id: string; text: string }

const textIn = ({ column, path }: KeptFilter) => constant(path ? `${column} ->> '${path}'` : column)

const readRows = (db: D1Database, userId: string, { key = 'id', only = '', ...kept }: KeptFilter) =>
  allRows<FilterRow>(sql(db)`
    SELECT ${constant(key)} AS id, ${textIn(kept)} AS text FROM ${constant(kept.table)}
    WHERE user_id = ${userId} AND ${textIn(kept)} IS NOT NULL ${constant(only)}`)

/** Replaces stored texts: `from` by `to`. */
const writeTexts = (
  db: D1Database,
  userId: string,
  kept: KeptFilter,
  texts: Map<string, string | null>,
  now: number,
) => {
  const { table, column, path, only = '', hasNoVersion } = kept
  const changes = [...texts].map(([from, to]) => ({ from, to }))
  return sql(db)`
    UPDATE ${constant(table)}
    SET ${constant(`${column} = ${path ? `json_set(${column}, '${path}', value ->> 'to')` : "value ->> 'to'"}`)}
      ${hasNoVersion ? constant('') : part`, updated_at = ${now}, seq = ${newSeq(userId)}`}
    FROM json_each(${JSON.stringify(changes)})
    WHERE user_id = ${userId} AND ${textIn(kept)} = value ->> 'from' ${constant(only)}`
}

/**
 * Reads a person's stored filters: of unlock conditions, limits, reports, seals, saved views, and goals with their earlier
 * rules.
 * @returns a function that updates these filters after subjects have changed: keys for `TouchedKeys`, and the writes
 */
export const readStoredFilters = async (db: D1Database, userId: string) => {
  const found = await Promise.all(names.map((name) => readRows(db, userId, keptFilters[name])))
  return (moves: SubjectMove[], now: number) => {
    const moved = new Map(moves.map(({ from, to }) => [keyOf(from), to]))
    const touched: Partial<Record<(typeof names)[number], string[]>> = {}
    const writes = names.flatMap((name, index) => {
      const kept: KeptFilter = keptFilters[name]
      const { read = (text) => text, write = (filter) => filter } = kept
      const rows = (found[index] ?? []).filter(({ text }) =>
        eachSubject(read(text)).some((one) => moved.has(keyOf(one))),
      )
      if (rows.length === 0) return []
      touched[name] = rows.map(({ id }) => id)
      const texts = new Map(rows.map(({ text }) => [text, write(replaced(read(text), moved), text)]))
      return [writeTexts(db, userId, kept, texts, now)]
    })
    return { touched, writes }
  }
}

/** Before a client is renamed, replaces its name by its id in filters. @param touched rows of the rename */
export const replaceClientName = async (
  db: D1Database,
  userId: string,
  { id, name }: { id: string; name: string },
  touched: { organizations: string[] },
  now: number,
) => {
  const follow = await readStoredFilters(db, userId)
  const followed = follow([{ from: clientSubject(name), to: `organization:${id}` }], now)
  return { ...followed, touched: { ...touched, ...followed.touched } }
}
