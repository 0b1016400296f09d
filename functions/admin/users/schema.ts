import { z } from 'zod'
import { cursorText } from '../../lib/cursor'
import { cleanLine } from '../../lib/text'

export const role = z.enum(['user', 'admin'])

/** A person as admins see them: who they are and whether they may come in, and nothing of what they keep here. */
export const PersonRow = z.object({
  id: z.string(),
  email: z.string().nullable(),
  username: z.string(),
  github_username: z.string().nullable(),
  role,
  /** epoch ms, as the following */
  created_at: z.int(),
  last_active_at: z.int().nullable(),
  suspended_at: z.int().nullable(),
})
export type PersonRow = z.infer<typeof PersonRow>

export const searchLimit = 254

/** What the list is asked for: people with these letters in their names, from a place on. */
export const UsersView = z.object({
  q: z.string().transform(cleanLine).pipe(z.string().max(searchLimit)).catch(''),
  before: cursorText,
})
export type UsersView = z.infer<typeof UsersView>

/** What an admin can make of a person. */
export type Access = { role?: PersonRow['role']; suspended?: boolean }

/** Why an admin cannot make that of a person. */
export type Refusal = 'last_admin' | 'yourself'
