import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows } from '../../../../test/support/client'
import { auditOf, onlyAdmin } from '../testing'
import { addApps, catalogueNow, newWord, noApps, stored, undoIn } from './testing'

const root = '/api/v1/admin/apps'

let admin: Client
let word: string
beforeEach(async () => {
  admin = await onlyAdmin()
  word = newWord()
})
afterEach(noApps)

const pathOf = (name: string) => `${root}/${encodeURIComponent(name)}`
const put = (name: string, body: object) => admin.json('PUT', pathOf(name), body)

type AppJson = { package_name: string; label: string; seq: number; updated_at: string; updated_by: string }

test('a default is made, read, replaced and deleted by its name, whatever that holds', async () => {
  for (const name of [`a.${word}`, `a/${word}?#%`, `${word}.🎮é`, 'import']) {
    expect((await admin.json('GET', pathOf(name))).status).toBe(404)
    const made = await put(name, { label: ' Tube ', is_whitelisted: true })
    expect([made.status, made.headers.get('Location')]).toEqual([201, pathOf(name)])
    const app = await made.json<AppJson>()
    const values = { label: 'Tube', category: null, is_whitelisted: true, is_locked: false }
    expect(app).toMatchObject({ ...values, package_name: name, updated_by: admin.userId })
    expect(await (await admin.json('GET', pathOf(name))).json()).toEqual(app)
    const other = { label: 'Tube', category: 'Video', is_whitelisted: false, is_locked: true }
    const replaced = await put(name, { ...other, seq: app.seq })
    expect([replaced.status, await replaced.json()]).toEqual([200, expect.objectContaining(other)])
    const late = await put(name, { ...other, label: 'Late', seq: app.seq })
    expect([late.status, await late.json()]).toMatchObject([409, { code: 'stale', current: other }])
    expect((await put(name, { ...other, seq: 1 })).status).toBe(409)
    expect((await admin.json('DELETE', pathOf(name))).status).toBe(204)
    expect((await admin.json('DELETE', pathOf(name))).status).toBe(404)
    expect((await auditOf(name)).map(({ action }) => action)).toEqual(['app', 'app', 'app'])
  }
})

test('the same again changes nothing and is not noted', async () => {
  const name = `a.${word}`
  await put(name, { label: 'Tube', is_whitelisted: true })
  const before = await catalogueNow()
  expect((await put(name, { label: 'Tube', is_whitelisted: true })).status).toBe(200)
  expect([await catalogueNow(), (await auditOf(name)).length]).toEqual([before, 1])
})

test.each([
  [{ is_whitelisted: true }, 'label'],
  [{ label: 'x', is_whitelisted: 1 }, 'is_whitelisted'],
])('%j is refused, naming %s', async (body, path) => {
  const answer = await put(`a.${word}`, body)
  expect([answer.status, await answer.json()]).toMatchObject([422, { errors: [{ path }] }])
  expect((await put('two words', { label: 'x', is_whitelisted: true })).status).toBe(422)
})

test('the list is walked page by page, limited to what is asked for', async () => {
  await addApps(
    admin,
    Array.from({ length: 9 }, (_, index) => ({
      package_name: `n${index}.${word}`,
      category: index % 4 ? null : 'Fours & <more>',
      is_whitelisted: index % 2 ? 1 : 0,
      is_locked: index === 3 ? 1 : 0,
    })),
  )
  const all = async (search: Record<string, string>) => {
    const found: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: URLSearchParams = new URLSearchParams({ ...search, ...(cursor && { cursor }), limit: '4' })
      const answer = await admin.json('GET', `${root}?${query}`)
      const page: { items: AppJson[]; next_cursor: string | null } = await answer.json()
      found.push(...page.items.map(({ package_name }) => package_name))
      cursor = page.next_cursor
    }
    return found.map((name) => name.slice(0, 2)).join(' ')
  }
  expect(await all({})).toBe('n0 n1 n2 n3 n4 n5 n6 n7 n8')
  expect(await all({ q: `n4.${word}` })).toBe('n4')
  expect(await all({ is_whitelisted: 'true' })).toBe('n1 n3 n5 n7')
  expect(await all({ is_locked: 'true' })).toBe('n3')
  expect(await all({ is_whitelisted: 'false', category: 'Fours & <more>' })).toBe('n0 n4 n8')
})

const csvOf = (...lines: string[]) => ['package_name,label,category,is_whitelisted,is_locked', ...lines].join('\r\n')
const send = (csv: string, search = '') =>
  admin.json('POST', `${root}/import${search}`, csv, { 'Content-Type': 'text/csv' })

