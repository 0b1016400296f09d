import { openGoals } from '../ledger/open-goals'
import { andInOrg, rowTags } from '../lib/kinds'
import { allOrgs, type Org } from '../lib/org'
import { allRows, sql } from '../lib/sql'
import { cleanLine } from '../lib/text'
import { projects } from '../projects/queries'
import type { LineNames, NamedPlan } from './names'
import { type Mark, tokenize } from './tokenize'

const planLimit = 200
const rowLimit = 1_500

/** The first letters of the plans that a line names, in lower case. */
const initialsIn = (text: string) =>
  Array.from(text.matchAll(/%["“]?\\?(.)/gu), ([, letter = '']) => letter.toLowerCase())

/** Plans that are not archived; chunks only of those that a line with `%plan/chunk` may mean. */
const plansNamedIn = async (db: D1Database, userId: string, org: Org, text: string): Promise<NamedPlan[]> => {
  const initials = JSON.stringify(/%.*\//u.test(text) ? initialsIn(text) : [])
  const rows = await allRows<{ id: string; title: string; chunk_id: string | null; chunk_title: string | null }>(sql(
    db,
  )`
    WITH named AS (
      SELECT user_id, id, title, iif(lower(substr(id, 1, 1)) IN (SELECT value FROM json_each(${initials}))
        OR lower(substr(title, 1, 1)) IN (SELECT value FROM json_each(${initials}))
        OR unicode(title) > 127 AND ${initials} <> '[]', id, NULL) AS wanted
      FROM plans
      WHERE user_id = ${userId} AND deleted_at IS NULL AND status <> 'archived' ${andInOrg(userId, org, 'plan')}
      ORDER BY updated_at DESC
      LIMIT ${planLimit})
    SELECT named.id, named.title, plan_chunks.id AS chunk_id, plan_chunks.title AS chunk_title
    FROM named LEFT JOIN plan_chunks ON plan_chunks.user_id = named.user_id AND plan_chunks.plan_id = wanted
    LIMIT ${rowLimit}`)
  return [...Map.groupBy(rows, ({ id }) => id)].map(([id, of]) => ({
    id,
    title: of[0]?.title ?? '',
    chunks: of.flatMap(({ chunk_id, chunk_title }) =>
      chunk_id === null ? [] : [{ id: chunk_id, title: chunk_title ?? '' }],
    ),
  }))
}

/** Sorts after every other character. */
export const afterAll = '\u{10FFFF}'

/** Tags read that begin with words of a line. */
const tagLimit = 60

/** The tags among the words that sessions or other rows have, and those that begin with one, ignoring the case of A to Z. */
const tagsBeginning = async (db: D1Database, userId: string, words: string[]) => {
  const list = JSON.stringify(words)
  const found = await allRows<{ tag: string }>(sql(db)`
    WITH known AS (
      SELECT tag FROM session_tags WHERE user_id = ${userId}
      UNION
      SELECT tag FROM (${rowTags(userId)}))
    SELECT DISTINCT tag
    FROM json_each(${list}) JOIN known
      ON tag >= value COLLATE NOCASE AND tag < value || ${afterAll} COLLATE NOCASE
    ORDER BY tag = value DESC, tag
    LIMIT ${tagLimit}`)
  return found.map(({ tag }) => tag)
}

/** Open tasks that a line may name, the latest date first, those of someday last. */
const openTasks = (db: D1Database, userId: string, org: Org) =>
  allRows<{ id: string; title: string }>(sql(db)`
    SELECT id, title
    FROM tasks
    WHERE user_id = ${userId} AND status IN ('todo', 'in_progress') AND deleted_at IS NULL
      AND (owner IS NULL OR date IS NOT NULL) ${andInOrg(userId, org, 'task')}
    ORDER BY date DESC, position
    LIMIT 300`)

/** Reads the rows of a context that marks of a line may name. @param marks those that the line takes */
export const namesIn = async (
  db: D1Database,
  userId: string,
  org: Org,
  text: string,
  marks: readonly Mark[],
): Promise<LineNames> => {
  const has = (mark: Mark) => marks.includes(mark) && text.includes(mark)
  const [own, goals, plans, tasks] = await Promise.all([
    has('@') ? projects(db, userId, org) : [],
    has('!') ? openGoals(db, userId, org) : [],
    has('%') ? plansNamedIn(db, userId, org, text) : [],
    has('^') ? openTasks(db, userId, org) : [],
  ])
  return { projects: own, goals, plans, tasks }
}

/** Reads all rows that marks of a line may name, and those of the context. */
export const readNames = async (
  db: D1Database,
  userId: string,
  org: Org,
  text: string,
  marks: readonly Mark[],
): Promise<LineNames> => {
  const hasTags = marks.includes('#') && text.includes('#')
  const [all, tags, first] = await Promise.all([
    namesIn(db, userId, allOrgs, text, marks),
    hasTags ? tagsBeginning(db, userId, tokenize(cleanLine(text)).tags) : [],
    org === allOrgs ? undefined : namesIn(db, userId, org, text, marks),
  ])
  return { ...all, tags, first }
}
