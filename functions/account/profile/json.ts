import { z } from 'zod'
import { Instant, jsonOf, withLength } from '../../lib/api/values'
import { rowAs, sql } from '../../lib/db/sql'
import { preferenceFields, readPreferences } from '../../lib/preferences'
import { columnsOf } from '../../lib/resource/row-reads'
import { zoneId } from '../../lib/time/days'
import { username, usernameLimit } from '../settings/schema'

const ProfileRow = z.object({
  id: z.string(),
  email: z.string().nullable(),
  username: z.string(),
  role: z.enum(['user', 'admin']),
  github_username: z.string().nullable(),
  avatar_url: z.string().nullable(),
  /** Preferences as JSON. */
  preferences: z.string(),
  /** epoch ms, like the following members */
  created_at: z.int(),
  updated_at: z.int(),
  /** epoch ms; null unless an admin has locked the preference for unlisted apps */
  unlisted_locked_at: z.int().nullable(),
})
type Profile = z.output<typeof ProfileRow>

export const readProfile = (db: D1Database, userId: string) =>
  rowAs(ProfileRow, sql(db)`SELECT ${columnsOf('users', ProfileRow)} FROM users WHERE id = ${userId}`)

export const MeJson = z
  .object({
    ...ProfileRow.omit({ created_at: true, updated_at: true, unlisted_locked_at: true }).shape,
    preferences: z.object(preferenceFields),
    unlisted_apps_locked: z
      .boolean()
      .meta({ description: 'Whether an admin has locked `preferences.unlisted_apps`; other values are then refused.' }),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'Me' })

export const meJson = (profile: Profile) => {
  const preferences = z.object(preferenceFields).parse(readPreferences(profile.preferences))
  return jsonOf(MeJson, { ...profile, preferences, unlisted_apps_locked: profile.unlisted_locked_at !== null })
}

export const MePatch = z
  .strictObject({
    username: withLength(username, { minLength: 1, maxLength: usernameLimit }).optional(),
    preferences: z
      .strictObject({ ...preferenceFields, time_zone: preferenceFields.time_zone.overwrite(zoneId) })
      .partial()
      .optional()
      .meta({ description: 'Preferences you leave out stay unchanged.' }),
  })
  .meta({ id: 'MePatch', example: { preferences: { theme: 'dark' } } })

export const Confirmation = z
  .strictObject({
    confirm: z
      .string('Enter the email address of the account')
      .max(320, 'Enter the email address of the account')
      .meta({ description: 'The email address of the account, or its username if it has none.' }),
  })
  .meta({ id: 'Confirmation', example: { confirm: 'you@example.com' } })
