import { expect, test } from 'vitest'
import { report, table } from '../scripts/bench/report'

test('a table has its first column to the left, numbers to the right, and all of its cells', () => {
  expect(table(['page', 'rows'], [['`/`', '1,234'], ['a longer one']])).toBe(
    [
      '| page         |  rows |',
      '| ------------ | ----: |',
      '| `/`          | 1,234 |',
      '| a longer one |       |',
    ].join('\n'),
  )
})

test('the report tells what is ours from what the route that does nothing takes too', () => {
  const measured = { requests: 300, perSecond: 1234.5, p50: 1.25, p95: 20.4, p99: 100, cpu: 3 }
  const cost = { statements: 2, trips: 1, read: 3, written: 0 }
  const bytes = { plain: 20_480, gzipped: 5_120 }
  const none = { plain: 0, gzipped: 0 }
  const text = report({
    date: '2026-11-20',
    machine: '2 cores',
    rounds: [
      {
        connections: 20,
        lines: [
          { name: 'nothing', years: null, measured },
          { name: '`/`', years: 10, measured: { ...measured, cpu: 12.5, cost } },
          { name: 'a list', years: 10, measured: null },
          { name: 'restarted', years: 1, measured: { ...measured, cpu: Number.NaN } },
        ],
      },
    ],
    weights: [{ page: '/', html: bytes, css: bytes, script: none, again: bytes }],
    worker: { all: bytes, start: bytes, milliseconds: 226.4 },
    own: [{ page: '/goals', years: 10, milliseconds: 2.345, functions: [{ name: 'a || b', milliseconds: 1 }] }],
    idle: { percent: 0.42 },
    peaks: [{ name: 'export', megabytes: 12.3 }],
  })
  const cells = (start: string) =>
    text
      .split('\n')
      .find((line) => line.startsWith(`| ${start}`))
      ?.split('|')
      .map((cell) => cell.trim())
      .slice(2, -1)
  expect(text).toContain('## 20 connections')
  expect(cells('nothing')).toEqual(['', '300', '1,235', '1.3', '20', '100', '3.0', '', '', '', '', ''])
  expect(cells('`/` ')).toEqual(['10 y', '300', '1,235', '1.3', '20', '100', '13', '9.5', '2', '1', '3', '0'])
  expect(cells('restarted')?.slice(6, 8)).toEqual(['?', '?'])
  expect(text).toMatch(/\| 20 \(5\.0\) +\| +20 \(5\.0\) \| +226 \|/)
  expect(cells('a list')?.slice(0, 2)).toEqual(['10 y', 'not there'])
  expect(text).toMatch(/\| `\/goals` +\| +10 y \| +2\.3[45] \| +a ¦¦ b 1\.00 \|/)
  expect(text).toContain('takes 0.4 % of a core')
  expect(text).toMatch(/\| export +\| +12 \|/)
  expect(text).toMatch(/\| `\/` +\| +20 \(5\.0\) \| +20 \(5\.0\) \| +0 \| +40 \(10\) \| +20 \(5\.0\) \|/)
})
