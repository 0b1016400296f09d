import type { Preferences } from './preferences'

/** What wrangler.toml, `.dev.vars` and the environment give the Worker. */
export type Bindings = {
  DB: D1Database
  KV: KVNamespace
  BACKUPS: R2Bucket
  ENVIRONMENT: string
  JWT_SECRET?: string
}

/** Whether what only development has is there. */
export const isDevelopment = ({ ENVIRONMENT }: Bindings) => ENVIRONMENT !== 'production'

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
    user: User
  }
}
