import type { Cost } from './cost'

/** What wrangler.toml, `.dev.vars` and the environment give the Worker. */
export type Bindings = {
  DB: D1Database
  KV: KVNamespace
  BACKUPS: R2Bucket
  ENVIRONMENT: string
  JWT_SECRET?: string
  ADMIN_EMAILS?: string
  MAIL_PROVIDER?: string
  MAIL_FROM?: string
}

export type Theme = 'system' | 'light' | 'dark'

/** A user's preferences, complete: what is not stored has its default. */
export type Preferences = {
  /** IANA name */
  time_zone: string
  /** minutes after midnight at which a new day begins */
  day_start_minute: number
  /** ISO weekday, 1 = Monday */
  week_start: number
  /** ISO weekdays */
  rest_days: number[]
  daily_target_minutes: number
  theme: Theme
  clock: 24 | 12
  shortcuts: boolean
  unlisted_apps: 'block' | 'allow'
}

/** The signed-in person. */
export type User = {
  id: string
  email: string | null
  username: string
  role: 'user' | 'admin'
  created_at: number
  preferences: Preferences
}

/** What Hono passes from middleware to handlers. */
export type App = {
  Bindings: Bindings
  Variables: {
    requestId: string
    cost: Cost
    user: User
  }
}
