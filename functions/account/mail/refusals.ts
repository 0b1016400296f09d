import { sql } from '../../lib/db/sql'
import type { Bindings } from '../../lib/env'
import { decrypt, encrypt, keyedHash, secretsOf } from '../../lib/secrets'

const alphabet = 'base64url'

/** The secret in the path of a mail's refusal page: the address, encrypted, so that only our mails lead there. */
export const refusalSecret = async (env: Bindings, email: string) =>
  (await encrypt(env, 'refusal links', 'invitations', email)).toBase64({ alphabet, omitPadding: true })

/** The address in a refusal's secret; null where we did not make it. */
export const refusalAddress = async (env: Bindings, secret: string) => {
  try {
    const bytes = Uint8Array.fromBase64(secret, { alphabet })
    // Other bits at the end of base64 are another text for the same bytes.
    if (bytes.toBase64({ alphabet, omitPadding: true }) !== secret) return null
    return await decrypt(env, 'refusal links', 'invitations', bytes)
  } catch {
    return null
  }
}

/** Hashes of an address under each accepted secret, the present one first. */
const hashesOf = (env: Bindings, email: string) =>
  Promise.all(secretsOf(env).map((secret) => keyedHash(secret, 'refused invitations', email.toLowerCase())))

/** True for an address that no invitation is mailed to. */
export const refusesInvitations = async (env: Bindings, email: string) => {
  const hashes = JSON.stringify(await hashesOf(env, email))
  const refusal = sql(env.DB)`
    SELECT 1 FROM refused_invitations WHERE address_hash IN (SELECT value FROM json_each(${hashes}))`
  return (await refusal.first()) !== null
}

/** @param now epoch ms */
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
