import { z } from 'zod'
import { idInput, orgInput } from '../api/values'
import { constant, part, type SqlPart, sql } from '../db/sql'
import { otherOrganization } from '../org'
import { capitalized, isolated } from '../text/text'
import type { FieldErrors } from './resource'

/**
 * Fields that name a row which another is filed under: its kind, its table, and the column of a listed row with its name,
 * which is null without one and while it is deleted.
 */
const filings = {
  goal_id: { table: 'goals', noun: 'goal', name: 'goal_title' },
  project_id: { table: 'projects', noun: 'project', name: 'project_name' },
  plan_id: { table: 'plans', noun: 'plan', name: 'plan_title' },
  organization_id: { table: 'organizations', noun: 'organization', name: 'organization_name' },
  person_id: { table: 'people', noun: 'person', name: 'person_name' },
  from_person_id: { table: 'people', noun: 'person', name: 'person_name' },
  meeting_id: { table: 'meetings', noun: 'meeting', name: 'meeting_title' },
} as const

export type FilingField = keyof typeof filings

export const filingFieldNames = Object.keys(filings) as FilingField[]

type OfEach<Part extends 'table' | 'name' | 'noun'> = { [F in FilingField]: (typeof filings)[F][Part] }

/** One for each field. */
const ofEachFiling = <T>(make: (filing: (typeof filings)[FilingField], field: FilingField) => T) =>
  Object.fromEntries(filingFieldNames.map((field) => [field, make(filings[field], field)])) as Record<FilingField, T>

export const filingTables = ofEachFiling(({ table }) => table) as OfEach<'table'>
export const filingNames = ofEachFiling(({ name }) => name) as OfEach<'name'>
/** The name of a field in the query of a page. */
export const filingNouns = ofEachFiling(({ noun }) => noun) as OfEach<'noun'>
export const filingLabels = ofEachFiling(({ noun }) => capitalized(noun))

export const filingMessages = ofEachFiling(
  ({ noun }) => `Choose ${noun === 'organization' ? 'an' : 'a'} ${noun} from the list`,
)

/** Fields of a form that name such a row; empty for none. */
export const filingFields = ofEachFiling((_, field) =>
  z
    .string(filingMessages[field])
    .max(100, filingMessages[field])
    .transform((id) => id || null)
    .optional(),
)

/** Members of a JSON body that name such a row; null for none. */
export const filingMembers = ofEachFiling(({ table }) =>
  idInput
    .nullable()
    .meta({ description: `One of your ${table}.` })
    .optional(),
)

/** Filter of a list in the API by the id of a row. */
export const onlyOf = (description: string) =>
  z.string().max(100, 'At most 100 characters').optional().meta({ maxLength: 100, description })

/** Filters of a list in the API by such a row, and by the context. */
export const filingFilters = {
  ...ofEachFiling(({ noun }, field) => onlyOf(`${field === 'from_person_id' ? 'From' : 'Of'} this ${noun}.`)),
  org: orgInput,
}

export type Filing = Partial<Record<FilingField, string | null>>

const isRefiled = (values: Filing, before: Filing | null) =>
  values.project_id !== before?.project_id || values.organization_id !== before?.organization_id

/**
 * SQL of a row's own organization: NULL if its project has another, whose organization counts.
 * @param before null for a new row; a row that keeps its project keeps its organization
 */
export const namedOrganization = (userId: string, values: Filing, before: Filing | null): string | null | SqlPart => {
  const { project_id, organization_id = null } = values
  if (!organization_id || !project_id || !isRefiled(values, before)) return organization_id
  return part`iif(${otherOrganization(userId, values)} IS NULL, ${organization_id}, NULL)`
}

/**
 * `filingErrors` of a row that has an organization and a project. One other than the project's is an error where it was
 * chosen: not where it was there before, or a form began with it.
 * @param preselected organization that the form of a new row began with
 */
export const filingErrorsUnder = async (
  db: D1Database,
  userId: string,
  values: Filing,
  before: Filing | null,
  preselected: string | null,
): Promise<FieldErrors | null> => {
  const fields = filingFieldNames.filter((field) => values[field] && values[field] !== before?.[field])
  if (fields.length === 0) return null
  const columns = fields.map(
    (field) => part`EXISTS (
        SELECT 1 FROM ${constant(filingTables[field])}
        WHERE user_id = ${userId} AND id = ${values[field] ?? ''} AND deleted_at IS NULL) AS ${constant(field)}`,
  )
  const { project_id, organization_id } = values
  const isChosen = organization_id !== (before ? before.organization_id : preselected)
  const isChecked = project_id && organization_id && isChosen
  const other = isChecked ? otherOrganization(userId, values) : constant('NULL')
  const found = await sql(db)`
    SELECT ${columns.reduce((all, one) => part`${all}, ${one}`)}, ${other} AS other`.first<Record<string, unknown>>()
  const missing = fields.filter((field) => found?.[field] !== 1)
  const errors: FieldErrors = Object.fromEntries(missing.map((field) => [field, [filingMessages[field]]]))
  if (missing.length === 0 && typeof found?.other === 'string') {
    const name = isolated(found.other)
    errors.organization_id = [`The project belongs to ${name}. Choose ${name} or no organization, or another project.`]
  }
  return Object.keys(errors).length > 0 ? errors : null
}

/** Errors for ids that are not the person's or are deleted. An unchanged id is accepted. */
export const filingErrors = (db: D1Database, userId: string, values: Filing, before: Filing | null) =>
  filingErrorsUnder(db, userId, values, before, null)
