import { allRows, constant, newSeq, part, sql } from '../lib/db/sql'
import { eachSubject, filterInQuery, filterText, partsOf, queryWithFilter } from '../lib/filter'
import { nameKey } from '../lib/text/text'
import { countsOf } from './goal-tree'

/** A subject of the ledger whose sessions go to another: a merged project, a renamed tag. */
type SubjectMove = { from: string; to: string }

const namesClient = /^client:=(.*)$/s

/** The subject of a client by its name. */
export const clientSubject = (name: string) => `client:=${nameKey(name)}`

const keyOf = (subject: string) => subject.replace(namesClient, (_, name: string) => clientSubject(name))

/** Replaces subjects of a filter. */
const replaced = (filter: string, others: Map<string, string>) => {
  const { all, none } = partsOf(filter)
  const group = (subjects: string[]) => subjects.map((one) => others.get(keyOf(one)) ?? one)
  return filterText({ all: all.map(group), none: group(none) })
}

/** Converts a filter to its stored form: clients by id, so that a new name changes nothing. */
export const storedFilter = async (db: D1Database, userId: string, filter: string) => {
  const keys = eachSubject(filter).flatMap((one) => (namesClient.test(one) ? keyOf(one) : []))
  if (keys.length === 0) return filter
  const found = await allRows<{ name_key: string; id: string }>(sql(db)`
    SELECT name_key, id FROM organizations
    WHERE user_id = ${userId} AND deleted_at IS NULL
      AND 'client:=' || name_key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`)
  return replaced(filter, new Map(found.map(({ name_key, id }) => [`client:=${name_key}`, `organization:${id}`])))
}

/** SQL of the key of a rule of a goal, for images of changes. */
export const ruleKey = "goal_id || ' ' || from_date"

type KeptFilter = {
  table: string
  column: string
  /** In JSON. */
  path?: string
  key?: string
  only?: string
  hasNoVersion?: true
  /** The filter of a text, and the text of another in its place. */
  read?: (text: string) => string
  write?: (filter: string, text: string) => string | null
}

/** Columns with filters, by the names of their tables in `undoableTables`. */
const keptFilters = {
  conditions: { table: 'user_apps', column: 'after_subject', only: "AND set_by = 'user'" },
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
  views: { table: 'views', column: 'query', read: filterInQuery, write: queryWithFilter },
} satisfies Record<string, KeptFilter>

const names = Object.keys(keptFilters) as (keyof typeof keptFilters)[]

type FilterRow = { id: string; text: string }

const textIn = ({ column, path }: KeptFilter) => constant(path ? `${column} ->> '${path}'` : column)

const readRows = (db: D1Database, userId: string, { key = 'id', only = '', ...kept }: KeptFilter) =>
  allRows<FilterRow>(sql(db)`
    SELECT ${constant(key)} AS id, ${textIn(kept)} AS text FROM ${constant(kept.table)}
    WHERE user_id = ${userId} AND ${textIn(kept)} IS NOT NULL ${constant(only)}`)

/** Writes the texts that take the place of others. */
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
 * Reads a person's filters: of unlock conditions, kept reports, their seals and saved views, and what their goals count
 * now and in earlier rules.
 * @returns a plan for these to follow their sessions to other subjects: the keys of those concerned, for `Touched`, and the
 * writes
 */
export const followSubjects = async (db: D1Database, userId: string) => {
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

/** Rewrites filters that name a client by name to its id, before it is renamed. @param touched rows of the rename */
export const followName = async (
  db: D1Database,
  userId: string,
  { id, name }: { id: string; name: string },
  touched: { organizations: string[] },
  now: number,
) => {
  const follow = await followSubjects(db, userId)
  const followed = follow([{ from: clientSubject(name), to: `organization:${id}` }], now)
  return { ...followed, touched: { ...touched, ...followed.touched } }
}
