import type { SelectOption } from '../../../views/ui/field'
import { allRows, constant, part, sql } from '../db/sql'
import { andInOrg, kindEntry } from '../kinds'
import type { Org } from '../org'
import { type FilingField, filingLabels, filingNames, filingNouns } from './filing'

/** Maximum number of rows to choose from in a form. */
const choiceLimit = 200

/** `deleted` cannot be chosen. It only names the deleted row that a row already refers to. */
export type FilingChoice = { field: FilingField | 'deleted'; id: string; name: string }

/** SELECT of the rows in a context to choose from. Includes names of deleted organizations, which cannot be chosen. */
const choicesOf = (userId: string, org: Org, field: FilingField) => {
  const kind = filingNouns[field]
  const { table, choice } = kindEntry(kind)
  if (!choice) throw new Error(`Nothing can be filed under a ${kind}`)
  const { name, where = '1', order, most = choiceLimit } = choice
  const named =
    kind === 'organization'
      ? part`iif(deleted_at IS NULL, ${field}, 'deleted') AS field, id, name || iif(deleted_at IS NULL, '', ' (deleted)') AS name`
      : part`${field} AS field, id, ${constant(name)} AS name`
  const offered = kind === 'organization' ? constant('') : part`AND deleted_at IS NULL ${andInOrg(userId, org, kind)}`
  return part`
      SELECT * FROM (
        SELECT ${named} FROM ${constant(table)}
        WHERE user_id = ${userId} AND ${constant(where)} ${offered}
        ORDER BY ${constant(order)} LIMIT ${most})`
}

/**
 * Rows that a row can be filed under, in a context: open goals (those in progress first), active projects and people by
 * name, recently written plans, recent meetings; and all organizations.
 */
export const filingChoices = (db: D1Database, userId: string, org: Org, fields: FilingField[]) => {
  if (fields.length === 0) return Promise.resolve([])
  const all = fields.map((field) => choicesOf(userId, org, field))
  return allRows<FilingChoice>(sql(db)`${all.reduce((some, one) => part`${some} UNION ALL ${one}`)}`)
}

/** Maximum number of people in the filter of a list. */
const filterLimit = 40

const people = constant(kindEntry('person').table)

/** Recently added people in a context, by name, for the filter of a list. Includes the person with the id `chosen`. */
export const personChoices = async (db: D1Database, userId: string, org: Org, chosen: string) => {
  const found = await allRows<{ id: string; name: string }>(sql(db)`
    SELECT id, name FROM ${people}
    WHERE user_id = ${userId} AND (id = ${chosen} OR id IN (
      SELECT id FROM ${people}
      WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'person')}
      ORDER BY id DESC
      LIMIT ${filterLimit}))`)
  return found.map(({ id, name }) => ({ value: id, label: name })).sort((a, b) => a.label.localeCompare(b.label))
}

/** Rows of a kind to choose from, for the filter of a list. */
export const filingOptions = async (db: D1Database, userId: string, org: Org, field: FilingField) =>
  filingNamesOf(await filingChoices(db, userId, org, [field]), field)

/** Rows preselected in the form of a new row. */
export type PreselectedFiling = Partial<Record<FilingField, string | null>>

/** A row with the ids and names of the rows that it is filed under. The name is null if that row is deleted. */
type Filed = Partial<Record<FilingField | (typeof filingNames)[FilingField], string | null>>

/** The row's current choice, which may be closed, archived or deleted by now. */
const ownChoices = (choices: FilingChoice[], row: Filed | undefined, field: FilingField) => {
  const id = row?.[field]
  if (!id) return []
  const name = row[filingNames[field]] ?? choices.find((one) => one.field === 'deleted' && one.id === id)?.name
  return [{ field, id, name: name ?? `Deleted ${filingLabels[field].toLowerCase()}` }]
}

/** Choices of a field, including the row's current one. */
export const filingNamesOf = (choices: FilingChoice[], field: FilingField, row?: Filed): SelectOption[] => {
  const offered = choices.filter((one) => one.field === field)
  const own = ownChoices(choices, row, field).filter(({ id }) => !offered.some((one) => one.id === id))
  return [...offered, ...own].map(({ id, name }) => ({ value: id, label: name }))
}

/** Labels of the fields in a conflict, and functions that name the row with an id. */
export const filingDescriptions = <F extends FilingField>(choices: FilingChoice[], saved: Filed, fields: F[]) => {
  const words = (field: F) => (id: string | null) =>
    id === null ? 'None' : (filingNamesOf(choices, field, saved).find(({ value }) => value === id)?.label ?? 'Deleted')
  return Object.fromEntries(fields.map((field) => [field, [filingLabels[field], words(field)]])) as Record<
    F,
    [label: string, words: (id: string | null) => string]
  >
}
