import { constant, part, type SqlPart } from '../lib/sql'

/** Condition `AND <column> IN (…)` for rows whose document matches; nothing without an expression. */
export const foundIn = (column: string, match: string | undefined): SqlPart =>
  match === undefined
    ? constant('')
    : part`AND ${constant(column)} IN (
        SELECT documents.id
        FROM search_index CROSS JOIN search_documents AS documents ON documents.number = search_index.rowid
        WHERE search_index MATCH ${match})`
