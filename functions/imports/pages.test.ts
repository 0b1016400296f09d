import { expect, test } from 'vitest'
import { followed, signedIn } from '../../test/support/client'
import { randomDocument } from '../../test/support/rows/random-document'
import { togglHeader } from '../time/sessions/import/testing'

const log = new File([`${togglHeader}\nRobin,,,,Work,2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00,`], 'log.csv')
const backup = new File([JSON.stringify(randomDocument(17))], 'daymark.json')

test.each([
  ['/sessions/import', log],
  ['/settings/backups/restore', backup],
])('a file of %s waits at its address for its owner, until it is discarded', async (path, file) => {
  const [client, other] = [await signedIn(), await signedIn()]
  const sent = await client.post(path, { file })
  expect(sent.status).toBe(303)
  const page = sent.headers.get('Location') ?? ''
  expect(page).toMatch(new RegExp(`^${path}/[0-9a-f-]{36}$`))
  expect(await (await client.get(page)).text()).toContain(file.name)
  expect((await other.get(page)).status).toBe(404)
  expect((await other.post(`${page}/discard`)).status).toBe(404)
  const discarded = await client.post(`${page}/discard`)
  expect([discarded.status, discarded.headers.get('Location')]).toEqual([303, path])
  expect((await client.get(page)).status).toBe(404)
})

test.each([
  ['/sessions/import', {}, 'Choose the file to import'],
  ['/sessions/import', { file: new File([], 'log.csv') }, 'The file is empty'],
  ['/meetings/import', { file: new File([], 'a.ics') }, 'The file is empty'],
  ['/meetings/import', { file: new File(['x'.repeat(5 * 1024 * 1024 + 1)], 'a.ics') }, 'The file is over 5 MB. Export'],
  ['/cards/import', { files: Array.from({ length: 21 }, () => log) }, 'Choose at most 20 files at once. These are 21.'],
  ['/settings/backups/restore', {}, 'Choose a backup or an export file'],
  ['/settings/backups/restore', { file: new File([], 'a.json') }, 'The file is empty'],
  ['/settings/backups/restore', { file: new File(['PK\u0003\u0004'], 'a.zip') }, 'This zip of CSV tables can’t be'],
  ['/sessions/import', { file: new File(['Date,Hours,Task\n'], 'a.csv') }, 'The file has no rows.'],
])('a file that %s does not take is named at its field: %j', async (path, fields, message) => {
  const client = await signedIn()
  const refused = await client.post(path, fields)
  const [, text] = /id="files?-error"[^>]*>([\s\S]*?)<\/p>/.exec(await refused.text()) ?? []
  expect([refused.status, text?.replace(/<[^>]+>/g, '')]).toEqual([422, expect.stringContaining(message)])
})

const event = `BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1@example.com
DTSTART:20261124T100000Z
SUMMARY:Kept
END:VEVENT
END:VCALENDAR`

const plan = `---
id: kept
title: Kept
---

## Chunk 1: Joins {#chunk-001}
**Duration**: 1 hour
**Status**: not-started
**Objectives**:
- Inner joins`

test.each([
  ['/skills/import', { text: 'C: 9\nRust', level: '4' }, /<option value="4" selected/],
  ['/cards/import', { text: '## Card 1\n**Q**: ser\n**A**: to be' }, /./],
  ['/plans/import', { text: plan }, /./],
  ['/meetings/import', { text: event, from: '2026-11-01', to: '2026-11-30' }, /value="1 Nov 2026"[^>]*name="from"/],
  ['/whitelists/paste', { list: 'Instagram block', rule: 'block' }, /value="block" checked/],
])('what was pasted at %s stands below its preview, and a link leads there', async (path, fields, other) => {
  const client = await signedIn()
  const sent = await client.post(path, fields)
  const [preview = '', form = ''] = (await sent.text()).split('<section class="section" id="import-again"')
  expect(sent.status).toBe(200)
  const [, text] = /<textarea[^>]*>([\s\S]*?)<\/textarea>/.exec(form) ?? []
  expect(text).toBe('list' in fields ? fields.list : fields.text)
  expect(form).toMatch(other)
  if (path !== '/whitelists/paste') expect(preview).toContain('href="#import-again"')
})

test('a file leads back to the form, where it can be chosen', async () => {
  const client = await signedIn()
  const page = await (await client.post('/skills/import', { file: new File(['Rust'], 'skills.txt') })).text()
  expect(page).toContain('<a class="button" href="/skills/import"')
  expect(page).not.toContain('import-again')
})

test.each([
  ['/sessions/import', { file: log }, ['confirm', 'discard']],
  ['/settings/backups/restore', { file: backup }, ['confirm', 'discard']],
  ['/cards/import', { text: '## Card 1\n**Q**: ser\n**A**: to be' }, ['confirm']],
])('a preview of %s that was replaced leads to its form', async (path, fields, actions) => {
  const client = await signedIn()
  const idOf = async () => /import\/([0-9a-f-]{36})|restore\/([0-9a-f-]{36})/.exec(await pageOf())?.[0] ?? ''
  const pageOf = async () => {
    const sent = await client.post(path, fields)
    return sent.headers.get('Location') ?? sent.text()
  }
  const first = `${path.replace(/\w+$/, '')}${await idOf()}`
  await idOf()
  for (const action of actions) {
    const answer = await followed(client, await client.post(`${first}/${action}`, { on_error: 'stop', mode: 'merge' }))
    const html = await answer.text()
    expect(answer.status).toBe(404)
    expect(html).toMatch(/id="files?-error"[\s\S]*This preview was replaced or discarded. Choose the file again\./)
    expect(html).toContain(`action="${path}"`)
  }
})

test('a pasted plan that can’t be read takes the focus to what is wrong', async () => {
  const client = await signedIn()
  const refused = await client.post('/plans/import', { text: 'no plan' })
  expect([refused.status, await refused.text()]).toEqual([
    422,
    expect.stringMatching(/role="alert" tabindex="-1" data-errors[\s\S]*Correct it below/),
  ])
})