describe('import and export', () => {
  test('all of a file comes in, or would; sent again it changes nothing; the export is such a file', async () => {
    await addApps(admin, [{ package_name: `b.${word}`, label: 'B' }, { package_name: `z.${word}` }])
    const csv = csvOf(`a.${word},"=A, quoted",Games,true,1`, `b.${word},B,,TRUE,`, '')
    const counts = { added: 1, changed: 1, unchanged: 0, rejected: [], left_out: [], left_out_count: 0 }
    expect(await (await send(csv, '?dry_run=true')).json()).toEqual(counts)
    expect(await stored(`a.${word}`)).toBeUndefined()
    const before = await catalogueNow()
    expect(await (await send(csv)).json()).toEqual(counts)
    expect((await catalogueNow()).seq).toBe(before.seq + 1)
    expect(await stored(`a.${word}`)).toMatchObject({ label: '=A, quoted', category: 'Games', is_locked: 1 })
    expect(await stored(`z.${word}`)).toMatchObject({ label: `z.${word}` })
    expect(await (await send(csv)).json()).toEqual({ ...counts, added: 0, changed: 0, unchanged: 2 })

    const exported = await admin.get(`${root}.csv`)
    expect(exported.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    expect(exported.headers.get('Content-Disposition')).toMatch(/^attachment; filename="daymark-apps-[\d-]+\.csv"$/)
    const text = await exported.text()
    expect(text.split('\r\n')[1]).toBe(`a.${word},"'=A, quoted",Games,true,true`)
    expect(await (await send(text)).json()).toMatchObject({ added: 0, changed: 0, unchanged: 3 })
  })

  test('a column that is left out leaves what is there', async () => {
    const name = `a.${word}`
    await addApps(admin, [{ package_name: name, label: 'A', category: 'Games', is_locked: 1 }])
    await send(`label,package_name,is_whitelisted\nB,${name},1`)
    expect(await stored(name)).toMatchObject({ label: 'B', category: 'Games', is_locked: 1, is_whitelisted: 1 })
  })

  test('with one wrong line nothing comes in, and all of them are told', async () => {
    const before = await catalogueNow()
    const answer = await send(csvOf(`a.${word},A,,true,`, 'b,,,perhaps,', `a.${word},Again,,0,`))
    const missing = 'Enter a label. is_whitelisted must be true or false.'
    const repeated = 'The app is already on line 2'
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      {
        detail: `line 3: ${missing} line 4: ${repeated}`,
        rejected: [
          { line: 3, reason: missing },
          { line: 4, reason: `${repeated}.` },
        ],
      },
    ])
    expect(await catalogueNow()).toEqual(before)
    expect((await send('x')).status).toBe(422)
  })

  test('5,000 apps come in at once, and Undo takes them back', async () => {
    const lines = Array.from({ length: 5_000 }, (_, index) => `com.${word}.n${index},App ${index},Games,${index % 2},0`)
    const text = csvOf(...lines)
    const preview = await (await admin.post('/admin/whitelists/import', { text })).text()
    expect(preview).toContain('Import 5,000 apps')
    const seq = String((await catalogueNow()).seq)
    const done = await admin.post('/admin/whitelists/import/confirm', { text, seq })
    expect(done.status).toBe(303)
    expect(await catalogueNow()).toMatchObject({ app_count: 5_000, allowed_count: 2_500 })
    const flash = decodeURIComponent(done.headers.get('Set-Cookie') ?? '')
    await admin.post(undoIn(flash))
    expect(await catalogueNow()).toMatchObject({ app_count: 0, allowed_count: 0 })
  })
})

test('a preview says what would change, and is shown again when the apps changed meanwhile', async () => {
  const path = '/admin/whitelists/import'
  const name = `a.${word}`
  await addApps(admin, [{ package_name: name, label: 'A' }])
  const text = csvOf(`${name},<b>A</b>,,true,true`)
  const file = new File([text], 'apps.csv', { type: 'text/csv' })
  const preview = await (await admin.post(path, { file, text: 'ignored' })).text()
  expect(preview).toContain('blocked → allowed, locked; \u2068A\u2069 → \u2068&lt;b&gt;A&lt;/b&gt;\u2069')
  const seq = /name="seq" value="(\d+)"/.exec(preview)?.[1] ?? ''
  await put(`b.${word}`, { label: 'Other', is_whitelisted: true })
  const again = await admin.post(`${path}/confirm`, { text, seq })
  const html = await again.text()
  expect([again.status, html.includes('The apps changed since the preview')]).toEqual([409, true])
  expect(await stored(name)).toMatchObject({ is_whitelisted: 0 })
  const anew = /name="seq" value="(\d+)"/.exec(html)?.[1] ?? ''
  expect((await admin.post(`${path}/confirm`, { text, seq: anew })).status).toBe(303)
  expect(await stored(name)).toMatchObject({ label: '<b>A</b>', is_whitelisted: 1, is_locked: 1 })
})

test('the list has a limit: one app more, by form, API or file, is refused and nothing is written', async () => {
  await env.DB.prepare(
    `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
     INSERT INTO apps SELECT 'full.' || n, 'Full', 'full', NULL, '[]', 1, 0, 1, 1, 1, NULL FROM numbers`,
  )
    .bind(20_000)
    .run()
  try {
    const made = await put(`a.${word}`, { label: 'Full', is_whitelisted: true })
    expect([made.status, await made.json()]).toMatchObject([422, { code: 'full' }])
    const form = { package_name: `a.${word}`, label: 'Full', is_whitelisted: '1' }
    expect(await (await admin.post('/admin/whitelists', form)).text()).toContain('The list can have 20,000 apps.')
    expect(await rows('SELECT 1 FROM apps WHERE package_name = ?', `a.${word}`)).toEqual([])
  } finally {
    await rows("DELETE FROM apps WHERE package_name LIKE 'full.%'")
  }
})
