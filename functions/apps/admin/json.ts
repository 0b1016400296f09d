import { z } from 'zod'
import { describeOperation } from '../../lib/api/describe'
import { Instant, jsonOf } from '../../lib/api/values'
import { AuditRow } from './audit/schema'
import { PersonRow, role } from './users/schema'

export const UserJson = PersonRow.extend({
  created_at: Instant,
  last_active_at: Instant.nullable(),
  suspended_at: Instant.nullable().meta({ description: 'When they were suspended; null if they aren’t.' }),
}).meta({ id: 'User' })

export const userJson = (person: PersonRow) => jsonOf(UserJson, person)

export const UserPatch = z
  .strictObject({
    role: role.optional(),
    suspended: z
      .boolean('Choose true or false')
      .optional()
      .meta({ description: 'Suspending signs them out everywhere and revokes all their tokens.' }),
  })
  .meta({ id: 'UserPatch', example: { suspended: true } })

const state = z.record(z.string(), z.unknown()).nullable()

export const AuditJson = AuditRow.extend({
  at: Instant,
  admin_name: AuditRow.shape.admin_name.meta({ description: 'Their current name; null if the account was deleted.' }),
  subject: z.string().meta({ description: 'The target: a person’s id or the name of an item.' }),
  before: state,
  after: state,
  rows: z
    .array(z.object({ subject: z.string(), before: state, after: state }))
    .optional()
    .meta({ description: 'Only for an import or another change of many apps: the first 20 apps.' }),
}).meta({ id: 'AuditEntry' })

const State = state.catch(null)

const statesOf = ({ before, after }: Pick<AuditRow, 'before' | 'after'>) => ({
  before: State.parse(JSON.parse(before ?? 'null')),
  after: State.parse(JSON.parse(after ?? 'null')),
})

export const auditJson = (entry: AuditRow) =>
  jsonOf(AuditJson, {
    ...entry,
    ...statesOf(entry),
    rows: entry.rows?.map((row) => ({ subject: row.subject, ...statesOf(row) })),
  })

type Described = Parameters<typeof describeOperation>[0]

/** Completes the description of a route that only admins may call. */
export const describedForAdmins = <D extends Partial<Described>>(described: D) => ({
  ...described,
  tag: 'Admin',
  errors: {
    403: 'The caller isn’t an admin (`admins_only`), a personal token lacks `read` or `write` (both are needed), or one of the general reasons applies.',
    ...described.errors,
  },
})

/** Describes a route for admins in the OpenAPI document. */
export const adminOperation = (described: Omit<Described, 'tag'>) => describeOperation(describedForAdmins(described))
