import { z } from 'zod'
import { idInput, orgInput } from '../api/values'
import { constant, part, type SqlPart, sql } from '../db/sql'
import { otherOrganization } from '../org'
import { capitalize, isolateDirection } from '../text/text'
import type { FieldErrors } from './resource'

/**
 * Fields that refer to a row which another row is filed under. `name` is the column of a listed row with its name,
 * which is null without such a row and while that row is deleted.
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

/** Builds an object with a value for each field. */
const ofEachFiling = <T>(make: (filing: (typeof filings)[FilingField], field: FilingField) => T) =>
  Object.fromEntries(filingFieldNames.map((field) => [field, make(filings[field], field)])) as Record<FilingField, T>

export const filingTables = ofEachFiling(({ table }) => table) as OfEach<'table'>
export const filingNames = ofEachFiling(({ name }) => name) as OfEach<'name'>
/** Noun of each field, which is also its name in a page's query. */
export const filingNouns = ofEachFiling(({ noun }) => noun) as OfEach<'noun'>
export const filingLabels = ofEachFiling(({ noun }) => capitalize(noun))

export const filingMessages = ofEachFiling(
  ({ noun }) => `Choose ${noun === 'organization' ? 'an' : 'a'} ${noun} from the list`,
)

/** Form fields with the id of such a row; an empty field is null. */
export const filingFields = ofEachFiling((_, field) =>
  z
    .string(filingMessages[field])
    .max(100, filingMessages[field])
    .transform((id) => id || null)
    .optional(),
)

/** Members of JSON bodies with the id of such a row, or null. */
export const filingMembers = ofEachFiling(({ table }) =>
  idInput
    .nullable()
    .meta({ description: `One of your ${table}.` })
    .optional(),
)

/** Filter of a list in the API by an id. */
export const idFilter = (description: string) =>
  z.string().max(100, 'At most 100 characters').optional().meta({ maxLength: 100, description })

/** Filters of a list in the API by ids of such rows, and by context. */
export const filingFilters = {
  ...ofEachFiling(({ noun }, field) => idFilter(`${field === 'from_person_id' ? 'From' : 'Of'} this ${noun}.`)),
  org: orgInput,
}

export type Filing = Partial<Record<FilingField, string | null>>

const isRefiled = (values: Filing, before: Filing | null) =>
  values.project_id !== before?.project_id || values.organization_id !== before?.organization_id

/**
 * SQL of a row's own organization. NULL if its project belongs to a different one, because then the project's counts.
 * @param before null for a new row; a row that keeps its project keeps its organization
 */
export const namedOrganization = (userId: string, values: Filing, before: Filing | null): string | null | SqlPart => {
  const { project_id, organization_id = null } = values
  if (!organization_id || !project_id || !isRefiled(values, before)) return organization_id
  return part`iif(${otherOrganization(userId, values)} IS NULL, ${organization_id}, NULL)`
}

/**
 * Like `filingErrors`, for rows with an organization and a project. An organization other than the project's is an
 * error only if it was chosen now: not if it is unchanged, or was preselected in the form.
 * @param preselected organization that the form of a new row began with
 */
export const filingErrorsInOrg = async (
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
    const name = isolateDirection(found.other)
    errors.organization_id = [`The project belongs to ${name}. Choose ${name} or no organization, or another project.`]
  }
  return Object.keys(errors).length > 0 ? errors : null
}

/** Errors for ids that are deleted or not the person's. An unchanged id is accepted. */
export const filingErrors = (db: D1Database, userId: string, values: Filing, before: Filing | null) =>
  filingErrorsInOrg(db, userId, values, before, null)
