import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Child } from 'hono/jsx'
import { matchedRoutes } from 'hono/route'
import type { LiveSockets } from '../../workers/live/sockets'
import { type Cost, prefetchReads } from './db/reads'
import { constant, type PersonVersions, type SqlPart, sql } from './db/sql'
import type { Facts, Scope, TouchedDates, Undo } from './feature'
import { ProblemError, problems } from './http/problem'
import type { FindJobKind } from './jobs/queries'
import type { Org, OrgTime } from './org'
import type { Preferences } from './preferences'
import { dayOf, type Zone } from './time/days'

/** Configuration from wrangler.toml, `.dev.vars` and the environment. */
export type Bindings = {
  DB: D1Database
  KV: KVNamespace
  BACKUPS: R2Bucket
  /** Durable Object with people's sockets (workers/live). Without it, pages poll. */
  LIVE?: DurableObjectNamespace<LiveSockets>
  ENVIRONMENT: string
  /** Never empty: `requireSecrets` checks it. All keys are derived from it (docs/keys.md). */
  JWT_SECRET: string
  /** The former `JWT_SECRET`, still accepted while it is being replaced. */
  JWT_SECRET_PREVIOUS?: string
  /** Email addresses, separated by commas, that become admins when they sign in. */
  ADMIN_EMAILS?: string
  /** `open`, `invited` or `closed`: who may create an account. `open` by default. */
  SIGN_UP?: string
  /** `required`: admin pages need a sign-in with a passkey. */
  ADMIN_PASSKEY?: string
  /** Origin for links in emails. In production, no emails are sent without it. */
  PUBLIC_URL?: string
  /** Origin of the development server, for links in emails without `PUBLIC_URL`. */
  LOCAL_URL?: string
  /** `outbox`, `resend`, `mailgun` or `smtp`. */
  MAIL_PROVIDER?: string
  /** Sends email by SMTP. Bound on self-hosted servers with `SMTP_URL`. */
  MAILER?: Fetcher
  MAIL_FROM?: string
  MAIL_API_KEY?: string
  MAIL_API_URL?: string
  /** Keys for Web Push (`npm run keys`), and the operator's contact address for push services. */
  VAPID_PUBLIC_KEY?: string
  VAPID_PRIVATE_KEY?: string
  VAPID_SUBJECT?: string
  /** Issuer URL of the OpenID Connect provider. */
  OIDC_ISSUER?: string
  OIDC_CLIENT_ID?: string
  OIDC_CLIENT_SECRET?: string
  /** Name of the provider on the sign-in page. */
  OIDC_NAME?: string
  GITHUB_CLIENT_ID?: string
  GITHUB_CLIENT_SECRET?: string
  GITHUB_URL?: string
  GITHUB_API_URL?: string
  /** Origins, separated by commas, of the browser extension and its dashboard. */
  EXTENSION_ORIGINS?: string
  /** `on`: browsers use https for all hosts below this one, too. */
  HSTS_SUBDOMAINS?: string
  /** `off` turns rate limits off, outside production. */
  RATE_LIMITS?: string
  /** Maximum number of rows that a person may write on a UTC day, or `off`. */
  DAILY_ROWS_WRITTEN?: string
  /** Set for requests that an assistant's tool makes (mcp/). */
  recordWrite?: RecordWrite
}

/**
 * Returns statements that list a write in "Recent changes". They run in its batch, before the row is written.
 * @param answer SQL of the JSON response, if it is known before the batch
 */
export type RecordWrite = (db: D1Database, userId: string, id: string, answer?: SqlPart) => D1PreparedStatement[]

/** Anything but `development` counts as production. */
export const isDevelopment = ({ ENVIRONMENT }: Pick<Bindings, 'ENVIRONMENT'>) => ENVIRONMENT === 'development'

export type User = {
  id: string
  email: string | null
  username: string
  role: 'user' | 'admin'
  created_at: number
  preferences: Preferences
  /** Latest date that the person has reached, if a change of zone or day start moved their date back; else null. */
  latest_day?: string | null
  /** End of the next planned session, when it starts to count (epoch ms), or null. */
  next_planned_at?: number | null
  /** Time at which a focus or break ends by itself, or an earlier time (epoch ms); null without one. */
  next_focus_at?: number | null
  /** Local date of the last successful daily backup; null before the first. */
  backup_day?: string | null
  /** Time at which a failed daily backup is retried (epoch ms); null unless the last backup failed. */
  backup_retry_at?: number | null
  backup_failures?: number
}

