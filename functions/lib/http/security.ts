import type { Context, MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import style from '../../../public/assets/style.json'
import { type App, type Bindings, isDevelopment } from '../env'
import { ProblemError, problems } from './problem'
import { readCookie, setHeaders } from './respond'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  // The stylesheet is inlined in a browser's first page.
  `style-src 'self' '${style.hash}'`,
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Browser features that Daymark never uses. Standard names only, because browsers warn about unknown ones. */
const unused = [
  'accelerometer',
  'autoplay',
  'camera',
  'clipboard-read',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'gamepad',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'otp-credentials',
  'payment',
  'picture-in-picture',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'usb',
  'window-management',
  'xr-spatial-tracking',
]

const ours = ['clipboard-write', 'idle-detection', 'publickey-credentials-create', 'publickey-credentials-get']

const permissions = [...ours.map((feature) => `${feature}=(self)`), ...unused.map((feature) => `${feature}=()`)].join(
  ', ',
)

const headers = {
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': permissions,
  'Cross-Origin-Opener-Policy': 'same-origin',
  // Proves to the service worker that a response is ours, not a captive portal's
  // (client/service-worker/own-requests.ts).
  'X-App': 'Daymark',
}

/** Other hosts below this one may have no https, so only the operator may speak for them. */
const strictTransport = ({ HSTS_SUBDOMAINS }: Bindings) =>
  `max-age=63072000${HSTS_SUBDOMAINS === 'on' ? '; includeSubDomains' : ''}`

/** Sets the security headers of all responses. Responses may be personal, so by default no cache may store them. */
export const securityHeaders: MiddlewareHandler<App> = async (c, next) => {
  await next()
  setHeaders(c, {
    ...headers,
    'Cache-Control': c.res.headers.get('Cache-Control') ?? 'no-store',
    ...(!isDevelopment(c.env) && { 'Strict-Transport-Security': strictTransport(c.env) }),
  })
}

/** Origin of a request as reported by the browser; undefined for programs, which report none. */
export const senderOrigin = (c: Context) => {
  const origin = c.req.header('Origin')
  if (origin !== undefined) return origin === new URL(c.req.url).origin ? 'here' : 'elsewhere'
  const site = c.req.header('Sec-Fetch-Site')
  if (site === undefined || site === 'none') return undefined
  return site === 'same-origin' ? 'here' : 'elsewhere'
}

const isForm = (c: Context) =>
  /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)/i.test(c.req.header('Content-Type') ?? '')

/**
 * Protects against CSRF: refuses writes from another origin with the session cookie, and forms, because a form could
 * sign a visitor in to a stranger's account. The Model Context Protocol requires this for all foreign pages.
 */
export const requireOwnOrigin: MiddlewareHandler<App> = async (c, next) => {
  if (['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)) return next()
  const from = senderOrigin(c)
  const hasCookie = readCookie(c, 'session') !== undefined
  // A form cannot send Authorization, so a request with it comes from a program.
  const isPlainForm = isForm(c) && c.req.header('Authorization') === undefined
  const isForeign = hasCookie ? from !== 'here' : from === 'elsewhere' && (isPlainForm || c.req.path === '/mcp')
  if (isForeign) throw new ProblemError(problems.foreignOrigin)
  await next()
}

/** Minimum characters. All keys are derived from the secret, so a short one could be guessed from a token. */
const shortestSecret = 32

/** Describes a missing or short secret without its value; null if all are fine. Development needs none. */
export const secretsProblem = (env: Bindings) => {
  if (isDevelopment(env)) return null
  if (!env.JWT_SECRET) return 'The secret JWT_SECRET is missing.'
  const short = (['JWT_SECRET', 'JWT_SECRET_PREVIOUS'] as const).find(
    (name) => env[name] && env[name].length < shortestSecret,
  )
  return short ? `The secret ${short} is too short: it needs at least ${shortestSecret} random characters.` : null
}

export const developmentSecret = 'for development only, never used in production'

/** In production, responds 503 to every request if a secret is missing or too short. Development has its own secret. */
export const requireSecrets: MiddlewareHandler<App> = async (c, next) => {
  const detail = secretsProblem(c.env)
  if (detail) {
    throw new ProblemError({ status: 503, code: 'not_configured', title: 'Daymark is not set up yet', detail })
  }
  if (!c.env.JWT_SECRET) c.env = { ...c.env, JWT_SECRET: developmentSecret }
  await next()
}

/** Matches any extension, because an unpacked extension has a different id on each machine. */
const anyExtension = /^chrome-extension:\/\/[a-p]{32}$/

const listed = (origins = '') => origins.split(',').map((origin) => origin.trim().replace(/\/$/, ''))

const isTheirOrigin = (origin: string, env: App['Bindings']) =>
  listed(env.EXTENSION_ORIGINS).includes(origin) || (isDevelopment(env) && anyExtension.test(origin))

const allowed = cors({
  origin: (origin) => origin,
  allowMethods: ['GET', 'POST', 'PATCH', 'DELETE', 'OPTIONS'],
  allowHeaders: ['Content-Type', 'Authorization', 'Idempotency-Key'],
  maxAge: 600,
})

/**
 * Lets the browser extension and its dashboard read responses, including errors: by token, never with a cookie. Answers
 * preflights. Excludes GET below /auth/: a sign-in redirect of GitHub must not be readable by anyone else.
 */
export const extensionCors: MiddlewareHandler<App> = async (c, next) => {
  const isPage = c.req.method === 'GET' && c.req.path.startsWith('/auth/')
  if (isPage || !c.var.facts.isForExtension) return next()
  const origin = c.req.header('Origin')
  if (origin && isTheirOrigin(origin, c.env)) return allowed(c, next)
  await next()
  c.header('Vary', 'Origin', { append: true })
}
