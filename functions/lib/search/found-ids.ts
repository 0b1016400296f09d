import { constant, part, type SqlPart } from '../sql'
import { matchExpression, type Scope } from './match'

/** Condition `AND <column> IN (…)` for rows whose document matches; nothing without an expression. */
export const foundIn = (column: string, match: string | undefined): SqlPart =>
  match === undefined
    ? constant('')
    : part`AND ${constant(column)} IN (
        SELECT documents.id
        FROM search_index JOIN search_documents AS documents ON documents.number = search_index.rowid
        WHERE search_index MATCH ${match})`

/** Condition for rows that a search finds: all of them without a search, none for one without a letter or a digit. */
export const foundBy = (column: string, search: string | undefined, scope: Scope): SqlPart => {
  const match = search ? matchExpression(search, scope) : undefined
  return search && match === undefined ? constant('AND 0') : foundIn(column, match)
}
