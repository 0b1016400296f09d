import type { Option } from '../../../views/ui/field'
import { addDays } from '../days'
import { andInOrg } from '../kinds'
import type { Org } from '../org'
import { allRows, part, type SqlPart, sql } from '../sql'
import { type FilingField, filingLabels, filingNames } from './filing'

/** The most rows that a form offers to choose from, and the most meetings. */
const choiceLimit = 200
const meetingLimit = 30

/** `deleted` is no choice, but for a row that has it. */
export type FilingChoice = { field: FilingField | 'deleted'; id: string; name: string }

const peopleFor = (field: 'person_id' | 'from_person_id') => (userId: string, org: Org) =>
  part`
        SELECT ${field} AS field, id, name FROM people
        WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'person')}
        ORDER BY name COLLATE NOCASE`

/** UTC's date tomorrow: today or later anywhere. */
const soon = () => addDays(new Date().toISOString().slice(0, 10), 1)

/** SELECT of the rows of a context to choose from for each field. */
const selects: Record<FilingField, (userId: string, org: Org) => SqlPart> = {
  goal_id: (userId, org) => part`
        SELECT 'goal_id' AS field, id, title AS name FROM goals
        WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
          ${andInOrg(userId, org, 'goal')}
        ORDER BY status, updated_at, id`,
  project_id: (userId, org) => part`
        SELECT 'project_id' AS field, id, name FROM projects
        WHERE user_id = ${userId} AND deleted_at IS NULL AND status = 'active' ${andInOrg(userId, org, 'project')}
        ORDER BY name_key`,
  plan_id: (userId, org) => part`
        SELECT 'plan_id' AS field, id, title AS name FROM plans
        WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'plan')}
        ORDER BY updated_at DESC`,
  organization_id: (userId) => part`
        SELECT iif(deleted_at IS NULL, 'organization_id', 'deleted') AS field, id,
          name || iif(deleted_at IS NULL, '', ' (deleted)') AS name
        FROM organizations
        WHERE user_id = ${userId}
        ORDER BY deleted_at IS NOT NULL, name_key`,
  person_id: peopleFor('person_id'),
  from_person_id: peopleFor('from_person_id'),
  meeting_id: (userId, org) => part`
        SELECT 'meeting_id' AS field, id, date || ' ' || title AS name FROM meetings
        WHERE user_id = ${userId} AND deleted_at IS NULL AND date <= ${soon()} ${andInOrg(userId, org, 'meeting')}
        ORDER BY date DESC, time DESC`,
}

/**
 * Rows that another can be filed under: open goals, those in progress first, active projects and people by name, the plans
 * written last and the last meetings of a context, and organizations.
 */
export const filingChoices = (db: D1Database, userId: string, org: Org, fields: FilingField[]) => {
  if (fields.length === 0) return Promise.resolve([])
  const all = fields.map(
    (field) =>
      part`SELECT * FROM (${selects[field](userId, org)} LIMIT ${field === 'meeting_id' ? meetingLimit : choiceLimit})`,
  )
  return allRows<FilingChoice>(sql(db)`${all.reduce((some, one) => part`${some} UNION ALL ${one}`)}`)
}

/** The most people that the filter of a list offers. */
const filterLimit = 40

/** The people added last in a context, by name, for the filter of a list; also the one with the id `chosen`. */
export const personChoices = async (db: D1Database, userId: string, org: Org, chosen: string) => {
  const found = await allRows<{ id: string; name: string }>(sql(db)`
    SELECT id, name FROM people
    WHERE user_id = ${userId} AND (id = ${chosen} OR id IN (
      SELECT id FROM people
      WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'person')}
      ORDER BY id DESC
      LIMIT ${filterLimit}))`)
  return found.map(({ id, name }) => ({ value: id, label: name })).sort((a, b) => a.label.localeCompare(b.label))
}

/** Rows of one kind to choose from, for the filter of a list. */
export const filingOptions = async (db: D1Database, userId: string, org: Org, field: FilingField) =>
  filingNamesOf(await filingChoices(db, userId, org, [field]), field)

/** Rows that a new one is filed under at first. */
export type Linked = Partial<Record<FilingField, string | null>>

/** A row that names others that it is filed under; null where one is deleted. */
type Filed = Partial<Record<FilingField | (typeof filingNames)[FilingField], string | null>>

/** The choices that a row has made already, which may be closed, archived or deleted by now. */
const ownChoices = (choices: FilingChoice[], row: Filed | undefined, field: FilingField) => {
  const id = row?.[field]
  if (!id) return []
  const name = row[filingNames[field]] ?? choices.find((one) => one.field === 'deleted' && one.id === id)?.name
  return [{ field, id, name: name ?? `Deleted ${filingLabels[field].toLowerCase()}` }]
}

/** Choices of a field; what the row has chosen stays one. */
export const filingNamesOf = (choices: FilingChoice[], field: FilingField, row?: Filed): Option[] => {
  const offered = choices.filter((one) => one.field === field)
  const own = ownChoices(choices, row, field).filter(({ id }) => !offered.some((one) => one.id === id))
  return [...offered, ...own].map(({ id, name }) => ({ value: id, label: name }))
}

/** Labels and words in a conflict of what a row is filed under. */
export const describedFiling = <F extends FilingField>(choices: FilingChoice[], saved: Filed, fields: F[]) => {
  const words = (field: F) => (id: string | null) =>
    id === null ? 'None' : (filingNamesOf(choices, field, saved).find(({ value }) => value === id)?.label ?? 'Deleted')
  return Object.fromEntries(fields.map((field) => [field, [filingLabels[field], words(field)]])) as Record<
    F,
    [label: string, words: (id: string | null) => string]
  >
}
