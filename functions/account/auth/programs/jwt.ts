import { base64url, decodeProtectedHeader, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { signingKey } from '../../../lib/secrets'

/** Key, type and audience of each kind of JWT. They differ, so that a JWT is never accepted as another kind. */
const profiles = {
  program: { purpose: 'access tokens', typ: 'daymark-access+jwt', audience: 'daymark:api', seconds: 15 * 60 },
  extension: {
    purpose: 'extension tokens',
    typ: 'daymark-extension+jwt',
    audience: 'daymark:extension',
    seconds: 7 * 24 * 60 * 60,
  },
  tracker: {
    purpose: 'tracker tokens',
    typ: 'daymark-tracker+jwt',
    audience: 'daymark:tracker',
    seconds: 90 * 24 * 60 * 60,
  },
} as const

export type JwtKind = keyof typeof profiles

/** Kinds of sessions. A tracker's session is stored as `program`. */
export type ProgramKind = Exclude<JwtKind, 'tracker'>

export const lifetimeSeconds = (kind: JwtKind) => profiles[kind].seconds

const issuer = 'daymark'
const algorithm = 'HS256'

/** Claims of a JWT (`jti`) of a person (`sub`). The JWT is valid as long as its session (`sid`). */
export type Bearer = { kind: JwtKind; userId: string; sessionId: string; jti: string }

/** Signs a JWT (RFC 7519). @param claims additional claims for the program to read @param now epoch ms */
export const signJwt = async (
  secret: string,
  { kind, userId, sessionId, jti }: Bearer,
  claims: JWTPayload,
  now: number,
) => {
  const { purpose, typ, audience, seconds } = profiles[kind]
  const issuedAt = Math.floor(now / 1000)
  return new SignJWT({ ...claims, sid: sessionId })
    .setProtectedHeader({ alg: algorithm, typ })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(userId)
    .setJti(jti)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + seconds)
    .sign(await signingKey(secret, purpose))
}

const claims = {
  iss: z.literal(issuer),
  sub: z.string().min(1),
  sid: z.string().min(1),
  jti: z.string().min(1),
  iat: z.int(),
  exp: z.int(),
}

const payloads = {
  program: z.strictObject({ ...claims, aud: z.literal(profiles.program.audience) }),
  extension: z.strictObject({
    ...claims,
    aud: z.literal(profiles.extension.audience),
    userId: z.int(),
    githubUserId: z.string(),
  }),
  tracker: z.strictObject({
    ...claims,
    aud: z.literal(profiles.tracker.audience),
    user_id: z.string(),
    email: z.string(),
  }),
}

/** Maximum length of a JWT. Ours are shorter; a longer JWT is refused without parsing. */
const maxCharacters = 2_000

const kinds = ['program', 'extension', 'tracker'] as const

const jwtKind = (token: string): JwtKind | undefined => {
  const { typ } = decodeProtectedHeader(token)
  return kinds.find((kind) => profiles[kind].typ === typ)
}

/**
 * True if a JWT is written exactly as we write it. This refuses duplicate claims, which parsers read differently, and
 * base64 with unused bits set, which is another text for the same bytes.
 */
const isCanonical = (token: string, header: object, payload: object) => {
  const written = [header, payload].map((part) => base64url.encode(JSON.stringify(part)))
  const signature = token.split('.')[2] ?? ''
  return token === [...written, base64url.encode(base64url.decode(signature))].join('.')
}

/** Verifies a JWT; null if it is forged, malformed, expired or of another kind. @param now epoch ms */
export const readJwt = async (secret: string, token: string, now: number): Promise<Bearer | null> => {
  if (token.length > maxCharacters) return null
  try {
    const kind = jwtKind(token)
    if (!kind) return null
    const { purpose, typ, audience, seconds } = profiles[kind]
    const { payload } = await jwtVerify(token, await signingKey(secret, purpose), {
      algorithms: [algorithm],
      issuer,
      audience,
      typ,
      maxTokenAge: seconds,
      requiredClaims: ['sub', 'sid', 'jti', 'iat', 'exp'],
      currentDate: new Date(now),
    })
    const parsed = payloads[kind].safeParse(payload)
    if (!parsed.success || parsed.data.exp - parsed.data.iat !== seconds) return null
    const { sub, sid, jti } = parsed.data
    return isCanonical(token, { alg: algorithm, typ }, payload) ? { kind, userId: sub, sessionId: sid, jti } : null
  } catch {
    return null
  }
}
