import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BuildOptions } from 'esbuild'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Folder of the local D1, KV and R2. */
export const stateDir = resolve(root, process.env.STATE_DIR ?? '.wrangler/state')

export const port = Number(process.env.PORT ?? 8788)

/** Environment variables that scripts pass to the Worker, which cannot see the process environment. */
const forwardedVariables = [
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
  'DAILY_ROWS_WRITTEN',
]

export const bindings = forwardedVariables.flatMap((name) => {
  const value = process.env[name]
  return value === undefined ? [] : ['--binding', `${name}=${value}`]
})

/** The environment takes precedence over `.dev.vars`. */
export const isDevelopment = () => {
  const file = resolve(root, '.dev.vars')
  const configured = existsSync(file) ? /^ENVIRONMENT\s*=\s*"?(\w+)/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined
  return (process.env.ENVIRONMENT ?? configured ?? 'development') === 'development'
}

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