/** Authentication of a request: browser cookie, JWT of a program, or personal token. `provenAt`: sign-in (epoch ms). */
export type Access =
  | { by: 'browser'; sessionHash: string; provenAt: number; hasPasskey: boolean }
  | { by: 'program' | 'extension' | 'tracker'; sessionId: string; provenAt: number }
  | { by: 'token'; tokenId: string; name: string; scopes: Scope[] }

export type App = {
  Bindings: Bindings
  Variables: {
    requestId: string
    /** Facts of the request's path, which features declare (feature.ts). */
    facts: Facts
    user: User
    access: Access
    /** True for the person's first request in 24 hours. Daily work runs after it. */
    isFirstOfDay?: boolean
    /** Organization that the request reads from and adds to. */
    org: Org
    /** Ledger time of that context; null for all. */
    orgTime: OrgTime | null
    /** Time at which a device recorded the submitted line (epoch ms); undefined if it was made just now. */
    madeAt?: number
    /** True for a line from the offline queue. The person did not see the running timer. */
    isLate?: boolean
    /** The fields of the submitted form. */
    submitted?: FormData
    /** `line_key` and `line_made` of the form, removed from its fields. */
    line?: Record<'key' | 'made', string | File | null>
    /** Starts reads in the batch of the sign-in check, once the cookie has named the person (`declares`). */
    named?: (userId: string) => void
    /** The person's versions, as read by the check of the sign-in. */
    head: PersonHead
    /** The database without cost accounting, for rate limits. */
    unmetered: D1Database
    /** Database cost of the request, up to now. */
    cost: Cost
    /** Renders regions of features on the current page; undefined if the page has no such regions. */
    redraws?: (dates: TouchedDates, added?: string) => Promise<Child>
    /** Finds the kind of a job by its name. */
    jobKind: FindJobKind
  }
}

/** The current moment in a person's calendar. */
export type LocalNow = {
  /** epoch ms */
  instant: number
  today: string
  /** Today, or the later date reached before a change of zone or day start. Ended things stay ended. */
  latestDay: string
  zone: Zone
  /** ISO weekday, 1 to 7; `restDays` holds ISO weekdays, too. */
  weekStart: number
  restDays: number[]
}

/** @param instant epoch ms */
export const localNow = (
  { preferences, latest_day }: Pick<User, 'preferences' | 'latest_day'>,
  instant = Date.now(),
): LocalNow => {
  const today = dayOf(instant, preferences)
  return {
    instant,
    today,
    latestDay: latest_day && latest_day > today ? latest_day : today,
    zone: preferences,
    weekStart: preferences.week_start,
    restDays: preferences.rest_days,
  }
}

/** Time of a request (epoch ms): if a device queued its line, the time at which the line was entered. */
export const nowOf = <E extends App>(c: Context<E>) => c.var.madeAt ?? Date.now()

export const todayOf = <E extends App>(c: Context<E>) => dayOf(nowOf(c), c.var.user.preferences)

/** Casts the context of any handler to that of `App`. TypeScript refuses it, because it also compares `set`. */
export const appContext = <E extends App>(c: Context<E>): Context<App> => c as unknown as Context<App>

/** Context of a handler after `loads('goal', …)`, with the row in `c.var.goal`. */
export type Loaded<Name extends string, Row> = App & { Variables: Record<Name, Row> }

/** Reads of the middleware that `loads` returned. */
const rowReads = new WeakMap<object, (c: Context, userId: string) => Promise<unknown>>()

/**
 * Middleware that loads the row of the id in the path, or in the act of an Undo. Responds 404 if the row is missing,
 * deleted or another person's. The read shares a batch with the check of the sign-in, so `find` cannot use its result.
 */
