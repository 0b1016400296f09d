import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { forwardedVariables } from './variables'

test('the local server passes on each variable that the README lists', () => {
  const rows = readFileSync('README.md', 'utf8').matchAll(/^\| ((?:`[A-Z_]+`(?:, )?)+) +\|/gm)
  const names = [...rows].flatMap(([, cell = '']) => [...cell.matchAll(/[A-Z_]+/g)].map(([name]) => name))
  expect(names.length).toBeGreaterThan(10)
  const own = ['PORT', 'STATE_DIR', 'DEMO', 'LIVE']
  expect(names.filter((name) => !own.includes(name) && !forwardedVariables.includes(name))).toEqual([])
})
