import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { rows, signedIn } from '../../../test/support/client'
import { sql } from '../../lib/db/sql'

/** Signs in a new person who is an admin. */
export const newAdmin = async (preferences: Parameters<typeof signedIn>[0] = {}) => {
  const client = await signedIn(preferences)
  await rows("UPDATE users SET role = 'admin' WHERE id = ?", client.userId)
  return client
}

/** Creates the only admin. */
export const onlyAdmin = async () => {
  await rows("UPDATE users SET role = 'user' WHERE role = 'admin'")
  return newAdmin()
}

/** Admins who can sign in. */
export const adminIds = async () =>
  (await rows<{ id: string }>("SELECT id FROM users WHERE role = 'admin' AND suspended_at IS NULL")).map(({ id }) => id)

/** Audit entries of a person, oldest first. */
export const auditOf = (subject: string) =>
  rows<{ admin_id: string; action: string; before: string; after: string }>(
    'SELECT admin_id, action, before, after FROM admin_audit WHERE subject = ? ORDER BY number',
    subject,
  )

/**
 * Creates people who never sign in, active a minute apart up to `until` (epoch ms), latest first. Returns their ids.
 */
export const addPeople = async (count: number, until: number) => {
  const people = Array.from({ length: count }, (_, index) => ({ id: uuid(), index }))
  await sql(env.DB)`
    INSERT INTO users (id, email, email_proven_at, username, created_at, updated_at, last_active_at)
    SELECT value ->> 'id', (value ->> 'id') || '@people.example', 1, 'Person ' || (value ->> 'index'), 1, 1,
      ${until} - 60000 * (value ->> 'index')
    FROM json_each(${JSON.stringify(people)})`.run()
  await sql(env.DB)`
    INSERT INTO change_heads (user_id) SELECT value ->> 'id' FROM json_each(${JSON.stringify(people)})`.run()
  return people.map(({ id }) => id)
}
