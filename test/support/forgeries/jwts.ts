import { base64url, EncryptJWT } from 'jose'
import { bytes, type Forgery, forged, keyFor, type Model, withOwnKey } from './forge'

/** A valid JWT with its claims, and another person's claims. */
export type Booty = Model & { good: string; other: Model }

export type Forged = (booty: Booty) => string | Promise<string>

const seconds = ({ now }: Model) => Math.floor(now / 1000)

const as =
  (forgery: Forgery): Forged =>
  (booty) =>
    forged(booty, forgery)

const header = (members: Record<string, unknown>, more: Forgery = {}) => as({ ...more, header: members })
const claims =
  (members: (booty: Booty) => Record<string, unknown>): Forged =>
  (booty) =>
    forged(booty, { payload: members(booty) })
const claim = (members: Record<string, unknown>) => claims(() => members)
const payload = (write: (good: string) => string) => as({ payloadText: write })

/** The parts of the good one, put together in another way. */
const parts =
  (write: (header: string, payload: string, signature: string) => string): Forged =>
  ({ good }) => {
    const [first = '', second = '', third = ''] = good.split('.')
    return write(first, second, third)
  }

const nobody = '01a00000-0000-7000-8000-000000000000'
const quoted = (name: string, value: string) => `"${name}":"${value}"`

const algorithms: Record<string, Forged> = {
  ...Object.fromEntries(
    ['none', 'None', 'NONE', 'nOnE', ''].map((alg) => [
      `alg "${alg}" and no signature`,
      header({ alg }, { signature: '' }),
    ]),
  ),
  'alg none with a signature': header({ alg: 'none' }),
  'no alg': header({ alg: undefined }),
  'alg null': header({ alg: null }),
  'alg in a list': header({ alg: ['HS256'] }),
  'alg hs256': header({ alg: 'hs256' }),
  HS384: header({ alg: 'HS384' }, { hash: 'SHA-384' }),
  HS512: header({ alg: 'HS512' }, { hash: 'SHA-512' }),
  'HS256 that is HS512': as({ hash: 'SHA-512' }),
  ...Object.fromEntries(
    ['RS256', 'PS256', 'ES256', 'EdDSA', 'ML-DSA-44'].map((alg) => [
      `${alg} signed with our HMAC key`,
      header({ alg }),
    ]),
  ),
  'ES256 with a key of its own': (booty) => withOwnKey(booty, 'ES256'),
  'RS256 with a key of its own': (booty) => withOwnKey(booty, 'RS256'),
}

const headers: Record<string, Forged> = {
  'a jwk that holds the key of the signature': header(
    { jwk: { kty: 'oct', alg: 'HS256', k: base64url.encode('theirs') } },
    { key: () => bytes('theirs') },
  ),
  'a jku': header({ jku: 'https://elsewhere.example/jwks.json' }, { key: () => bytes('theirs') }),
  'an x5u': header({ x5u: 'https://elsewhere.example/cert.pem' }, { key: () => bytes('theirs') }),
  'an x5c': header({ x5c: ['MIIB'] }, { key: () => bytes('theirs') }),
  'a kid that is a path': header({ kid: '../../dev/null' }, { key: () => new Uint8Array(1) }),
  'a kid that is SQL': header({ kid: "x' UNION SELECT 'theirs" }, { key: () => bytes('theirs') }),
  'a kid, with our key': header({ kid: '1' }),
  'a crit of what is known': header({ crit: ['exp'], exp: 1 }),
  'a crit of nothing': header({ crit: [] }),
  'a payload that is not base64': header({ crit: ['b64'], b64: false }),
  zip: header({ zip: 'DEF' }),
  'cty, a JWT in a JWT': header({ cty: 'JWT' }),
  'no typ': header({ typ: undefined }),
  'typ JWT': header({ typ: 'JWT' }),
  'typ of the extension': header({ typ: 'daymark-extension+jwt' }),
  'typ in capitals': header({ typ: 'DAYMARK-ACCESS+JWT' }),
  'typ as a media type': header({ typ: 'application/daymark-access+jwt' }),
  'a header that is no object': as({ headerText: '"HS256"' }),
  'a header in other white space': as({ headerText: '{ "alg": "HS256", "typ": "daymark-access+jwt" }' }),
  'alg twice, none first': as({ headerText: '{"alg":"none","alg":"HS256","typ":"daymark-access+jwt"}' }),
  'alg twice, none last': as({ headerText: '{"alg":"HS256","typ":"daymark-access+jwt","alg":"none"}' }),
  'typ twice': as({ headerText: '{"alg":"HS256","typ":"JWT","typ":"daymark-access+jwt"}' }),
  'a prototype': as({ headerText: '{"alg":"HS256","typ":"daymark-access+jwt","__proto__":{"x":1}}' }),
}

const keys: Record<string, Forged> = {
  'a key that is made up': as({ key: () => bytes('guessed') }),
  'a key of zeros': as({ key: () => new Uint8Array(32) }),
  'JWT_SECRET itself as the key': as({ key: ({ secret }) => bytes(secret) }),
  'the key of another secret': as({ key: (model) => keyFor('access tokens')({ ...model, secret: 'another' }) }),
  ...Object.fromEntries(
    ['extension tokens', 'one-time codes', 'GitHub tokens', 'rate limits', ''].map((purpose) => [
      `the key for "${purpose}"`,
      as({ key: keyFor(purpose) }),
    ]),
  ),
}

