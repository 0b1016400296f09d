import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Where the local database, key-value store and files live. */
export const stateDir = resolve(root, process.env.STATE_DIR ?? '.wrangler/state')

export const port = Number(process.env.PORT ?? 8788)

/** What the environment of a script may set, and so hands on to the Worker, which does not see it. */
const passedOn = [
  'ENVIRONMENT',
  'ADMIN_EMAILS',
  'JWT_SECRET',
  'GITHUB_CLIENT_ID',
  'GITHUB_CLIENT_SECRET',
  'GITHUB_URL',
  'GITHUB_API_URL',
  'PUBLIC_URL',
  'MAIL_PROVIDER',
  'MAIL_FROM',
  'MAIL_API_KEY',
  'MAIL_API_URL',
  'EXTENSION_ORIGINS',
  'RATE_LIMITS',
]

export const bindings = passedOn.flatMap((name) => {
  const value = process.env[name]
  return value === undefined ? [] : ['--binding', `${name}=${value}`]
})

/** Whether the server that starts from here is one for development: the environment wins over `.dev.vars`. */
export const isDevelopment = () => {
  const file = resolve(root, '.dev.vars')
  const set = existsSync(file) ? /^ENVIRONMENT\s*=\s*"?(\w+)/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined
  return (process.env.ENVIRONMENT ?? set ?? 'development') === 'development'
}
