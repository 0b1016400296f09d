import { expect, test } from 'vitest'
import { signedIn } from '../../../test/client'
import { randomDocument } from '../../../test/random-document'
import { togglHeader } from '../../time/sessions/import/testing'

const log = new File([`${togglHeader}\nRobin,,,,Work,2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00,`], 'log.csv')
const backup = new File([JSON.stringify(randomDocument(17))], 'daymark.json')

test.each([
  ['/sessions/import', log],
  ['/settings/backups/restore', backup],
])('a file of %s waits at its address for its owner, until it is discarded', async (path, file) => {
  const [client, other] = [await signedIn(), await signedIn()]
  const sent = await client.post(path, { file })
  const preview = sent.headers.get('Location') ?? (await sent.text())
  const [page = ''] = new RegExp(`${path}/[0-9a-f-]{36}`).exec(preview) ?? []
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
])('a file that %s does not take is named at its field: %j', async (path, fields, message) => {
  const client = await signedIn()
  const refused = await client.post(path, fields)
  const [, text] = /id="files?-error"[^>]*>([\s\S]*?)<\/p>/.exec(await refused.text()) ?? []
  expect([refused.status, text?.replace(/<[^>]+>/g, '')]).toEqual([422, expect.stringContaining(message)])
})