const named: Record<string, Forged> = {
  'another iss': claim({ iss: 'https://elsewhere.example' }),
  'no iss': claim({ iss: undefined }),
  'iss in a list': claim({ iss: ['daymark'] }),
  'another aud': claim({ aud: 'daymark' }),
  'the aud of the extension': claim({ aud: 'daymark:extension' }),
  'no aud': claim({ aud: undefined }),
  'aud in a list': claim({ aud: ['daymark:api'] }),
  'aud among others': claim({ aud: ['elsewhere', 'daymark:api'] }),
  'no sub': claim({ sub: undefined }),
  'sub empty': claim({ sub: '' }),
  'sub null': claim({ sub: null }),
  'sub in a list': claims(({ userId }) => ({ sub: [userId] })),
  'sub of nobody': claim({ sub: nobody }),
  'sub of somebody else': claims(({ other }) => ({ sub: other.userId })),
  'no sid': claim({ sid: undefined }),
  'sid empty': claim({ sid: '' }),
  'sid in a list': claims(({ sessionId }) => ({ sid: [sessionId] })),
  'sid of no session': claim({ sid: nobody }),
  'sid of somebody else': claims(({ other }) => ({ sid: other.sessionId, jti: other.jti })),
  'sid in capitals': claims(({ sessionId }) => ({ sid: sessionId.toUpperCase() })),
  'no jti': claim({ jti: undefined }),
  'jti empty': claim({ jti: '' }),
  'jti of no token': claim({ jti: crypto.randomUUID() }),
  'jti a number': claim({ jti: 1 }),
  'a claim more': claim({ role: 'admin' }),
  'the claims of the extension': claim({ userId: 1, githubUserId: '1' }),
}

const times: Record<string, Forged> = {
  'no iat': claim({ iat: undefined }),
  'iat a minute ahead': claims((booty) => ({ iat: seconds(booty) + 60, exp: seconds(booty) + 960 })),
  'iat too long ago for its exp': claims((booty) => ({ iat: seconds(booty) - 901 })),
  'iat as text': claims((booty) => ({ iat: String(seconds(booty)) })),
  'iat a fraction': claims((booty) => ({ iat: seconds(booty) + 0.5, exp: seconds(booty) + 900.5 })),
  'iat in milliseconds': claims(({ now }) => ({ iat: now })),
  'no exp': claim({ exp: undefined }),
  'exp null': claim({ exp: null }),
  'expired by a second': claims((booty) => ({ iat: seconds(booty) - 901, exp: seconds(booty) - 1 })),
  'expired this second': claims((booty) => ({ iat: seconds(booty) - 900, exp: seconds(booty) })),
  'exp as text': claims((booty) => ({ exp: String(seconds(booty) + 900) })),
  'exp a fraction': claims((booty) => ({ exp: seconds(booty) + 900.5 })),
  'exp below zero': claim({ exp: -1 }),
  'exp in ten years': claims((booty) => ({ exp: seconds(booty) + 315_360_000 })),
  'exp in milliseconds': claims(({ now }) => ({ exp: now + 900_000 })),
  'exp beyond all numbers': payload((good) => good.replace(/"exp":\d+/, '"exp":1e999')),
  'exp twice': payload((good) => good.replace(/"exp":\d+/, '"exp":1,$&')),
  'not yet valid': claims((booty) => ({ nbf: seconds(booty) + 60 })),
  'nbf as text': claim({ nbf: 'now' }),
}

const doubled: Record<string, Forged> = {
  'sub twice, the own first': ({ other, ...booty }) =>
    forged(booty, { payloadText: (good) => `${good.slice(0, -1)},${quoted('sub', other.userId)}}` }),
  'sub twice, the own last': ({ other, ...booty }) =>
    forged(booty, { payloadText: (good) => `{${quoted('sub', other.userId)},${good.slice(1)}` }),
  'sid twice': ({ other, ...booty }) =>
    forged(booty, { payloadText: (good) => `{${quoted('sid', other.sessionId)},${good.slice(1)}` }),
  'aud twice, both right': payload((good) => `${good.slice(0, -1)},${quoted('aud', 'daymark:api')}}`),
  'sub written another way': payload((good) => good.replace('"sub"', '"s\\u0075b"')),
}

const objects = Object.fromEntries(
  ['null', '[]', '"text"', '1', 'true', '{}', '', '{', '{"sub":}', '\u0000'].map((text) => [
    `a payload that is ${JSON.stringify(text)}`,
    payload(() => text),
  ]),
)

const written: Record<string, Forged> = {
  ...objects,
  'a payload with a byte order mark': payload((good) => `\uFEFF${good}`),
  'a payload with spaces': payload((good) => good.replaceAll(',', ', ')),
  'a payload in a list': payload((good) => `[${good}]`),
  'a payload with a comma at its end': payload((good) => good.replace('}', ',}')),
  'a payload with more after it': payload((good) => `${good}{}`),
  'another payload': parts((first, second, third) => [first, second.replace(/.$/, 'A'), third].join('.')),
  'the payload of somebody else': async ({ good, other }) => {
    const [first, , third] = good.split('.')
    return [first, (await forged(other)).split('.')[1], third].join('.')
  },
  'a signature of 64 bytes': parts((first, second, third) => [first, second, third + third].join('.')),
  'other bits at the end of the signature': parts((first, second, third) => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const last = letters.indexOf(third.slice(-1))
    return [first, second, third.slice(0, -1) + letters[last ^ 1]].join('.')
  }),
  'encrypted instead of signed': async (booty) =>
    new EncryptJWT({ sid: booty.sessionId, jti: booty.jti })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: 'daymark-access+jwt' })
      .setSubject(booty.userId)
      .encrypt(await keyFor('access tokens')(booty)),
  'of 100 KB': claim({ padding: 'x'.repeat(100_000) }),
}

/** Forged JWTs by their fault. */
export const forgeries = { ...algorithms, ...headers, ...keys, ...named, ...times, ...doubled, ...written }
