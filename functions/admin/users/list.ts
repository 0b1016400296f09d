import { type Cursor, readCursor, writeCursor } from '../../lib/cursor'
import { findPeople } from './find'
import { peopleByActivity } from './queries'
import type { PersonRow, UsersView } from './schema'

const pageSize = 50

export type UsersPage = { view: UsersView; people: PersonRow[]; next?: string }

const placeOf = ({ last_active_at, id }: PersonRow): Cursor => ({ at: last_active_at ?? 0, id })

export const usersPage = async (db: D1Database, view: UsersView): Promise<UsersPage> => {
  const start = readCursor(view.before)
  const found = await findPeople(
    (after, limit) => peopleByActivity(db, after ? placeOf(after) : start, limit),
    view.q,
    pageSize + 1,
  )
  const people = found.slice(0, pageSize)
  const last = found.length > pageSize ? people.at(-1) : undefined
  return { view, people, next: last && writeCursor(placeOf(last)) }
}
