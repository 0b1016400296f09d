import type { Cost } from './cost'
import type { PersonHead } from './head'
import type { FindJobKind } from './jobs/schema'
import type { Org, OrgTime } from './org'
import type { Preferences } from './preferences'
import type { SqlPart } from './sql'

/** Set by wrangler.toml, `.dev.vars` and the environment. */
export type Bindings = {
  DB: D1Database
  KV: KVNamespace
  BACKUPS: R2Bucket
  ENVIRONMENT: string
  /** `requiredSecrets` guarantees it. Every key is derived from it (keys.ts). */
  JWT_SECRET: string
  /** Addresses, separated by commas, that become admin when they sign in. */
  ADMIN_EMAILS?: string
  /** Origin of mailed links; the requested host by default. */
  PUBLIC_URL?: string
  /** `outbox`, `resend` or `mailgun`. */
  MAIL_PROVIDER?: string
  MAIL_FROM?: string
  MAIL_API_KEY?: string
  MAIL_API_URL?: string
  GITHUB_CLIENT_ID?: string
  GITHUB_CLIENT_SECRET?: string
  GITHUB_URL?: string
  GITHUB_API_URL?: string
  /** Origins, separated by commas, of the browser extension and its dashboard. */
  EXTENSION_ORIGINS?: string
  /** `off` lifts them, outside production. */
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
  /** Local date of the last daily backup that is there; null before the first. */
  backup_day?: string | null
  /** When one that failed is tried again (epoch ms); null unless the last one did. */
  backup_retry_at?: number | null
  backup_failures?: number
}

/** Scopes of a personal token. */
export const scopes = ['read', 'write', 'usage', 'sync'] as const
export type Scope = (typeof scopes)[number]

/** How a request was authenticated: by a browser's cookie, a program's JWT, or a personal token. */
export type Access =
  | { by: 'browser'; sessionHash: string }
  | { by: 'program' | 'extension' | 'tracker'; sessionId: string }
  | { by: 'token'; tokenId: string; name: string; scopes: Scope[] }

export type App = {
  Bindings: Bindings
  Variables: {
    requestId: string
    user: User
    access: Access
    /** Set where the person made no request for a day. */
    isFirstOfDay?: boolean
    /** Organization whose rows the request shows, and to which it adds. */
    org: Org
    /** The time of that context; null for all. */
    orgTime: OrgTime | null
    /** The fields of the submitted form. */
    submitted?: FormData
    /** Starts the reads that travel with the sign-in, once it names the person (`declares`). */
    named?: (userId: string) => void
    /** The person's versions when the request was let in. */
    head: PersonHead
    /** The database without the meter, for what is not counted: rate limits. */
    unmetered: D1Database
    /** Statements and rows of the request so far. */
    cost: Cost
    /** Finds the kind of a job by its name. */
    jobKind: FindJobKind
  }
}
