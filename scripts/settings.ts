import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath, URL } from 'node:url'
import { parseEnv } from 'node:util'
import type { BuildOptions } from 'esbuild'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Folder of the local D1, KV and R2. */
export const stateDir = resolve(root, process.env.STATE_DIR ?? '.wrangler/state')

export const port = Number(process.env.PORT ?? 8788)

/** Environment variables that scripts pass to the Worker, which cannot see the process environment. */
export const forwardedVariables = [
  'ENVIRONMENT',
  'ADMIN_EMAILS',
  'ADMIN_PASSKEY',
  'JWT_SECRET',
  'JWT_SECRET_PREVIOUS',
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
  'DAILY_ROWS_WRITTEN',
]

/** The first part of wrangler.toml, before what is only for deployed environments. Loading wrangler to read it would take a second. */
const [localConfig = ''] = readFileSync(resolve(root, 'wrangler.toml'), 'utf8').split(/^\[+env\./m)

const stringsIn = (text: string) =>
  Object.fromEntries([...text.matchAll(/^(\w+) *= *"(.*)"$/gm)].map(([, name = '', value = '']) => [name, value]))

/** The values of the table of wrangler.toml that begins with `header`. */
const tableOf = (header: string) => stringsIn(localConfig.split(`\n${header}\n`)[1]?.split(/^\[/m)[0] ?? '')

const devVars = () => {
  const file = resolve(root, '.dev.vars')
  return existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {}
}

export const compatibilityDate = stringsIn(localConfig).compatibility_date

/** Settings and bindings of the local Worker, by the names of Miniflare's options. */
export const localWorker = () => ({
  compatibilityDate,
  d1Databases: { DB: tableOf('[[d1_databases]]').database_id ?? '' },
  kvNamespaces: { KV: tableOf('[[kv_namespaces]]').id ?? '' },
  r2Buckets: { BACKUPS: tableOf('[[r2_buckets]]').bucket_name ?? '' },
  bindings: {
    ...tableOf('[vars]'),
    ...devVars(),
    ...Object.fromEntries(
      forwardedVariables.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
    ),
  } as Record<string, string>,
})

export const isDevelopment = () => localWorker().bindings.ENVIRONMENT === 'development'

/** esbuild's options for code that runs in workerd. */
export const forWorkerd = {
  bundle: true,
  format: 'esm',
  target: 'es2024',
  conditions: ['workerd', 'worker', 'browser'],
  external: ['cloudflare:*'],
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
} satisfies BuildOptions
