import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { type Client, followed, signedIn } from '../../../../test/support/client'
import { csvFile, dump, upload } from './testing'

const header = 'Start date,Start time,End date,End time,Duration\n'
const good = `${header}2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00\n`

const uploads = async (client: Client) =>
  (await env.BACKUPS.list({ prefix: `imports/${client.userId}/` })).objects.length

const utf16 = (text: string, littleEndian: boolean) => {
  const bytes = new DataView(new ArrayBuffer(2 * (text.length + 1)))
  for (const [index, character] of [...`\uFEFF${text}`].entries()) {
    bytes.setUint16(2 * index, character.charCodeAt(0), littleEndian)
  }
  return bytes.buffer
}

const file = (...content: (string | ArrayBuffer | Uint8Array)[]) => new File(content, 'log.csv', { type: 'text/csv' })

describe('a file that cannot be imported is refused whole, at its field', () => {
  test.each([
    ['no file', new File([], ''), 'Choose the file to import'],
    ['a text in its place', 'log.csv', 'Choose the file to import'],
    ['an empty file', file(), 'The file is empty'],
    ['a picture', file(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d])), 'is not text'],
    ['a spreadsheet', file(new Uint8Array([0x50, 0x4b, 3, 4, 20, 0])), 'a spreadsheet or an archive'],
    ['half a UTF-16 file', file(utf16(good, true).slice(0, 31)), 'not text in UTF-16LE'],
    ['prose', file('Dear diary, today I worked.'), 'has no columns Start date, Start time, End date and End time'],
    ['more than 5 MB', file('x'.repeat(5 * 1024 * 1024 + 1)), 'over 5 MB'],
  ])('%s', async (_, content, message) => {
    const client = await signedIn()
    const before = await dump(client.userId)
    const response = await client.post('/sessions/import', { file: content, time_zone: 'Asia/Kolkata' })
    expect(response.status).toBe(422)
    const page = (await response.text()).replaceAll('&#39;', '’')
    expect(page).toMatch(new RegExp(`id="file-error"[\\s\\S]*${message}[\\s\\S]*</div>`))
    expect(page).toMatch(/<option value="Asia\/Kolkata" selected/)
    expect(await dump(client.userId)).toEqual(before)
    expect(await uploads(client)).toBe(0)
  })

  test('a time zone that does not exist, at its own field', async () => {
    const client = await signedIn()
    const { id } = await upload(client, good)
    for (const again of [
      await client.post('/sessions/import', { file: csvFile(good), time_zone: 'Mars/Olympus' }),
      await client.get(`/sessions/import/${id}?time_zone=Mars/Olympus`),
      await client.post(`/sessions/import/${id}/confirm`, { time_zone: 'Mars/Olympus' }),
    ]) {
      expect(again.status).toBe(422)
      expect(await again.text()).toMatch(/id="time_zone-error"[\s\S]*Choose a time zone/)
    }
    expect((await dump(client.userId)).sessions).toEqual([])
  })
})

test.each([true, false])('UTF-16 with a byte-order mark is read (little-endian: %s)', async (littleEndian) => {
  const client = await signedIn()
  const sent = await client.post('/sessions/import', { file: file(utf16(good, littleEndian)), time_zone: 'UTC' })
  const response = await followed(client, sent)
  expect(response.status).toBe(200)
  expect(await response.text()).toContain('Import 1 session')
})

test('without a chosen zone it is the preference', async () => {
  const client = await signedIn({ time_zone: 'Asia/Kolkata' })
  const page = await (await followed(client, await client.post('/sessions/import', { file: csvFile(good) }))).text()
  expect(page).toMatch(/name="time_zone" value="Asia\/Kolkata"/)
})

test('a new upload takes the place of an earlier one, which is gone', async () => {
  const client = await signedIn()
  const first = await upload(client, good)
  const second = await upload(client, good)
  expect(await uploads(client)).toBe(1)
  expect((await client.get(`/sessions/import/${first.id}`)).status).toBe(404)
  expect((await client.post(`/sessions/import/${first.id}/confirm`)).status).toBe(404)
  expect((await client.get(`/sessions/import/${second.id}`)).status).toBe(200)
  expect((await client.post(`/sessions/import/${second.id}/discard`)).status).toBe(303)
  expect((await client.get(`/sessions/import/${second.id}`)).status).toBe(404)
  expect(await uploads(client)).toBe(0)
})
