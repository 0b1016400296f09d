import { readFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import type { Page } from '@playwright/test'

import { fillWith, markupTexts } from '../test/support/hostile/markup-texts'
import { expect, test } from './fixtures'

type Row = Record<string, unknown>

const texts = [...markupTexts.filter((_, index) => index % 6 === 0), "it's; --", "''", '.quit', ';COMMIT;']

/** Downloads the file of a link that the keyboard alone reaches. */
const downloadBy = async (page: Page, name: string) => {
  const link = page.getByRole('link', { name: `Download ${name}`, exact: true })
  await expect(async () => {
    await page.keyboard.press('Tab')
    await expect(link).toBeFocused({ timeout: 1 })
  }).toPass({ intervals: [0] })
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
}

/** A value of the JSON export as a database has it. */
const stored = (value: unknown) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value)

test('every format is downloaded with the keyboard, and SQLite reads the SQL as the rows of the JSON', {
  tag: '@all',
}, async ({ page, context, baseURL }) => {
  const send = async (method: string, path: string, data?: object) => {
    const answer = await context.request.fetch(path, { method, data, headers: { Origin: baseURL ?? '' } })
    expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true)
    return method === 'DELETE' ? { id: '' } : answer.json()
  }
  const made = await fillWith(send, texts, Date.parse('2026-03-02T09:00:00Z'))
  await send('DELETE', `/api/v1/sessions/${made[0]?.session}`)
  await send('POST', '/api/v1/cards', { question: "What's Δ?", answer: 'a "change"\nof it' })

  await page.goto('/settings')
  await page.getByRole('link', { name: 'Export', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Export' })).toBeVisible()

  const json = await downloadBy(page, 'JSON')
  const csv = await downloadBy(page, 'CSV tables')
  const sql = await downloadBy(page, 'SQL')
  const others = []
  for (const name of ['Report', 'Sessions as CSV', 'Sessions as a calendar', 'Cards for Anki']) {
    others.push(await downloadBy(page, name))
  }
  const files = [json, csv, sql, ...others]
  expect(files.map(({ name }) => name.replace(/\d{4}-\d\d-\d\d/, 'date'))).toEqual([
    'daymark-date.json',
    'daymark-date.zip',
    'daymark-date.sql',
    'daymark-date-report.md',
    'daymark-sessions-date.csv',
    'daymark-date.ics',
    'daymark-date-cards.txt',
  ])
  expect(files.filter(({ bytes }) => bytes.length < 40)).toEqual([])

  const database = new DatabaseSync(':memory:')
  database.exec(sql.bytes.toString('utf8'))
  const { format, version, exported_at: _, seal: __, user, ...lists } = JSON.parse(json.bytes.toString('utf8'))
  const all: Record<string, Row[]> = { user: [user], ...lists }
  expect(database.prepare('SELECT format, version FROM export').get()).toEqual({ format, version })
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'export'").all()
  expect(tables.map(({ name }) => name).toSorted()).toEqual(Object.keys(all).toSorted())
  expect(all.sessions).toHaveLength(texts.length)
  for (const [table, rows] of Object.entries(all)) {
    const found = database.prepare(`SELECT * FROM "${table}" ORDER BY rowid`).all()
    const wanted = rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, stored(value)])),
    )
    expect(
      found.map((row) => ({ ...row })),
      table,
    ).toEqual(wanted)
  }
  database.close()
})
