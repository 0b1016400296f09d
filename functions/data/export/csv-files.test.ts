import { unzipSync } from 'fflate'
import Papa from 'papaparse'
import { beforeAll, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { subjectDays } from '../../../test/support/models/sums'
import { unguard } from '../../lib/files/csv'
import { clientOf } from '../../lib/org'
import { finishJob } from '../jobs/testing'
import { type Document, exported, hostilePerson } from './hostile/testing'

let client: Client
let document: Document
let files: Record<string, Uint8Array>
beforeAll(async () => {
  client = (await hostilePerson()).client
  document = await exported(client)
  files = unzipSync(new Uint8Array(await (await client.get('/api/v1/exports/csv')).arrayBuffer()))
})

const textOf = (name: string) => new TextDecoder().decode(files[name])

const tableOf = (name: string) => {
  const { data, errors } = Papa.parse<string[]>(textOf(name), { skipEmptyLines: true })
  expect([name, errors]).toEqual([name, []])
  return data
}

/** A value of the JSON export as a cell. */
const cellOf = (value: unknown) => {
  if (value === null) return ''
  return (typeof value === 'object' ? JSON.stringify(value) : String(value)).replaceAll('\0', '')
}

test('the zip has the time log and a table for the user and each list, with all their rows', async () => {
  const { format: _, version: __, exported_at: ___, seal: ____, user, ...lists } = document
  const names = ['user', ...Object.keys(lists)].map((name) => `tables/${name}.csv`)
  expect(Object.keys(files).toSorted()).toEqual(['sessions.csv', ...names].toSorted())
  for (const [name, list] of Object.entries({ ...lists, user: [user] })) {
    const [header = [], ...lines] = tableOf(`tables/${name}.csv`)
    const wanted = list.map((row) => header.map((column) => cellOf(row[column])))
    expect([name, lines.map((line) => line.map(unguard))]).toEqual([name, wanted])
    for (const row of list) expect(Object.keys(row).toSorted()).toEqual(header.toSorted())
  }
  const deleted = tableOf('tables/sessions.csv').filter((line) => line.at(-1) !== '')
  expect(deleted).toHaveLength(1 + 2)
})

test('no cell of a table is run by a spreadsheet', () => {
  for (const name of Object.keys(files)) {
    const numbers = /^-?\d+(\.\d+)?$/
    const run = tableOf(name)
      .flat()
      .filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell) && !numbers.test(cell))
    expect([name, run]).toEqual([name, []])
  }
})

test('its sessions.csv is the download of the sessions', async () => {
  expect(textOf('sessions.csv')).toBe(await (await client.get('/sessions.csv')).text())
})

/** Seconds by project, client and day. */
const sums = ({ userId }: Client) =>
  rows(
    `SELECT projects.name, ${clientOf()} AS client, date, total_seconds, session_count
     FROM ${subjectDays} AS days JOIN projects ON projects.user_id = days.user_id AND subject = 'project:' || projects.id
     WHERE days.user_id = ? ORDER BY 1, 2, 3`,
    userId,
  )

test('another account that imports sessions.csv has the same sums, and nothing more the second time', async () => {
  const other = await signedIn({ time_zone: 'Asia/Tokyo' })
  const text = textOf('sessions.csv')
  const importIt = async () => {
    const answer = await other.json('POST', '/api/v1/sessions/import', text, { 'Content-Type': 'text/csv' })
    expect([answer.status, await answer.clone().text()]).toEqual([200, expect.any(String)])
    await finishJob(other)
    return answer.json<{ imported: number; duplicates: number }>()
  }
  const { imported } = await importIt()
  expect(imported).toBe(tableOf('sessions.csv').length - 1)
  expect(await sums(other)).toEqual(await sums(client))
  expect(await importIt()).toMatchObject({ imported: 0, duplicates: imported })
  expect(await sums(other)).toEqual(await sums(client))
})
