import { expect, test } from 'vitest'
import { rows } from '../../../../test/support/client'
import { utc } from '../../../../test/support/times'
import { finishJob } from '../../../data/jobs/testing'
import { limitChunks } from '../../../lib/db/sql'
import { readTimeLog } from '../csv/read'
import { appSums, dump, expectImported, importText, sessionSums, settled, upload } from '../import/testing'

const problemOf = async (text: string) => {
  const log = await readTimeLog(text, utc)
  return 'problem' in log ? log.problem : null
}

const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`

test.each([
  ['truncated JSON', '{"buckets": {"a": {"id"', /cut off or damaged/],
  ['deep lists', deep, /JSON that Daymark doesn’t know/],
  ['deep objects', `${'{"records":'.repeat(100_000)}1${'}'.repeat(100_000)}`, /JSON that Daymark doesn’t know/],
  ['an empty list', '[]', /JSON that Daymark doesn’t know/],
  ['an empty object', '{}', /JSON that Daymark doesn’t know/],
  ['records that are none', '{"records": [null, 1, "t1"]}', /JSON that Daymark doesn’t know/],
  ['models that are none', '{"task": {}, "project": 1, "tag": []}', /JSON that Daymark doesn’t know/],
  ['an export of Daymark', '{"format": "daymark", "version": 1}', /an export of Daymark/],
])('%s are refused in plain words', async (_, text, problem) => {
  expect(await problemOf(text)).toMatch(problem)
})

const oddTasks = {
  a: null,
  b: { title: {}, timeSpentOnDay: [1], tagIds: 'x', projectId: 7, doneOn: 'x' },
  c: { parentId: 'c' },
}

test.each<[tool: string, document: object]>([
  ['TimeTagger', { records: [{ t1: 1, t2: 61 }, { t1: {}, t2: [] }, 7] }],
  [
    'WakaTime',
    {
      days: [
        { date: {}, projects: [null, { name: 1, grand_total: 'x' }] },
        { date: 1, heartbeats: [[]] },
      ],
    },
  ],
  [
    'ActivityWatch',
    { buckets: { a: { type: 'currentwindow', events: [1, { data: [] }, {}] }, b: { type: 'afkstatus', events: 1 } } },
  ],
  ['Super Productivity', { task: { entities: oddTasks }, project: { entities: { p: 1 } }, tag: { entities: [] } }],
])('values of other types in a file of %s never throw', async (_, document) => {
  const log = await readTimeLog(JSON.stringify(document), utc)
  expect(log).toHaveProperty('rejected')
})

test('a file with the ending of another is recognized by what it has, and a broken one writes nothing', async () => {
  const client = await settled('UTC')
  const before = await dump(client.userId)
  for (const text of ['{"records": [', '{}', '\0', '<html>', ' ']) expect((await upload(client, text)).status).toBe(422)
  expect(await dump(client.userId)).toEqual(before)
  // The helper names every file log.csv.
  const { page } = await upload(client, '\uFEFF[{"key":"a","t1":1772442000,"t2":1772445600,"ds":"x"}]')
  expect(page).toContain('TimeTagger records')
})

const manyTasks = (count: number) => {
  const entities = Array.from({ length: count }, (_, index) => ({
    ...{ id: `t${index}`, title: `Task ${index}`, projectId: `p${index % 3}` },
    timeSpentOnDay: { [`2026-03-${String((index % 28) + 1).padStart(2, '0')}`]: 600_000 },
  }))
  const projects = [0, 1, 2].map((index) => ({ id: `p${index}`, title: `Project ${index}` }))
  const model = (list: { id: string }[]) => ({ entities: Object.fromEntries(list.map((one) => [one.id, one])) })
  return JSON.stringify({ task: model(entities), project: model(projects), tag: model([]) })
}

const manyUses = (days: number) =>
  JSON.stringify({
    buckets: {
      w: {
        ...{ id: 'w', type: 'currentwindow', hostname: 'pc' },
        events: Array.from({ length: days * 4 }, (_, index) => ({
          timestamp: new Date(Date.UTC(2026, 0, 1 + Math.floor(index / 4), index % 4)).toISOString(),
          ...{ duration: 60, data: { app: `app${index % 4}` } },
        })),
      },
    },
  })

test.each([
  ['tasks and sessions', manyTasks(60), { sessions: 60, tasks: 60, uses: 0 }],
  ['app use', manyUses(30), { sessions: 0, tasks: 0, uses: 120 }],
])('an import in steps of %s is whole, and its undo in steps leaves nothing', async (_, text, expected) => {
  const [stepped, atOnce] = [await settled('UTC'), await settled('UTC')]
  const before = await dump(stepped.userId)
  await importText(atOnce, text)
  limitChunks(4_000)
  try {
    const { id } = await importText(stepped, text)
    expect([await sessionSums(stepped), await appSums(stepped)]).toEqual([
      await sessionSums(atOnce),
      await appSums(atOnce),
    ])
    expect(
      await rows(
        `SELECT imported AS sessions, tasks, app_days AS uses,
           (SELECT count(*) FROM jobs WHERE user_id = imports.user_id AND kind = 'import') AS jobs
         FROM imports WHERE user_id = ?`,
        stepped.userId,
      ),
    ).toEqual([{ ...expected, jobs: 1 }])
    await stepped.post(`/changes/session.import~${id}/undo`)
    await finishJob(stepped)
    expect(await dump(stepped.userId)).toEqual(before)
  } finally {
    limitChunks()
  }
})

test('a file of a hundred thousand and one records is refused', async () => {
  const records = Array.from({ length: 100_001 }, (_, index) => ({ key: `k${index}`, t1: index, t2: index + 1 }))
  expect(await problemOf(JSON.stringify(records))).toBe(
    'The file has more than 100,000 records. Export a shorter time.',
  )
})

test('an import of app use that a client reported, too, leaves that where it is', async () => {
  const client = await settled('UTC')
  const event = { id: 'e', package_name: 'app0', started_at: '2026-11-20T09:00:00Z', ended_at: '2026-11-20T09:10:00Z' }
  expect((await client.json('POST', '/api/v1/usage', { events: [event] })).status).toBe(200)
  const undo = await expectImported(client, manyUses(1), {
    apps: { '2026-01-01 app0': 60, '2026-01-01 app1': 60, '2026-01-01 app2': 60, '2026-01-01 app3': 60 },
  })
  await undo()
})
