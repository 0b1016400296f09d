import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readSettings } from './serve/settings'
import { forwardedVariables } from './variables'

test('the local server passes on each variable that the configuration lists', () => {
  const rows = readFileSync('docs/configuration.md', 'utf8').matchAll(/^\| ((?:`[A-Z_]+`(?:, )?)+) +\|/gm)
  const names = [...rows].flatMap(([, cell = '']) => [...cell.matchAll(/[A-Z_]+/g)].map(([name]) => name))
  expect(names.length).toBeGreaterThan(10)
  const own = ['PORT', 'STATE_DIR', 'DEMO', 'LIVE']
  expect(names.filter((name) => !own.includes(name) && !forwardedVariables.includes(name))).toEqual([])
})

test('mails of the development server lead to its own port, and those of a server of one’s own to its address', () => {
  const local = (env: object) => readSettings({ PORT: '8790', ...env }).variables
  expect(local({ ENVIRONMENT: 'development' })).toMatchObject({ LOCAL_URL: 'http://localhost:8790' })
  const own = local({ ENVIRONMENT: 'production', PUBLIC_URL: 'https://daymark.example' })
  expect([own.PUBLIC_URL, own.LOCAL_URL]).toEqual(['https://daymark.example', undefined])
})
