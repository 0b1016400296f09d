import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { Instant } from '../../../lib/api/values'
import { allRows, isStale, orStale, sql } from '../../../lib/db/sql'
import type { App, User } from '../../../lib/env'
import { ProblemError } from '../../../lib/http/problem'
import { nameMember } from '../../../lib/resource/members'
import { columnsOf } from '../../../lib/resource/row-reads'
import type { Account } from '../queries'

/** Loads the library on first use, because it is large. */
const library = () => import('@simplewebauthn/server')

const challengeMilliseconds = 5 * 60 * 1000

const passkeysAllowed = 20

/** Maximum length in characters. */
export const passkeyNameLimit = 100

/** The host that passkeys belong to. Without PUBLIC_URL a client can claim any host, unless a proxy checks it. */
const party = <E extends App>(c: Context<E>) => {
  const { origin, hostname } = new URL(c.env.PUBLIC_URL || c.req.url)
  return { expectedOrigin: origin, expectedRPID: hostname }
}

const storeChallenge = (db: D1Database, challenge: string, userId: string | null) =>
  sql(db)`
    INSERT INTO passkey_challenges (challenge, user_id, expires_at)
    VALUES (${challenge}, ${userId}, ${Date.now() + challengeMilliseconds})`

/** Uses a challenge up. */
const takeChallenge = (db: D1Database, challenge: string, userId: string | null) =>
  sql(db)`
    DELETE FROM passkey_challenges
    WHERE challenge = ${challenge} AND user_id IS ${userId} AND expires_at > ${Date.now()}
    RETURNING challenge`

/** Accepts and remembers any challenge. The database checks it later: the library would swallow its errors. */
const keepChallenge = () => {
  let kept = ''
  const expectedChallenge = (challenge: string) => {
    kept = challenge
    return true
  }
  return { check: { expectedChallenge }, challenge: () => kept }
}

export const PasskeyRow = z.object({
  id: z.string(),
  name: z.string(),
  /** epoch ms */
  created_at: z.int(),
  last_used_at: z.int().nullable(),
})
export type PasskeyRow = z.output<typeof PasskeyRow>

export const PasskeyJson = PasskeyRow.extend({ created_at: Instant, last_used_at: Instant.nullable() }).meta({
  id: 'Passkey',
})

export const passkeysOf = (db: D1Database, userId: string) =>
  allRows<PasskeyRow>(sql(db)`
    SELECT ${columnsOf('passkeys', PasskeyRow)} FROM passkeys WHERE user_id = ${userId} ORDER BY id`)

export const passkeyById = async (db: D1Database, userId: string, id: string) =>
  (await passkeysOf(db, userId)).find((one) => one.id === id) ?? null

export const removePasskey = async (db: D1Database, userId: string, id: string) =>
  (await sql(db)`DELETE FROM passkeys WHERE user_id = ${userId} AND id = ${id} RETURNING id`.first()) !== null

type Stored = { credential_id: string; transports: string }

const transportsOf = ({ transports }: Pick<Stored, 'transports'>) => JSON.parse(transports)

/** Options for the browser's `navigator.credentials.create`. */
export const creationOptions = async <E extends App>(
  c: Context<E>,
  also: (options: { challenge: string }) => D1PreparedStatement[],
) => {
  const { DB } = c.env
  const { id, email, username } = c.var.user
  const [{ generateRegistrationOptions }, others] = await Promise.all([
    library(),
    allRows<Stored>(sql(DB)`SELECT credential_id, transports FROM passkeys WHERE user_id = ${id}`),
  ])
  const options = await generateRegistrationOptions({
    rpName: 'Daymark',
    rpID: party(c).expectedRPID,
    userID: Uint8Array.from(new TextEncoder().encode(id)),
    userName: email ?? username,
    userDisplayName: username,
    excludeCredentials: others.map((one) => ({ id: one.credential_id, transports: transportsOf(one) })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await DB.batch([storeChallenge(DB, options.challenge, id), ...also(options)])
  return options
}

/** Options for the browser's `navigator.credentials.get`, which may use any of its passkeys for this host. */
export const requestOptions = async (c: Context<App>) => {
  const { generateAuthenticationOptions } = await library()
  const options = await generateAuthenticationOptions({ rpID: party(c).expectedRPID, userVerification: 'required' })
  await storeChallenge(c.env.DB, options.challenge, null).run()
  return options
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const credential = {
  id: z.string().max(1500),
  rawId: z.string(),
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}),
}

/** `PublicKeyCredential.toJSON()` of a created passkey. */
const Created = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: z.string(),
    attestationObject: z.string(),
    transports: z.array(z.string()).optional(),
  }),
})

