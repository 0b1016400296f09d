import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const textOf = (...paths: string[]) => paths.map((path) => readFileSync(path, 'utf8')).join('\n')

const missing = (names: Iterable<string>, text: string) =>
  [...new Set(names)].filter((name) => !text.includes(`\`${name}\``))

const security = readFileSync('docs/security.md', 'utf8')

test('docs/security.md names each path that needs no sign-in, and no other', () => {
  const features = textOf(...globSync('functions/*/*/feature.ts'))
  const open = [...features.matchAll(/'(?:[A-Z|]+ )?(\/[^']*)': \{[^{}]*?isOpen: true/g)].map(([, path = '']) => path)
  expect(open.length).toBeGreaterThan(10)
  expect(missing(open, security)).toEqual([])
  const [, section = ''] = security.split('## What needs no sign-in\n')
  const [table = ''] = section.split('\n## ')
  const named = [...table.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, path = '']) => path)
  expect(named.filter((path) => path !== '/health' && !open.includes(path))).toEqual([])
})

test('docs/configuration.md or docs/self-hosting.md names each environment variable of the application and the server', () => {
  const bindings = textOf('functions/lib/env.ts').matchAll(/^ {2}([A-Z][A-Z_]+)\??: string/gm)
  const server = textOf('scripts/serve/settings.ts', 'scripts/serve/serve.ts', 'scripts/variables.ts').matchAll(
    /\b(?:env|variables|process\.env)\.([A-Z][A-Z_]+)|^ {2}'([A-Z_]+)',$/gm,
  )
  const names = [...bindings, ...server].map(([, one, other]) => one ?? other ?? '')
  expect(names.length).toBeGreaterThan(30)
  // The development server sets it for itself.
  const own = ['LOCAL_URL', 'INSPECTOR_PORT', 'MINIFY']
  const told = textOf('docs/configuration.md', 'docs/self-hosting.md')
  expect(missing(names, told).filter((name) => !own.includes(name))).toEqual([])
})

/** Names of columns that may hold a secret. */
const isSecret = /secret|token|passphrase|challenge|credential|endpoint|address$|p256dh|public_key|^auth$|_hash$/

/** Columns with such a name that hold none. */
const harmless = ['changes.by_token', 'sign_up_invitations.address']

test('docs/keys.md names each column that may hold a secret', () => {
  const sql = textOf(...globSync('migrations/*.sql').sort())
  const created = [...sql.matchAll(/CREATE TABLE (\w+) \(([^;]*);/g)].flatMap(([, table, list = '']) =>
    [...list.matchAll(/(?:^|[,\n(]) *(\w+) (?:TEXT|INTEGER|BLOB)\b/g)].map(([, column]) => [table, column]),
  )
  const added = [...sql.matchAll(/ALTER TABLE (\w+) ADD(?: COLUMN)? (\w+)/g)].map(([, table, column]) => [
    table,
    column,
  ])
  const columns = [...created, ...added]
  const keys = readFileSync('docs/keys.md', 'utf8')
  const [, section = ''] = keys.split('## Secrets in the database\n')
  const [table = ''] = section.split('\n## ')
  const named = [...table.matchAll(/`(\w+\.\w+)`/g)].map(([, name = '']) => name)
  expect(named.filter((name) => !columns.some(([of, column]) => name === `${of}.${column}`))).toEqual([])
  const secrets = columns.flatMap(([table, column = '']) => (isSecret.test(column) ? `${table}.${column}` : []))
  expect(secrets.length).toBeGreaterThan(15)
  expect(missing(secrets, keys).filter((name) => !harmless.includes(name))).toEqual([])
})
