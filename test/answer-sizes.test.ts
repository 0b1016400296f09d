import { expect, test } from 'vitest'
import { followed, signedIn } from './support/client'
import { share } from './support/runs'

const megabyte = 1024 * 1024
const fileBytes = 5 * megabyte - 1024

const older = 'User,Email,Client,Project,Description,Start date,Start time,End date,End time,Duration,Tags'
const columns = older.split(',').length

/** As many lines as fit into a file and into `most`. */
const fileOf = (header: string, line: (index: number) => string, most = 100_000) => {
  const lines = [header]
  let room = fileBytes - header.length
  for (let index = 0; lines.length <= most; index += 1) {
    const text = line(index)
    room -= text.length + 1
    if (room < 0) break
    lines.push(text)
  }
  return lines.join('\n')
}

const day = '2026-03-02,09:00:00,2026-03-02,09:00:00,00:00:00,'

/** Files that are answered with the most text for their size. */
const files: [name: string, text: () => string][] = [
  ['rows of one letter', () => fileOf(older, () => 'x')],
  ['rows without anything right', () => fileOf(older, () => ','.repeat(columns - 1).replace(/,/g, ',x'))],
  ['rows with long wrong cells', () => fileOf(older, () => Array(columns).fill('"'.repeat(2).repeat(200)).join(','))],
  ['people', () => fileOf(older, (n) => `${n},,,,,${day}`)],
  ['people with long names', () => fileOf(older, (n) => `${n}${'<'.repeat(400)},,,,,${day}`)],
  ['projects', () => fileOf(older, (n) => `,,,${n},,${day}`, 20_000)],
  ['one wide row', () => `${older}\n${',x'.repeat(fileBytes / 2 - 100)}`],
  ['a wide header', () => `${older}${',<'.repeat(fileBytes / 2 - 100)}\nx`],
  ['blank lines', () => older + '\n'.repeat(fileBytes - 200)],
  ['a quote that never ends', () => `${older}\n"${'&'.repeat(fileBytes - 200)}`],
  ['tags', () => fileOf(older, () => `,,,,,${day}"${'#,'.repeat(200)}"`)],
]

const sizeOf = async (answer: Response) => (await answer.arrayBuffer()).byteLength

test.each(share(files, 4))('a file of %s is answered with at most 10 MB, to programs and people', async (_, text) => {
  const client = await signedIn()
  const body = text()
  const headers = { 'Content-Type': 'text/csv' }
  for (const how of ['dry_run=true&on_error=skip', 'dry_run=true&member=1']) {
    const answer = await client.json('POST', `/api/v1/sessions/import?${how}`, body, headers)
    expect([200, 422]).toContain(answer.status)
    expect(await sizeOf(answer)).toBeLessThan(10 * megabyte)
  }
  const sent = await client.post('/sessions/import', { file: new File([body], 'log.csv'), time_zone: 'UTC' })
  const page = await followed(client, sent)
  expect([200, 422]).toContain(page.status)
  expect(await sizeOf(page)).toBeLessThan(10 * megabyte)
})

test('the first 1,000 rejected rows are listed, and all are counted and downloaded', async () => {
  const client = await signedIn()
  const file = fileOf(older, () => 'x', 2_500)
  const answer = await client.json('POST', '/api/v1/sessions/import?on_error=skip', file, {
    'Content-Type': 'text/csv',
  })
  const { rejected, rejected_count } = await answer.json<{ rejected: object[]; rejected_count: number }>()
  expect([rejected.length, rejected_count]).toEqual([1000, 2500])
  const sent = await client.post('/sessions/import', { file: new File([file], 'log.csv'), time_zone: 'UTC' })
  const page = await (await followed(client, sent)).text()
  expect(page).toContain('the first 20 of 2,500 rows')
  const [, id] = /\/sessions\/import\/([0-9a-f-]{36})\/rejected\.csv/.exec(page) ?? []
  const lines = (await (await client.get(`/sessions/import/${id}/rejected.csv`)).text()).split('\r\n')
  expect(lines).toHaveLength(2 + 2500)
})

test('a file of more than 100,000 rows is refused, and says so', async () => {
  const client = await signedIn()
  const file = fileOf(older, () => 'x', 100_001)
  for (const [text, message] of [
    [file, 'more than 100,000 rows'],
    [`${older}${'\n'.repeat(600_000)}x`, 'more than 500,000 lines'],
  ]) {
    const answer = await client.json('POST', '/api/v1/sessions/import', text, { 'Content-Type': 'text/csv' })
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(message ?? '')])
  }
})

test('wrong elements of a list are answered with the first of their errors', async () => {
  const client = await signedIn()
  const list = `[${Array(500_000).fill(1)}]`
  for (const [path, member] of share(
    [
      ['/api/v1/sessions', 'tags'],
      ['/api/v1/sessions', 'artifacts'],
      ['/api/v1/usage', 'events'],
      ['/api/activities/batch', 'activities'],
      ['/api/v1/timer/start', 'tags'],
    ],
    5,
  )) {
    const unknown = Array.from({ length: 15_000 }, (_, index) => `"unknown ${index}":1`)
    const bodies = [
      `{"${member}":${list}}`,
      `{"${member}":[${Array(19_000).fill('"<"')}]}`,
      `{${unknown}}`,
      `{"${member}":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    ]
    for (const body of bodies) {
      const answer = await client.json('POST', path ?? '', body)
      expect([path, body.slice(0, 40), answer.status < 500]).toEqual([path, body.slice(0, 40), true])
      expect(await sizeOf(answer)).toBeLessThan(100_000)
    }
  }
})
