import { allRows, constant, part, sql } from '../../../lib/db/sql'
import { rowLoader } from '../../../lib/env'
import { pageOfRows } from '../../../lib/http/list-view'
import { rowsAfterCursor } from '../../../lib/resource/row-reads'
import { foldText } from '../../../lib/text/text'
import type { PersonRow, UsersPage, UsersView } from './schema'

export type AccessChange = { role?: PersonRow['role']; suspended?: boolean }

const columns = constant('id, email, username, github_username, role, created_at, last_active_at, suspended_at')

/** The people with these ids. */
export const peopleOf = (db: D1Database, ids: string[]) =>
  allRows<PersonRow>(sql(db)`
    SELECT ${columns}
    FROM users
    WHERE shadow_of IS NULL AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
    ORDER BY id`)

export const person = async (db: D1Database, id: string) => (await peopleOf(db, [id]))[0] ?? null

/** `acts`: the caller is still an admin. `others`: an admin other than this person can sign in. */
export const checkAdmins = async (db: D1Database, adminId: string, personId: string) => {
  const found = await sql(db)`
    SELECT
      EXISTS (SELECT 1 FROM users WHERE id = ${adminId} AND role = 'admin' AND suspended_at IS NULL) AS acts,
      EXISTS (SELECT 1 FROM users WHERE role = 'admin' AND suspended_at IS NULL AND id <> ${personId}) AS others`.first<{
    acts: 0 | 1
    others: 0 | 1
  }>()
  return { acts: found?.acts === 1, others: found?.others === 1 }
}

export const loadPerson = rowLoader('person', (db, _, id) => person(db, id))

const orders = {
  activity: { columns: ['coalesce(last_active_at, 0)', 'id'], isDescending: true },
  id: { columns: ['id'], isDescending: true },
}

/**
 * SQL of the texts that a search compares, each in the form of an index (users_by_…): names, addresses, and the domains
 * of addresses.
 */
const searched = [
  'email',
  "lower(substr(email, instr(email, '@') + 1))",
  'name_key',
  "substr(name_key, instr(name_key, ' ') + 1)",
  'lower(github_username)',
].map(constant)

/** SELECT of the ids of people with a searched text that begins with this folded text. */
const peopleFrom = (text: string) =>
  searched
    .map((name) => part`SELECT id FROM users WHERE ${name} >= ${text} AND ${name} < ${`${text}\u{10ffff}`}`)
    .reduce((all, one) => part`${all} UNION ALL ${one}`)

/** Lists people, or those whose address or name starts with `q`, ignoring case and accents. */
export const findPeople = (
  db: D1Database,
  order: keyof typeof orders,
  { q, after }: { q: string; after: string | null },
  limit: number,
) => {
  const isFound = q === '' ? part`` : part`AND id IN (${peopleFrom(foldText(q).replace(/^@/, ''))})`
  const people = { columns, from: constant('users'), where: part`shadow_of IS NULL ${isFound}`, order: orders[order] }
  return rowsAfterCursor<PersonRow>(db, people, after, limit)
}

const pageSize = 50

export const usersPage = async (db: D1Database, view: UsersView): Promise<UsersPage> => {
  const found = await findPeople(db, 'activity', { q: view.q, after: view.before }, pageSize + 1)
  const { rows: people, next } = pageOfRows(found, pageSize)
  return { view, people, next }
}
