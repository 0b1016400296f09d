import { filterFor, filterOfContext } from '../../ledger/resolve-subject'
import { type SessionsView, subjectsOf } from './view'

/** Filters of a view: its subjects and its context. */
export const filtersOf = (db: D1Database, userId: string, view: SessionsView) =>
  Promise.all([
    ...subjectsOf(view).map((subject) => filterFor(db, userId, subject)),
    ...(view.context ? [filterOfContext(view.context)] : []),
  ])
