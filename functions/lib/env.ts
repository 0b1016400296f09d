import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { Child } from 'hono/jsx'
import { matchedRoutes } from 'hono/route'
import type { LiveSockets } from '../../workers/live/sockets'
import { type Cost, declare } from './db/reads'
import { constant, type Head, type SqlPart, sql } from './db/sql'
import type { Facts, Scope, TouchedDates, Undo } from './feature'
import { ProblemError, problems } from './http/problem'
import type { FindJobKind } from './jobs/queries'
import type { Org, OrgTime } from './org'
import type { Preferences } from './preferences'
import { dayOf, type Zone } from './time/days'

/** Set by wrangler.toml, `.dev.vars` and the environment. */
export type Bindings = {
  DB: D1Database
  KV: KVNamespace
  BACKUPS: R2Bucket
  /** Open sockets of people (workers/live). Without it pages only poll. */
  LIVE?: DurableObjectNamespace<LiveSockets>
  ENVIRONMENT: string
  /** `requiredSecrets` guarantees it. Every key is derived from it (docs/keys.md). */
  JWT_SECRET: string
  /** The former `JWT_SECRET`, still accepted while it is being replaced. */
  JWT_SECRET_PREVIOUS?: string
  /** Addresses, separated by commas, that become admin when they sign in. */
  ADMIN_EMAILS?: string
  /** `required` lets only those into the work of admins who signed in with a passkey. */
  ADMIN_PASSKEY?: string
  /** Origin of mailed links; production sends none without it. */
  PUBLIC_URL?: string
  /** Origin of the development server, which mails lead to without the other. */
  LOCAL_URL?: string
  /** `outbox`, `resend`, `mailgun` or `smtp`. */
  MAIL_PROVIDER?: string
  /** Sends a mail by SMTP: a server of one's own has it where `SMTP_URL` is set. */
  MAILER?: Fetcher
  MAIL_FROM?: string
  MAIL_API_KEY?: string
  MAIL_API_URL?: string
  /** Keys of Web Push (`npm run keys`), and the address at which push services reach the operator. */
  VAPID_PUBLIC_KEY?: string
  VAPID_PRIVATE_KEY?: string
  VAPID_SUBJECT?: string
  /** Address by which a provider of OpenID Connect names itself. */
  OIDC_ISSUER?: string
  OIDC_CLIENT_ID?: string
  OIDC_CLIENT_SECRET?: string
  /** Name of the provider on the page of sign-in. */
  OIDC_NAME?: string
  GITHUB_CLIENT_ID?: string
  GITHUB_CLIENT_SECRET?: string
  GITHUB_URL?: string
  GITHUB_API_URL?: string
  /** Origins, separated by commas, of the browser extension and its dashboard. */
  EXTENSION_ORIGINS?: string
  /** `off` turns rate limits off, outside production. */
  RATE_LIMITS?: string
  /** Rows that a person may write on a UTC day, or `off`. */
  DAILY_ROWS_WRITTEN?: string
  /** Set by an assistant's tool for the request that it makes (mcp/). */
  recordWrite?: RecordWrite
}

/**
 * Makes the statements that list a write of one row in "Recent changes". They join its batch, before the row is written.
 * @param answer expression of the JSON that the request is answered with, where it is known before the batch
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
  /** Latest date that began before a change of zone or day start moved the person's date back; null if none did. */
  latest_day?: string | null
  /** When the next planned session ends and counts (epoch ms); null without one. */
  next_planned_at?: number | null
  /** When a focus or a break ends by itself, or earlier (epoch ms); null without one. */
  next_focus_at?: number | null
  /** Local date of the last daily backup that is there; null before the first. */
  backup_day?: string | null
  /** When a failed daily backup is tried again (epoch ms); null unless the last one failed. */
  backup_retry_at?: number | null
  backup_failures?: number
}

/** How a request was authenticated: by a browser's cookie, a program's JWT, or a personal token. `provenAt` is the sign-in (epoch ms). */
export type Access =
  | { by: 'browser'; sessionHash: string; provenAt: number; hasPasskey: boolean }
  | { by: 'program' | 'extension' | 'tracker'; sessionId: string; provenAt: number }
  | { by: 'token'; tokenId: string; name: string; scopes: Scope[] }

export type App = {
  Bindings: Bindings
  Variables: {
    requestId: string
    /** Facts of the path, which features say (feature.ts). */
    facts: Facts
    user: User
    access: Access
    /** Set where the person made no request for a day. */
    isFirstOfDay?: boolean
    /** Organization that the request reads from and adds to. */
    org: Org
    /** The time of that context; null for all. */
    orgTime: OrgTime | null
    /** When a device made the line that the request brings (epoch ms); undefined for one that is made now. */
    madeAt?: number
    /** True for a queued line: its person did not see the running timer. */
    isLate?: boolean
    /** The fields of the submitted form. */
    submitted?: FormData
    /** `line_key` and `line_made` of the form, removed from its fields. */
    line?: Record<'key' | 'made', string | File | null>
    /** Starts the reads that travel with the sign-in, once it names the person (`declares`). */
    named?: (userId: string) => void
    /** The person's versions when the request was let in. */
    head: PersonHead
    /** The database without the meter: rate limits are not counted. */
    unmetered: D1Database
    /** Statements and rows of the request so far. */
    cost: Cost
    /** Renders the regions of features on the current page; undefined if there are none. */
    redraws?: (dates: TouchedDates, added?: string) => Promise<Child>
    /** Finds the kind of a job by its name. */
    jobKind: FindJobKind
  }
}

