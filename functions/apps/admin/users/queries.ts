import { allRows, constant, sql } from '../../../lib/db/sql'
import { loads } from '../../../lib/env'
import { pageOfRows } from '../../../lib/http/list-view'
import { rowsBehind } from '../../../lib/resource/row-reads'
import { folded } from '../../../lib/text/text'
import type { PersonRow, UsersPage, UsersView } from './schema'

export type Access = { role?: PersonRow['role']; suspended?: boolean }

const columns = constant('id, email, username, github_username, role, created_at, last_active_at, suspended_at')

export const person = (db: D1Database, id: string) =>
  sql(db)`
    SELECT ${columns}
    FROM users
    WHERE id = ${id} AND shadow_of IS NULL`.first<PersonRow>()

/** The people with these ids. */
export const peopleOf = (db: D1Database, ids: string[]) =>
  allRows<PersonRow>(sql(db)`
    SELECT ${columns}
    FROM users
    WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))
    ORDER BY id`)

/** `acts`: the caller is still an admin. `others`: an admin besides this person can sign in. */
export const admins = async (db: D1Database, adminId: string, personId: string) => {
  const found = await sql(db)`
    SELECT
      EXISTS (SELECT 1 FROM users WHERE id = ${adminId} AND role = 'admin' AND suspended_at IS NULL) AS acts,
      EXISTS (SELECT 1 FROM users WHERE role = 'admin' AND suspended_at IS NULL AND id <> ${personId}) AS others`.first<{
    acts: 0 | 1
    others: 0 | 1
  }>()
  return { acts: found?.acts === 1, others: found?.others === 1 }
}

export const loadPerson = loads('person', (c, id) => person(c.env.DB, id))

const orders = {
  activity: { columns: ['coalesce(last_active_at, 0)', 'id'], isDescending: true },
  id: { columns: ['id'], isDescending: true },
}

const listPeople = (db: D1Database, order: keyof typeof orders, after: string | null, limit: number) => {
  const people = { columns, from: constant('users'), where: constant('shadow_of IS NULL'), order: orders[order] }
  return rowsBehind<PersonRow>(db, people, after, limit)
}

/** People read at once for a search. */
const partSize = 500

/** @param wanted folded text */
const matches = ({ email, username, github_username }: PersonRow, wanted: string) =>
  [email, username, github_username].some((name) => name !== null && folded(name).includes(wanted))

/**
 * Lists people, or those with `q` in an address or name. SQLite cannot compare without accents, so a search reads the
 * list in parts until it has found enough.
 */
export const findPeople = async (
  db: D1Database,
  order: keyof typeof orders,
  { q, after }: { q: string; after: string | null },
  limit: number,
) => {
  if (q === '') return listPeople(db, order, after, limit)
  const found: Awaited<ReturnType<typeof listPeople>> = []
  let cursor = after
  do {
    const part = await listPeople(db, order, cursor, partSize)
    found.push(...part.filter((person) => matches(person, folded(q))))
    const last = part.at(-1)
    cursor = last && part.length === partSize ? last.after : null
  } while (cursor && found.length < limit)
  return found.slice(0, limit)
}

const pageSize = 50

export const usersPage = async (db: D1Database, view: UsersView): Promise<UsersPage> => {
  const found = await findPeople(db, 'activity', { q: view.q, after: view.before }, pageSize + 1)
  const { rows: people, next } = pageOfRows(found, pageSize)
  return { view, people, next }
}