/** `PublicKeyCredential.toJSON()` of a passkey used to sign in. */
const Shown = z.object({
  ...credential,
  response: z.object({ clientDataJSON: z.string(), authenticatorData: z.string(), signature: z.string() }),
})

export const PasskeyForm = z.object({
  name: nameMember(passkeyNameLimit),
  passkey: z.string('Press the button: it asks your device').max(20_000),
})
export type PasskeyForm = z.output<typeof PasskeyForm>

const refused = (detail: string) =>
  new ProblemError({ status: 422, code: 'passkey_refused', title: 'That passkey doesn’t work', detail })

/**
 * Adds the passkey that a browser created, and marks its session.
 * @param also further statements for the same batch
 * @throws ProblemError 422
 */
export const addPasskey = async <E extends App>(
  c: Context<E>,
  { name, passkey }: PasskeyForm,
  also: (row: PasskeyRow) => D1PreparedStatement[] = () => [],
): Promise<PasskeyRow> => {
  const { DB } = c.env
  const { user, access } = c.var
  const { data: response } = Created.safeParse(parsed(passkey))
  if (!response) throw refused('Your device sent an unreadable passkey. Try again.')
  const { verifyRegistrationResponse } = await library()
  const answered = keepChallenge()
  const found = await verifyRegistrationResponse({ ...party(c), ...answered.check, response }).catch(() => null)
  const info = found?.registrationInfo
  if (!info) throw refused('This passkey wasn’t created for this page. Try again.')
  const { id: credentialId, publicKey, counter, transports = [] } = info.credential
  const row = { id: uuid(), name, created_at: Date.now(), last_used_at: null }
  const writes = [
    takeChallenge(DB, answered.challenge(), user.id),
    orStale(DB),
    sql(DB)`
      INSERT INTO passkeys (id, user_id, credential_id, public_key, counter, transports, name, created_at)
      SELECT ${row.id}, ${user.id}, ${credentialId}, ${publicKey.toBase64()}, ${counter},
        ${JSON.stringify(transports)}, ${name}, ${row.created_at}
      WHERE (SELECT count(*) FROM passkeys WHERE user_id = ${user.id}) < ${passkeysAllowed}
      ON CONFLICT DO NOTHING`,
    orStale(DB),
    sql(DB)`
      UPDATE web_sessions SET has_passkey = 1 WHERE id_hash = ${access.by === 'browser' ? access.sessionHash : ''}`,
  ]
  try {
    await DB.batch([...writes, ...also(row)])
  } catch (error) {
    if (!isStale(error)) throw error
    throw refused(`You already added this passkey, took too long, or have ${passkeysAllowed} passkeys, the maximum.`)
  }
  return row
}

type Holder = Account & { passkey_id: string; public_key: string; counter: number; transports: string }

/** Account of a passkey that a browser presents, verified with its owner; null if the passkey is invalid. */
export const usePasskey = async (c: Context<App>, text: string): Promise<Account | null> => {
  const { DB } = c.env
  const { data: response } = Shown.safeParse(parsed(text))
  if (!response) return null
  const holder = await sql(DB)`
    SELECT users.id, email, role, suspended_at, passkeys.id AS passkey_id, public_key, counter, transports
    FROM passkeys JOIN users ON users.id = passkeys.user_id AND shadow_of IS NULL
    WHERE credential_id = ${response.id}`.first<Holder>()
  if (!holder) return null
  const { verifyAuthenticationResponse } = await library()
  const answered = keepChallenge()
  const found = await verifyAuthenticationResponse({
    ...party(c),
    response,
    ...answered.check,
    credential: {
      id: response.id,
      publicKey: Uint8Array.fromBase64(holder.public_key),
      counter: holder.counter,
      transports: transportsOf(holder),
    },
  }).catch(() => null)
  if (!found?.verified || (await takeChallenge(DB, answered.challenge(), null).first()) === null) return null
  const { passkey_id, public_key, counter, transports, ...account } = holder
  await sql(DB)`
    UPDATE passkeys SET counter = ${found.authenticationInfo.newCounter}, last_used_at = ${Date.now()}
    WHERE id = ${passkey_id}`.run()
  return account
}

/** True if an admin has to sign in with a passkey and has not. */
export const lacksPasskey = ({ env, var: { access } }: Context<App>) =>
  env.ADMIN_PASSKEY === 'required' && !(access.by === 'browser' && access.hasPasskey)

/** Cookie of an admin who postponed the notice. */
export const postponeCookie = 'passkey-later'

export const mayOfferPasskey = ({ role }: Pick<User, 'role'>, { access }: App['Variables']) =>
  role === 'admin' && access.by === 'browser' && !access.hasPasskey
