import { describe, expect, test } from 'vitest'
import { rows } from '../../../../test/support/client'
import { readLog } from '../csv/testing'
import { expectImported, importText, settled } from '../import/testing'
import { put } from '../testing'

type Task = Record<string, unknown> & { id: string; title: string; timeSpentOnDay?: Record<string, number> }

const minutes = (count: number) => count * 60_000
const noon = (date: string) => Date.parse(`${date}T12:00:00Z`)

const task = (fields: Task) => ({
  ...{ projectId: 'p1', subTaskIds: [], timeSpentOnDay: {}, timeSpent: 0, timeEstimate: 0, isDone: false, tagIds: [] },
  ...{ created: noon('2026-03-01'), attachments: [] },
  ...fields,
})

const model = (entities: { id: string; title: string }[]) => ({
  ids: entities.map(({ id }) => id),
  entities: Object.fromEntries(entities.map((entity) => [entity.id, entity])),
})

const active: Task[] = [
  {
    ...{ id: 't1', title: 'Write chapter', notes: 'See *outline*', timeEstimate: minutes(120) },
    tagIds: ['g1', 'TODAY'],
    timeSpentOnDay: { '2026-03-02': minutes(90), '2026-03-03': minutes(30) + 400 },
    dueDay: '2026-03-05',
  },
  // The time of a task with subtasks is the sum of theirs.
  {
    id: 't2',
    title: 'Move house',
    projectId: 'INBOX_PROJECT',
    subTaskIds: ['t3'],
    timeSpentOnDay: { '2026-03-02': minutes(600) },
  },
  { id: 't3', title: 'Pack books', projectId: '', parentId: 't2', timeSpentOnDay: { '2026-03-02': minutes(600) } },
  { id: 't4', title: 'Someday', projectId: 'p1', tagIds: ['g1', 'g2'] },
]
const oldWork = { id: 't5', title: 'Old work', isDone: true, doneOn: noon('2026-02-11') }
const young: Task[] = [{ ...oldWork, timeSpentOnDay: { '2026-02-10': minutes(45) } }]
const old: Task[] = [{ id: 't6', title: 'Older work', isDone: true, timeSpentOnDay: { '2025-12-24': minutes(10) } }]

const models = {
  project: model([
    { id: 'p1', title: 'Thesis' },
    { id: 'INBOX_PROJECT', title: 'Inbox' },
  ]),
  tag: model([
    { id: 'g1', title: 'deep' },
    { id: 'g2', title: 'reading, long' },
    { id: 'TODAY', title: 'Today' },
  ]),
  task: model(active.map(task)),
  archiveYoung: { task: model(young.map(task)), timeTracking: {} },
  archiveOld: { task: model(old.map(task)), timeTracking: {} },
}
const backup = JSON.stringify({ timestamp: 1, lastUpdate: 1, crossModelVersion: 4.1, data: models })

/** Seconds by day and project, from the tasks without subtasks. */
const sums = {
  '2025-12-24 /Thesis': 600,
  '2026-02-10 /Thesis': 2700,
  '2026-03-02 ': 36_000,
  '2026-03-02 /Thesis': 5400,
  '2026-03-03 /Thesis': 1800,
}

