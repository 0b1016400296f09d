import { z } from 'zod'
import { Instant, iso, isoOrNull } from '../lib/api/values'
import { AuditRow } from './audit/schema'
import { PersonRow, role } from './users/schema'

export const UserJson = PersonRow.extend({
  created_at: Instant,
  last_active_at: Instant.nullable(),
  suspended_at: Instant.nullable().meta({ description: 'Since when they cannot come in; null when they can.' }),
}).meta({ id: 'User' })

export const userJson = ({ created_at, last_active_at, suspended_at, ...person }: PersonRow) => ({
  ...person,
  created_at: iso(created_at),
  last_active_at: isoOrNull(last_active_at),
  suspended_at: isoOrNull(suspended_at),
})

export const UserPatch = z
  .strictObject({
    role: role.optional(),
    suspended: z
      .boolean('Choose true or false')
      .optional()
      .meta({ description: 'Suspending ends every session and voids every token of theirs.' }),
  })
  .meta({ id: 'UserPatch', example: { suspended: true } })

const state = z.record(z.string(), z.unknown()).nullable()

export const AuditJson = AuditRow.extend({
  at: Instant,
  admin_name: AuditRow.shape.admin_name.meta({ description: 'What they are called now; null when they are gone.' }),
  subject: z.string().meta({ description: 'The id of the person, or the name of the thing, that it was done to.' }),
  before: state,
  after: state,
}).meta({ id: 'AuditEntry' })

const State = state.catch(null)

export const auditJson = ({ at, before, after, ...entry }: AuditRow) => ({
  ...entry,
  at: iso(at),
  before: State.parse(JSON.parse(before ?? 'null')),
  after: State.parse(JSON.parse(after ?? 'null')),
})
