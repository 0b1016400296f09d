import { z } from 'zod'
import { idInput, orgInput } from '../api/values'
import { constant, part, type SqlPart, sql } from '../sql'
import { isolated } from '../text'
import type { FieldErrors } from './resource'

/** Messages of the fields that name a row which another is filed under. */
export const filingMessages = {
  goal_id: 'Choose a goal from the list',
  project_id: 'Choose a project from the list',
  plan_id: 'Choose a plan from the list',
  organization_id: 'Choose an organization from the list',
  person_id: 'Choose a person from the list',
  from_person_id: 'Choose a person from the list',
  meeting_id: 'Choose a meeting from the list',
}

const choice = (message: string) =>
  z
    .string(message)
    .max(100, message)
    .transform((id) => id || null)
    .optional()

/** Fields of a form that name such a row; empty for none. */
export const filingFields = {
  goal_id: choice(filingMessages.goal_id),
  project_id: choice(filingMessages.project_id),
  plan_id: choice(filingMessages.plan_id),
  organization_id: choice(filingMessages.organization_id),
  person_id: choice(filingMessages.person_id),
  from_person_id: choice(filingMessages.from_person_id),
  meeting_id: choice(filingMessages.meeting_id),
}

const member = (description: string) => idInput.nullable().meta({ description }).optional()

/** Members of a JSON body that name such a row; null for none. */
export const filingMembers = {
  goal_id: member('One of your goals.'),
  project_id: member('One of your projects.'),
  plan_id: member('One of your plans.'),
  organization_id: member('One of your organizations.'),
  person_id: member('One of your people.'),
  from_person_id: member('One of your people.'),
  meeting_id: member('One of your meetings.'),
}

const only = (description: string) =>
  z.string().max(100, 'At most 100 characters').optional().meta({ maxLength: 100, description })

/** Filters of a list in the API by such a row, and by the context. */
export const filingFilters = {
  goal_id: only('Of this goal.'),
  project_id: only('Of this project.'),
  plan_id: only('Of this plan.'),
  organization_id: only('Of this organization.'),
  person_id: only('Of this person.'),
  from_person_id: only('From this person.'),
  meeting_id: only('Of this meeting.'),
  org: orgInput,
}

export const filingTables = {
  goal_id: 'goals',
  project_id: 'projects',
  plan_id: 'plans',
  organization_id: 'organizations',
  person_id: 'people',
  from_person_id: 'people',
  meeting_id: 'meetings',
} as const

export type FilingField = keyof typeof filingTables

export const filingLabels = {
  goal_id: 'Goal',
  project_id: 'Project',
  plan_id: 'Plan',
  organization_id: 'Organization',
  person_id: 'Person',
  from_person_id: 'Person',
  meeting_id: 'Meeting',
} as const

/** Columns of a listed row with the names of these; null without one and while it is deleted. */
export const filingNames = {
  goal_id: 'goal_title',
  project_id: 'project_name',
  plan_id: 'plan_title',
  organization_id: 'organization_name',
  person_id: 'person_name',
  from_person_id: 'person_name',
  meeting_id: 'meeting_title',
} as const

export const filingFieldNames: FilingField[] = [
  'goal_id',
  'project_id',
  'plan_id',
  'organization_id',
  'person_id',
  'from_person_id',
  'meeting_id',
]

export type Filed = Partial<Record<FilingField, string | null>>

/** Name of the organization of a project where it is another than the one that a row names; else null. */
const otherOrganization = (userId: string, { project_id, organization_id }: Filed) => part`(
        SELECT name FROM organizations
        WHERE user_id = ${userId} AND deleted_at IS NULL AND id <> ${organization_id ?? ''} AND id = (
          SELECT organization_id FROM projects
          WHERE user_id = ${userId} AND id = ${project_id ?? ''} AND deleted_at IS NULL))`

const isRefiled = (values: Filed, before: Filed | null) =>
  values.project_id !== before?.project_id || values.organization_id !== before?.organization_id

/**
 * SQL of the organization that a row names: none where its project belongs to another, so that the project's counts.
 * @param before null for a new row; one that is not refiled stays as it is
 */
export const namedOrganization = (userId: string, values: Filed, before: Filed | null): string | null | SqlPart => {
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
  values: Filed,
  before: Filed | null,
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

/** Errors of rows that are not the person's, or deleted; those that stay as they were are accepted. */
export const filingErrors = (db: D1Database, userId: string, values: Filed, before: Filed | null) =>
  filingErrorsUnder(db, userId, values, before, null)