describe('a backup of Super Productivity', () => {
  test.each(['Europe/Lisbon', 'America/Los_Angeles'])('in %s brings its tasks and their time', async (time_zone) => {
    const client = await settled(time_zone)
    const undo = await expectImported(client, backup, { sessions: sums, time_zone })
    const found = await rows(
      `SELECT title, description, status, date, estimated_minutes, completed_on,
         (SELECT name FROM projects WHERE user_id = tasks.user_id AND id = project_id) AS project,
         (SELECT sum(duration_seconds) FROM sessions WHERE user_id = tasks.user_id AND task_id = tasks.id) AS seconds
       FROM tasks WHERE user_id = ? AND import_id IS NOT NULL ORDER BY import_key`,
      client.userId,
    )
    expect(found.map((row) => Object.values(row))).toEqual([
      ['Write chapter', 'See *outline*\n\nTags: deep', 'in_progress', '2026-03-05', 120, null, 'Thesis', 7200],
      ['Move house', '', 'in_progress', null, null, null, null, null],
      ['Pack books', 'Part of: Move house', 'in_progress', null, null, null, null, 36_000],
      ['Someday', 'Tags: deep, reading long', 'todo', null, null, null, 'Thesis', null],
      ['Old work', '', 'done', null, null, '2026-02-11', 'Thesis', 2700],
      ['Older work', '', 'done', null, null, '2025-12-24', 'Thesis', 600],
    ])
    const tags = "SELECT DISTINCT tags FROM sessions WHERE user_id = ? AND title = 'Write chapter'"
    expect(await rows(tags, client.userId)).toEqual([{ tags: '["deep"]' }])
    await undo()
  })

  test('of an older version, without `data` and with one archive, is the same', async () => {
    const { archiveYoung, archiveOld, ...rest } = models
    const older = { ...rest, taskArchive: model([...young, ...old].map(task)) }
    const read = async (text: string) => {
      const { tasks, rows } = await readLog(text)
      return { tasks, keys: rows.map(({ key }) => key) }
    }
    expect(await read(JSON.stringify(older))).toEqual(await read(backup))
  })

  test('leaves a task that other sessions or action items use, when it is undone', async () => {
    const client = await settled('UTC')
    const { id } = await importText(client, backup)
    const [{ id: task_id } = { id: '' }] = await rows<{ id: string }>(
      "SELECT id FROM tasks WHERE user_id = ? AND title = 'Someday'",
      client.userId,
    )
    await put(client, '2026-04-01T09:00:00Z', 10, { task_id })
    await client.post(`/changes/session.import~${id}/undo`)
    const left = 'SELECT id FROM tasks WHERE user_id = ? AND import_id IS NOT NULL'
    expect(await rows(left, client.userId)).toEqual([{ id: task_id }])
    expect(await rows("SELECT name FROM projects WHERE user_id = ? AND name = 'Thesis'", client.userId)).toHaveLength(1)
    await importText(client, backup)
    expect(await rows(`${left} AND title = 'Someday'`, client.userId)).toEqual([{ id: task_id }])
  })
})

const readTasks = (...tasks: Task[]) =>
  readLog(JSON.stringify({ ...models, task: model(tasks.map(task)) }), { time_zone: 'Europe/Lisbon' })

test.each([
  [
    { id: 'x', title: 'Bad', timeSpentOnDay: { '2026-03-02': -1 } },
    /timeSpentOnDay of “Bad” on 2026-03-02: not a number/,
  ],
  [{ id: 'x', title: 'Bad', timeSpentOnDay: { 'March 2': 1 } }, /timeSpentOnDay of “Bad”: “March 2” is not a date/],
  [{ id: 'x', title: 'Bad', timeSpentOnDay: { '2026-03-02': minutes(73 * 60) } }, /more hours than the day has/],
  [{ id: 'x', title: 'Bad', notes: 'x'.repeat(5_001) }, /notes is longer than 5,000 characters/],
] as [Task, RegExp][])('of %j the wrong part is rejected', async (bad, reason) => {
  const { rejected } = await readTasks(bad)
  expect(rejected.filter(({ line }) => line > 2)).toMatchObject([{ reason: expect.stringMatching(reason) }])
})

test('a day that is 23 hours long holds its 23 hours, and no more', async () => {
  const on = (hours: number) => ({ id: 'x', title: 'Long', timeSpentOnDay: { '2026-03-29': minutes(hours * 60) } })
  const { rows: whole } = await readTasks(on(23))
  expect(whole.filter(({ title }) => title === 'Long').map(({ started_at }) => started_at)).toEqual([
    Date.UTC(2026, 2, 29),
  ])
  expect((await readTasks(on(23.5))).rejected_count).toBe(1)
})

test('ids that are names of every object’s properties are only ids', async () => {
  const odd = { id: 'constructor', title: 'toString', projectId: '__proto__', tagIds: ['valueOf'] }
  expect(await readTasks(odd)).toMatchObject({
    rejected_count: 0,
    tasks: expect.arrayContaining([expect.objectContaining({ title: 'toString', project: null })]),
  })
})
