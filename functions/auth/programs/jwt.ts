import { base64url, decodeProtectedHeader, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { signingKey } from '../../lib/keys'

/** What distinguishes the two kinds of JWT: neither is taken for the other. */
const profiles = {
  program: { purpose: 'access tokens', typ: 'daymark-access+jwt', audience: 'daymark:api', seconds: 15 * 60 },
  extension: {
    purpose: 'extension tokens',
    typ: 'daymark-extension+jwt',
    audience: 'daymark:extension',
    seconds: 7 * 24 * 60 * 60,
  },
} as const

export type ProgramKind = keyof typeof profiles

/** For how long a JWT of a kind holds, in seconds. */
export const secondsOf = (kind: ProgramKind) => profiles[kind].seconds

const issuer = 'daymark'
const algorithm = 'HS256'

/** Whose JWT it is: a person (`sub`), by a session that must still stand (`sid`). */
export type Bearer = { kind: ProgramKind; userId: string; sessionId: string }

/**
 * A JWT (RFC 7519) that lets its bearer in for a while, as long as the session stands.
 * @param claims further ones, for the program to read
 * @param now epoch ms
 */
export const signJwt = async (secret: string, { kind, userId, sessionId }: Bearer, claims: JWTPayload, now: number) => {
  const { purpose, typ, audience, seconds } = profiles[kind]
  const issuedAt = Math.floor(now / 1000)
  return new SignJWT({ ...claims, sid: sessionId })
    .setProtectedHeader({ alg: algorithm, typ })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(userId)
    .setJti(crypto.randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + seconds)
    .sign(await signingKey(secret, purpose))
}

const kindOf = (token: string): ProgramKind | undefined => {
  const { typ } = decodeProtectedHeader(token)
  return typ === profiles.program.typ ? 'program' : typ === profiles.extension.typ ? 'extension' : undefined
}

/**
 * Whether each part of a JWT is written as we write it: a claim that stands twice is read by some as the first, by
 * others as the last, and is none of ours.
 */
const isOurWriting = (token: string, header: object, payload: object) => {
  const decoded = (part = '') => new TextDecoder().decode(base64url.decode(part))
  const [first, second] = token.split('.')
  return decoded(first) === JSON.stringify(header) && decoded(second) === JSON.stringify(payload)
}

/** Reads a JWT of ours; null when it is forged, broken, expired or for something else. @param now epoch ms */
export const readJwt = async (secret: string, token: string, now: number): Promise<Bearer | null> => {
  try {
    const kind = kindOf(token)
    if (!kind) return null
    const { purpose, typ, audience, seconds } = profiles[kind]
    const { payload, protectedHeader } = await jwtVerify(token, await signingKey(secret, purpose), {
      algorithms: [algorithm],
      issuer,
      audience,
      typ,
      maxTokenAge: seconds,
      requiredClaims: ['sub', 'sid', 'jti', 'iat', 'exp'],
      currentDate: new Date(now),
    })
    const { sub, sid } = payload
    if (typeof sub !== 'string' || typeof sid !== 'string') return null
    return isOurWriting(token, protectedHeader, payload) ? { kind, userId: sub, sessionId: sid } : null
  } catch {
    return null
  }
}
