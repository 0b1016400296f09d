import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath, URL } from 'node:url'
import { parseEnv } from 'node:util'
import type { BuildOptions } from 'esbuild'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** Local part of wrangler.toml, before the deployed environments. Loading wrangler to parse it would take a second. */
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

/** Environment of `npm start` and the other scripts: variables, then `.dev.vars`, then wrangler.toml. */
export const localEnvironment = (): Record<string, string | undefined> => ({
  STATE_DIR: resolve(root, '.wrangler/state'),
  ...tableOf('[vars]'),
  ...devVars(),
  ...process.env,
})

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