export const rowLoader = <Name extends string, Row, E extends App = App>(
  name: Name,
  find: (db: D1Database, userId: string, id: string, c: Context<E>) => Promise<Row | null>,
  parameter = 'id',
) => {
  const read = async (c: Context, userId: string) =>
    find(c.env.DB, userId, (c.var.facts.undo ? c.var.facts.id : c.req.param(parameter)) ?? '', c)
  const load = createMiddleware<Loaded<Name, Row>>(async (c, next) => {
    const row = await read(c, c.var.user.id)
    if (row === null) return c.notFound()
    c.set(name as never, row as never)
    await next()
  })
  rowReads.set(load, read)
  return load
}

/** Undo of an act on a row. `load` loads the row first. */
export const rowUndo =
  <E extends App>(load: MiddlewareHandler<E>, undo: Undo<Context<E>>): Undo =>
  async (c, ...values) => {
    let answer: Response | undefined
    const refused = await load(c, async () => {
      answer = await undo(c, ...values)
    })
    return answer ?? (refused as Response)
  }

/** Starts the path's own read and its row reads (`loads`) as soon as the cookie has named the person. */
export const startPathReads = createMiddleware<App>(async (c, next) => {
  const { req } = c
  const { reads, id = '' } = c.var.facts
  const read = await reads?.()
  c.set('named', (userId: string) => {
    prefetchReads(read?.(c, userId, id))
    // The client may have a cached response, which needs no reads.
    if (req.header('If-None-Match') !== undefined) return
    const { routeIndex } = req
    // Goes up to the handler that responds. Each middleware sees the parameters of its own path.
    for (const [index, { handler }] of matchedRoutes(c).entries()) {
      req.routeIndex = index
      prefetchReads(rowReads.get(handler)?.(c, userId))
      if (handler.length < 2) break
    }
    req.routeIndex = routeIndex
  })
  await next()
})

/** A person's versions, including the versions of their apps. `earned` is JSON for `readEarned`. */
export type PersonHead = PersonVersions & {
  whitelist_seq: number
  catalogue_seq: number
  earned: string | null
  /** JSON for `readLimits`. */
  limits?: string | null
  /** UTC date (`YYYY-MM-DD`) of `rows_written`, for the daily limit. */
  written_on?: string | null
  rows_written?: number
}

/** Columns of `PersonHead`, from `change_heads` and `app_catalogue`. */
export const headColumns = constant(`
      coalesce(change_heads.seq, 0) AS seq, coalesce(stats_seq, 0) AS stats_seq, coalesce(timer_seq, 0) AS timer_seq,
      coalesce(usage_seq, 0) AS usage_seq, coalesce(whitelist_seq, 0) AS whitelist_seq, coalesce(epoch, 1) AS epoch,
      restore_id, earned, limits, written_on, coalesce(rows_written, 0) AS rows_written, coalesce(app_catalogue.seq, 0) AS catalogue_seq`)

/** Reads both rows in one statement, after a write; otherwise use `c.var.head`. @throws ProblemError without account */
export const personHead = async (db: D1Database, userId: string): Promise<PersonHead> => {
  const head = await sql(db)`
    SELECT ${headColumns}
    FROM change_heads LEFT JOIN app_catalogue ON app_catalogue.id = 1
    WHERE user_id = ${userId}`.first<PersonHead>()
  if (!head) throw new ProblemError(problems.busy)
  return head
}

/** Email address of the account that development creates on its first start. */
export const demoEmail = 'demo@example.com'

/** GitHub URLs, unless the settings override them. */
export const standardGitHub = { GITHUB_URL: 'https://github.com', GITHUB_API_URL: 'https://api.github.com' }

/** URL of GitHub's pages or API without a trailing slash, even if sign-in with GitHub is off. */
export const gitHubAddress = (env: Bindings, name: keyof typeof standardGitHub) =>
  (env[name] || standardGitHub[name]).replace(/\/+$/, '')

/** True if secrets may be sent to a URL: in production only over https, or to this machine. */
export const mayGetSecrets = (url: string, env: Bindings) => {
  const { protocol, hostname } = URL.parse(url) ?? { protocol: '', hostname: '' }
  const isSafe = isDevelopment(env) || /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
  return protocol === 'https:' || (protocol === 'http:' && isSafe)
}

/** GitHub and Resend refuse (403) requests without a User-Agent, which a Worker does not send by itself. */
export const userAgent = 'Daymark'
