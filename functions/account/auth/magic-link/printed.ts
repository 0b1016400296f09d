import { v7 as uuid } from 'uuid'
import { sql } from '../../../lib/db/sql'
import type { Bindings } from '../../../lib/env'
import { randomSecret, sha256Hex } from '../../../lib/secrets'
import { Email } from '../../../lib/text/email'
import { initialPreferences } from '../accounts'
import * as q from '../queries'
import { addToken } from './queries'

/** Makes an account an admin if there is no other admin. */
const adminIfFirst = (db: D1Database, id: string) =>
  sql(db)`
    UPDATE users SET role = 'admin'
    WHERE id = ${id} AND NOT EXISTS (SELECT 1 FROM users AS other WHERE other.id <> ${id} AND other.shadow_of IS NULL)`

/**
 * Makes a sign-in link for the server's operator: for the account of an address, valid once, for 15 minutes. Creates
 * the account if needed; the first account becomes an admin.
 * @throws ZodError for an invalid address
 */
export const makeOperatorLink = async ({ DB, PUBLIC_URL }: Bindings, address: string, now = Date.now()) => {
  const email = Email.parse(address)
  const id = uuid()
  const preferences = initialPreferences({ time_zone: null, clock: null })
  const account = { id, email, username: email.split('@')[0] ?? '', preferences }
  const { isNew } = await q.findOrCreateAccount(DB, account, now, [adminIfFirst(DB, id)])
  const token = randomSecret()
  const hints = { email, next: isNew ? '/welcome' : '/', time_zone: null, clock: null, client: null, again: null }
  const hashes = { tokenHash: await sha256Hex(token), codeHash: await sha256Hex(randomSecret()) }
  await addToken(DB, { ...hints, ...hashes, device: 'the server’s own command' }, now).run()
  return `${new URL(PUBLIC_URL ?? '').origin}/auth/verify?token=${token}`
}
