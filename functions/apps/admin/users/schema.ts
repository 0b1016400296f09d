import { z } from 'zod'
import { valuesCursor } from '../../../lib/http/list-view'
import { cleanLine } from '../../../lib/text/text'

export const role = z.enum(['user', 'admin'])

/** A person as admins see them, without tracked data. */
export const PersonRow = z.object({
  id: z.string(),
  email: z.string().nullable(),
  username: z.string(),
  github_username: z.string().nullable(),
  role,
  created_at: z.int(),
  last_active_at: z.int().nullable(),
  suspended_at: z.int().nullable(),
})

export type PersonRow = z.infer<typeof PersonRow>

export const searchLimit = 254

export type AdminRefusal = 'last_admin' | 'yourself'

export type UsersPage = { view: UsersView; people: PersonRow[]; next?: string }

export const UsersView = z.object({
  q: z.string().transform(cleanLine).pipe(z.string().max(searchLimit)).catch(''),
  before: valuesCursor,
})

export type UsersView = z.infer<typeof UsersView>
