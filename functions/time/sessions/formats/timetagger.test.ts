import { describe, expect, test } from 'vitest'
import { rows } from '../../../../test/support/client'
import { readLog } from '../csv/testing'
import { expectImported, settled } from '../import/testing'
import { tagsAndText } from './timetagger'

const at = (text: string) => Date.parse(`${text}Z`) / 1000

type Entry = { key: string; t1: number; t2: number; ds: string }

const records: Entry[] = [
  { key: 'a1', t1: at('2026-03-02T09:00:00'), t2: at('2026-03-02T10:30:00'), ds: 'Draft the outline #thesis #deep' },
  { key: 'a2', t1: at('2026-03-02T23:00:00'), t2: at('2026-03-03T01:00:00'), ds: '#thesis' },
  { key: 'a3', t1: at('2026-03-03T12:00:00'), t2: at('2026-03-03T12:20:05'), ds: 'Fix #bug-12 in code 😀' },
  { key: 'a4', t1: at('2026-03-04T12:00:00'), t2: at('2026-03-04T13:00:00'), ds: 'HIDDEN Draft #thesis' },
]

const json = (list: object[]) => JSON.stringify({ records: list.map((one) => ({ ...one, mt: 1.5, st: 2.5 })) })

/** Seconds by day of the records that are not deleted. */
const sums = { '2026-03-02 ': 5400 + 3600, '2026-03-03 ': 3600 + 1205 }

const local = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')

const table = [
  'key\tstart\tstop\ttags\tdescription',
  ...records.slice(0, 3).map(({ key, t1, t2, ds }) => [key, local(t1), local(t2), '', ds].join('\t')),
].join('\n')

describe('records of TimeTagger', () => {
  test.each([
    ['as its API answers', json(records)],
    ['as a list', JSON.stringify(records)],
    ['as the table of its export', table],
  ])('%s bring their time, add nothing twice, and go without a trace', async (_, text) => {
    const client = await settled('UTC')
    const undo = await expectImported(client, text, { sessions: sums })
    expect(await rows('SELECT title, tags FROM sessions WHERE user_id = ? ORDER BY started_at', client.userId)).toEqual(
      [
        { title: 'Draft the outline', tags: '["thesis","deep"]' },
        { title: '', tags: '["thesis"]' },
        { title: 'Fix bug-12 in code 😀', tags: '["bug-12"]' },
      ],
    )
    await undo()
  })

  test('that were edited there since are not added a second time', async () => {
    const client = await settled('UTC')
    const send = (text: string) =>
      client.json('POST', '/api/v1/sessions/import', text, { 'Content-Type': 'application/json' })
    expect(await (await send(json(records))).json()).toMatchObject({ format: 'timetagger', imported: 3 })
    const edited = records.map((record) => ({ ...record, ds: `${record.ds} edited` }))
    expect(await (await send(json(edited))).json()).toMatchObject({ imported: 0, duplicates: 3 })
    const twice = json([1, 2].map(() => ({ ...records[0], key: 'b1' })))
    expect(await (await send(twice)).json()).toMatchObject({ imported: 1, duplicates: 1 })
  })
})

test.each([
  ['Write #a #b', ['a', 'b'], 'Write'],
  ['#a write', ['a'], 'write'],
  ['see issue #12 today', ['12'], 'see issue 12 today'],
  ['no tags', [], 'no tags'],
  ['#größe#x', ['größe', 'x'], ''],
  ['__proto__ #constructor', ['constructor'], '__proto__'],
])('the tags of %j', (text, tags, title) => {
  expect(tagsAndText(text)).toEqual({ tags, text: title })
})

test.each([
  [{ key: 'a', t1: 100, t2: 100, ds: '' }, /t2: the record was still running/],
  [{ key: 'a', t1: 200, t2: 100, ds: '' }, /t2: the end is before the start/],
  [{ key: 'a', t1: 0, t2: 73 * 3600, ds: '' }, /t2: more than 72 hours after the start/],
  [{ key: 'a', t1: 'soon', t2: 100, ds: '' }, /t1: “soon” is not a time/],
  [{ key: 'a', t2: 100 }, /t1 is missing/],
  [{ key: 'a', t1: 1e300, t2: 100 }, /t1: “1e\+300” is not a time/],
])('the record %j is rejected at its field', async (record, reason) => {
  const text = JSON.stringify([{ key: 'good', t1: 1, t2: 61, ds: '' }, record])
  expect(await readLog(text)).toMatchObject({
    rows: [{}],
    rejected: [{ line: 2, reason: expect.stringMatching(reason) }],
  })
})