/** The present moment in a person's own calendar. */
export type LocalNow = {
  /** epoch ms */
  instant: number
  today: string
  /** Today, or the later date that it was before a change of zone or day start: what ended then stays ended. */
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

/** The instant of a request (epoch ms): that at which its line was made, where a device kept it. */
export const nowOf = <E extends App>(c: Context<E>) => c.var.madeAt ?? Date.now()

export const todayOf = <E extends App>(c: Context<E>) => dayOf(nowOf(c), c.var.user.preferences)

/** Gives the context of any handler as one of `App`. TypeScript refuses it, as it compares what both can set. */
export const appContext = <E extends App>(c: Context<E>): Context<App> => c as unknown as Context<App>

/** Context of a handler behind `loads('goal', …)`, with the row in `c.var.goal`. */
export type Loaded<Name extends string, Row> = App & { Variables: Record<Name, Row> }

/** Reads of the middleware that `loads` made. */
const rowReads = new WeakMap<object, (c: Context, userId: string) => Promise<unknown>>()

/**
 * Loads the row of the id in the path, or in the act of an Undo. Answers 404 when it is missing, deleted or another
 * person's. It is read along with the check of the sign-in, so `find` may not need what that finds.
 */
export const loads = <Name extends string, Row, E extends App = App>(
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

/** The Undo of an act on a row, behind what loads that. */
export const undoOn =
  <E extends App>(load: MiddlewareHandler<E>, undo: Undo<Context<E>>): Undo =>
  async (c, ...values) => {
    let answer: Response | undefined
    const refused = await load(c, async () => {
      answer = await undo(c, ...values)
    })
    return answer ?? (refused as Response)
  }

/** Declares the path's own read and its row reads (`loads`) as soon as the cookie has named the person. */
export const firstRead = createMiddleware<App>(async (c, next) => {
  const { req } = c
  const { reads, id = '' } = c.var.facts
  const read = await reads?.()
  c.set('named', (userId: string) => {
    declare(read?.(c, userId, id))
    // A client that may have the answer already.
    if (req.header('If-None-Match') !== undefined) return
    const { routeIndex } = req
    // Up to the handler that answers, each with the parameters of its path.
    for (const [index, { handler }] of matchedRoutes(c).entries()) {
      req.routeIndex = index
      declare(rowReads.get(handler)?.(c, userId))
      if (handler.length < 2) break
    }
    req.routeIndex = routeIndex
  })
  await next()
})

/** A person's versions, including those of their apps. `earned` is JSON for `readEarned`. */
export type PersonHead = Head & {
  whitelist_seq: number
  catalogue_seq: number
  earned: string | null
  /** UTC date (`YYYY-MM-DD`) of `rows_written`, for the daily limit. */
  written_on?: string | null
  rows_written?: number
}

/** Columns of `PersonHead`, from `change_heads` and `app_catalogue`. */
export const headColumns = constant(`
      coalesce(change_heads.seq, 0) AS seq, coalesce(stats_seq, 0) AS stats_seq, coalesce(timer_seq, 0) AS timer_seq,
      coalesce(usage_seq, 0) AS usage_seq, coalesce(whitelist_seq, 0) AS whitelist_seq, coalesce(epoch, 1) AS epoch,
      restore_id, earned, written_on, coalesce(rows_written, 0) AS rows_written, coalesce(app_catalogue.seq, 0) AS catalogue_seq`)

/** Two rows in one statement, for a request that has written. Others have `c.var.head`. @throws ProblemError when the account is gone */
export const personHead = async (db: D1Database, userId: string): Promise<PersonHead> => {
  const head = await sql(db)`
    SELECT ${headColumns}
    FROM change_heads LEFT JOIN app_catalogue ON app_catalogue.id = 1
    WHERE user_id = ${userId}`.first<PersonHead>()
  if (!head) throw new ProblemError(problems.busy)
  return head
}

/** The account that development creates on its first start. */
export const demoEmail = 'demo@example.com'

/** Addresses of GitHub unless the settings name others. */
export const standardGitHub = { GITHUB_URL: 'https://github.com', GITHUB_API_URL: 'https://api.github.com' }

/** Address of GitHub's pages or API without a slash at its end, even where sign-in with GitHub is off. */
export const gitHubAddress = (env: Bindings, name: keyof typeof standardGitHub) =>
  (env[name] || standardGitHub[name]).replace(/\/+$/, '')

/** True where secrets may be sent: in production only over https, or to this machine itself. */
export const mayGetSecrets = (url: string, env: Bindings) => {
  const { protocol, hostname } = URL.parse(url) ?? { protocol: '', hostname: '' }
  const isSafe = isDevelopment(env) || /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
  return protocol === 'https:' || (protocol === 'http:' && isSafe)
}

/** GitHub and Resend refuse (403) requests without a User-Agent, which a Worker does not send by itself. */
export const userAgent = 'Daymark'
