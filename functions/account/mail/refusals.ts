import { sql } from '../../lib/db/sql'
import type { Bindings } from '../../lib/env'
import { decrypt, encrypt, keyedHash, secretsOf } from '../../lib/secrets'

const alphabet = 'base64url'

/**
 * Secret in the path of the page that refuses further mails: the encrypted address, so that only our mails lead there.
 */
export const refusalSecret = async (env: Bindings, email: string) =>
  (await encrypt(env, 'refusal links', 'invitations', email)).toBase64({ alphabet, omitPadding: true })

/** The address in such a secret; null if we did not make the secret. */
export const refusalAddress = async (env: Bindings, secret: string) => {
  try {
    const bytes = Uint8Array.fromBase64(secret, { alphabet })
    // Base64 with unused bits set is another text for the same bytes.
    if (bytes.toBase64({ alphabet, omitPadding: true }) !== secret) return null
    return await decrypt(env, 'refusal links', 'invitations', bytes)
  } catch {
    return null
  }
}

/** Hashes of an address by each accepted secret, current secret first. */
const hashesOf = (env: Bindings, email: string) =>
  Promise.all(secretsOf(env).map((secret) => keyedHash(secret, 'refused invitations', email.toLowerCase())))

/** True if the holder of an address refused invitations by mail. */
export const refusesInvitations = async (env: Bindings, email: string) => {
  const hashes = JSON.stringify(await hashesOf(env, email))
  const refusal = sql(env.DB)`
    SELECT 1 FROM refused_invitations WHERE address_hash IN (SELECT value FROM json_each(${hashes}))`
  return (await refusal.first()) !== null
}

/** Stores that an address refuses invitations. @param now epoch ms */
export const refuseInvitations = async (env: Bindings, email: string, now: number) => {
  const [hash = ''] = await hashesOf(env, email)
  await sql(env.DB)`
    INSERT INTO refused_invitations (address_hash, created_at) VALUES (${hash}, ${now}) ON CONFLICT DO NOTHING`.run()
}

export const allowInvitations = async (env: Bindings, email: string) => {
  const hashes = JSON.stringify(await hashesOf(env, email))
  await sql(env.DB)`
    DELETE FROM refused_invitations WHERE address_hash IN (SELECT value FROM json_each(${hashes}))`.run()
}
