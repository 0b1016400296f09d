import { z } from 'zod'
import { orgInput } from '../api/org'
import { idInput } from '../api/values'
import { constant, part, sql } from '../sql'
import type { FieldErrors } from './resource'

/** Messages of the fields that name a row which another is filed under. */
export const filingMessages = {
  goal_id: 'Choose a goal from the list',
  project_id: 'Choose a project from the list',
  plan_id: 'Choose a plan from the list',
  organization_id: 'Choose an organization from the list',
  person_id: 'Choose a person from the list',
  from_person_id: 'Choose a person from the list',
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
  org: orgInput,
}

export const filingTables = {
  goal_id: 'goals',
  project_id: 'projects',
  plan_id: 'plans',
  organization_id: 'organizations',
  person_id: 'people',
  from_person_id: 'people',
} as const

export type FilingField = keyof typeof filingTables

export const filingLabels = {
  goal_id: 'Goal',
  project_id: 'Project',
  plan_id: 'Plan',
  organization_id: 'Organization',
  person_id: 'Person',
  from_person_id: 'Person',
} as const

/** Columns of a listed row with the names of these; null without one and while it is deleted. */
export const filingNames = {
  goal_id: 'goal_title',
  project_id: 'project_name',
  plan_id: 'plan_title',
  organization_id: 'organization_name',
  person_id: 'person_name',
  from_person_id: 'person_name',
} as const

const allFields: FilingField[] = ['goal_id', 'project_id', 'plan_id', 'organization_id', 'person_id', 'from_person_id']

type Filed = Partial<Record<FilingField, string | null>>

/** Errors of rows that are not the person's, or deleted; those that stay as they were are accepted. */
export const filingErrors = async (
  db: D1Database,
  userId: string,
  values: Filed,
  before: Filed | null,
): Promise<FieldErrors | null> => {
  const fields = allFields.filter((field) => values[field] && values[field] !== before?.[field])
  if (fields.length === 0) return null
  const columns = fields.map(
    (field) => part`EXISTS (
        SELECT 1 FROM ${constant(filingTables[field])}
        WHERE user_id = ${userId} AND id = ${values[field] ?? ''} AND deleted_at IS NULL) AS ${constant(field)}`,
  )
  const found = await sql(db)`SELECT ${columns.reduce((all, one) => part`${all}, ${one}`)}`.first<
    Record<string, 0 | 1>
  >()
  const missing = fields.filter((field) => found?.[field] !== 1)
  return missing.length > 0 ? Object.fromEntries(missing.map((field) => [field, [filingMessages[field]]])) : null
}
