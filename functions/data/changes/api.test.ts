import { expect, test } from 'vitest'
import { readDescription } from '../../../test/support/api/description'
import { type Client, type FormFields, rows, signedIn } from '../../../test/support/client'
import { wrongSums } from '../../../test/support/models/sums'
import { features } from '../../lib/feature'
import { kindEntries } from '../../lib/kinds'
import { actOn, state } from './testing'

type Values = Record<string, string | string[] | null>
type Done = {
  summary: string
  changed: number
  unchanged: number
  ids: string[]
  seq: number | null
  change_id: string | null
}
type Problem = { status: number; errors: { path: string; message: string }[] }

const api = '/api/v1/selected'

const session = (n: number) => ({
  ...{ title: `Session ${n}`, tags: ['old', '50%'], time_zone: 'Europe/Lisbon' },
  ...{ started_at: `2026-03-0${n}T23:30:00Z`, ended_at: `2026-03-0${n + 1}T00:30:00Z` },
})

/** Three rows of each kind. */
const made: Record<string, (client: Client, n: number) => Promise<string>> = {
  session: (client, n) => client.add('/sessions', session(n)),
  task: (client, n) => client.add('/tasks', { title: `Task ${n}`, date: '2026-03-03', tags: ['old'] }),
  goal: (client, n) => client.add('/goals', { title: `Goal ${n}`, target_date: '2026-03-03' }),
  project: (client, n) => client.add('/projects', { name: `Project ${n}` }),
  learning: (client, n) => client.add('/learnings', { title: `Learning ${n}`, tags: ['old'] }),
  card: (client, n) => client.add('/cards', { question: `Question ${n}`, answer: 'A', tags: ['old'] }),
  person: (client, n) => client.add('/people', { name: `Person ${n}` }),
  organization: (client, n) => client.add('/organizations', { name: `Organization ${n}` }),
  plan: (client, n) => client.add('/plans', { title: `Plan ${n}` }),
  skill: (client, n) => client.add('/skills', { name: `Skill ${n}` }),
  view: (client, n) => client.add('/views', { name: `View ${n}`, page: 'sessions', query: 'tag=deep' }),
  checkin: (client) => client.add('/energy', { energy_level: 4, engagement_level: 3 }),
  review: (client, n) => client.add('/reviews', { period: 'week', date: `2026-03-${9 + 7 * n}`, words: 'Calm' }),
  feedback: (client, n) => client.add('/feedback', { content: `Clear ${n}`, tags: ['old'] }),
  meeting: (client, n) => client.add('/meetings', { title: `Meeting ${n}` }),
  tag: async (client, n) => {
    await client.add('/sessions', { ...session(n), tags: [`t${n}%20`] })
    return `t${n}%20`
  },
}

/** Values, those of the form where they differ, and an act before. `P` stands for a project. */
const acts: [kind: string, act: string, values: Values, form?: FormFields, before?: string][] = [
  [
    'session',
    'tag',
    { add_tags: ['new', 'more'], remove_tags: ['OLD'] },
    { add_tags: 'new, more', remove_tags: 'OLD' },
  ],
  ['session', 'move', { project_id: 'P', goal_id: null }, { project_id: 'P', goal_id: 'none' }],
  ['session', 'shift', { shift: '-1d 2h' }],
  ['session', 'time zone', { time_zone: 'Asia/Tokyo', keep: 'clock' }],
  ['session', 'delete', {}],
  ['task', 'move', { project_id: 'P' }],
  ['task', 'tag', { add_tags: ['new'] }, { add_tags: 'new' }],
  ['task', 'plan', { date: 'next_week' }],
  ['task', 'plan', { date: null }, { date: 'none' }],
  ['task', 'delete', {}],
  ['goal', 'plan', { date: '2030-01-02' }],
  ['goal', 'delete', {}],
  ['plan', 'move', { project_id: 'P' }],
  ['plan', 'delete', {}],
  ['project', 'archive', {}],
  ['project', 'unarchive', {}, {}, 'archive'],
  ['project', 'delete', {}],
  ['learning', 'tag', { remove_tags: ['old'] }, { remove_tags: 'old' }],
  ['learning', 'move', { project_id: 'P' }],
  ['learning', 'delete', {}],
  ['card', 'tag', { add_tags: ['new'] }, { add_tags: 'new' }],
  ['card', 'suspend', {}],
  ['card', 'resume', {}, {}, 'suspend'],
  ['card', 'delete', {}],
  ['person', 'delete', {}],
  ['organization', 'delete', {}],
  ['skill', 'delete', {}],
  ['checkin', 'delete', {}],
  ['view', 'delete', {}],
  ['review', 'delete', {}],
  ['feedback', 'tag', { add_tags: ['new'] }, { add_tags: 'new' }],
  ['feedback', 'delete', {}],
  ['meeting', 'move', { project_id: 'P' }],
  ['meeting', 'delete', {}],
  ['tag', 'rename', { name: 'one' }],
  ['tag', 'archive', {}],
  ['tag', 'unarchive', {}, {}, 'archive'],
  ['tag', 'delete', {}],
]

/** Rows of a person, without versions, changes, and when a row was edited or deleted. */
const told = async (client: Client) =>
  Promise.all(
    [...kindEntries.map(([, { table }]) => table), 'inactive_tags'].map(async (table) => {
      const found = await rows<Record<string, unknown>>(`SELECT * FROM ${table} WHERE user_id = ?`, client.userId)
      return found.map((row) => ({ ...row, seq: 0, updated_at: 0, deleted_at: (row.deleted_at ?? null) !== null }))
    }),
  )

const filled = <T extends object>(values: T, project: string): T =>
  JSON.parse(JSON.stringify(values).replaceAll('"P"', `"${project}"`))

test.each(acts)('%s: %s with %j does what its page does, and is undone', async (kind, act, values, form, before) => {
  const client = await signedIn({ time_zone: 'UTC' })
  const make = made[kind] ?? (() => Promise.reject(new Error(kind)))
  const [first, second, third] = [await make(client, 1), await make(client, 2), await make(client, 3)]
  const project = await client.add('/projects', { name: 'Thesis' })
  const ids = [first, third]
  const boxed = kind === 'tag' ? ids.map(encodeURIComponent) : ids
  const entry = kindEntries.find(([name]) => name === kind)?.[1]
  const path = entry?.path('', null).replace(/\/$/, '') ?? '/tags'
  if (before) await actOn(client, path, before, [...boxed, kind === 'tag' ? encodeURIComponent(second) : second])
  const start = await state(client)
  expect((await actOn(client, path, act, boxed, filled(form ?? (values as FormFields), project))).status).toBe(303)
  const expected = await told(client)
  const [change] = await rows<{ id: string; summary: string }>(
    'SELECT id, summary FROM changes WHERE user_id = ? ORDER BY id DESC LIMIT 1',
    client.userId,
  )
  expect((await client.json('POST', `/api/v1/changes/${change?.id}/undo`)).status).toBe(200)
  expect(await state(client)).toBe(start)

  const body = { kind, act, ids: [...ids, first], values: filled(values, project) }
  const answer = await client.json('POST', api, body)
  const done = await answer.json<Done>()
  expect([answer.status, done.summary, done.changed, done.unchanged]).toEqual([200, change?.summary, 2, 0])
  expect(done.ids.toSorted()).toEqual(ids.toSorted())
  expect(await told(client)).toEqual(expected)
  const heads = await rows('SELECT seq FROM change_heads WHERE user_id = ?', client.userId)
  expect(heads).toEqual([{ seq: done.seq }])
  if (entry) {
    const seqs = await rows(
      `SELECT DISTINCT seq FROM ${entry.table} WHERE user_id = ? AND id IN (?, ?)`,
      client.userId,
      ...ids,
    )
    expect(seqs).toEqual([{ seq: done.seq }])
  }
  expect(await wrongSums(client.userId)).toEqual([])
  const undone = await client.json('POST', `/api/v1/changes/${done.change_id}/undo`)
  expect(await undone.json()).toEqual({ undone: `Undone: ${done.summary}.` })
  expect(await state(client)).toBe(start)
  expect((await client.json('POST', `/api/v1/changes/${done.change_id}/undo`)).status).toBe(404)
})

test('every act of the lists is tried above, and described', async () => {
  const client = await signedIn()
  const lists = features.flatMap(({ selects = {} }) => Object.keys(selects))
  expect([...new Set(acts.map(([kind]) => kind))].toSorted()).toEqual(lists.toSorted())
  const described = JSON.stringify(await readDescription()).split('Does what the selection bar of a list does')[1] ?? ''
  for (const kind of new Set(acts.map(([kind]) => kind))) {
    const answer = await client.json('POST', api, { kind, act: 'constructor', ids: ['a'] })
    const { errors } = await answer.json<Problem>()
    const names = new Set(acts.filter(([of]) => of === kind).map(([, act]) => act))
    expect([kind, errors[0]?.message.replace('Choose one of these: ', '').split(', ').toSorted()]).toEqual([
      kind,
      [...names].toSorted(),
    ])
    const line = described.split('\\n').find((text) => text.split(':')[0]?.includes(`\`${kind}\``)) ?? ''
    for (const name of names) expect(line).toContain(`\`${name}\``)
  }
})

test('what is unknown or invalid is refused with its member, and nothing changes', async () => {
  const [client, other] = [await signedIn(), await signedIn()]
  const [task, theirs] = [await client.add('/tasks', { title: 'Mine' }), await other.add('/tasks', { title: 'Theirs' })]
  const [project, gone] = [
    await other.add('/projects', { name: 'Theirs' }),
    await client.add('/tasks', { title: 'Gone' }),
  ]
  const learning = await client.add('/learnings', { title: 'One' })
  const meant = await client.add('/sessions', session(1))
  await client.json('DELETE', `/api/v1/tasks/${gone}`)
  const start = [await state(client), await state(other)]
  const invalid: [body: object, path: string][] = [
    [{ kind: 'milestone', act: 'delete', ids: [task] }, 'kind'],
    [{ kind: 'toString', act: 'delete', ids: [task] }, 'kind'],
    [{ kind: 'task', act: 'suspend', ids: [task] }, 'act'],
    [{ kind: 'task', act: '__proto__', ids: [task] }, 'act'],
    [{ kind: 'task', act: 'delete' }, 'ids'],
    [{ kind: 'task', act: 'delete', ids: [] }, 'ids'],
    [{ kind: 'task', act: 'delete', ids: [1] }, 'ids.0'],
    [{ kind: 'task', act: 'delete', ids: Array.from({ length: 201 }, () => task) }, 'ids'],
    [{ kind: 'task', act: 'delete', ids: [task, theirs] }, 'ids.1'],
    [{ kind: 'task', act: 'delete', ids: [task, task, gone] }, 'ids.2'],
    [{ kind: 'task', act: 'delete', ids: [learning] }, 'ids.0'],
    [{ kind: 'tag', act: 'delete', ids: ['\ud800%'] }, 'ids.0'],
    [{ kind: 'task', act: 'delete', ids: [task], values: { date: 'today' } }, 'values.date'],
    [{ kind: 'task', act: 'plan', ids: [task], values: { when: 'today' } }, 'values.when'],
    [{ kind: 'task', act: 'plan', ids: [task] }, 'values.date'],
    [{ kind: 'task', act: 'plan', ids: [task], values: { date: '2026-02-30' } }, 'values.date'],
    [{ kind: 'task', act: 'plan', ids: [task], values: { date: 1 } }, 'values.date'],
    [{ kind: 'task', act: 'move', ids: [task] }, 'values.project_id'],
    [{ kind: 'task', act: 'move', ids: [task], values: { project_id: project } }, 'values.project_id'],
    [{ kind: 'task', act: 'tag', ids: [task], values: {} }, 'values.add_tags'],
    [{ kind: 'task', act: 'tag', ids: [task], values: { add_tags: ['a'.repeat(51)] } }, 'values.add_tags.0'],
    [{ kind: 'task', act: 'tag', ids: [task], values: { remove_tags: ['a,b'] } }, 'values.remove_tags.0'],
    [{ kind: 'session', act: 'move', ids: [meant] }, 'values.project_id'],
    [{ kind: 'session', act: 'move', ids: [meant], values: { plan: 'nothing/such' } }, 'values.plan'],
    [{ kind: 'session', act: 'shift', ids: [meant], values: { shift: '1' } }, 'values.shift'],
    [{ kind: 'session', act: 'time zone', ids: [meant], values: { time_zone: 'Mars' } }, 'values.time_zone'],
    [{ kind: 'session', act: 'delete', ids: [meant], all: '1' }, 'all'],
    [{ kind: 'tag', act: 'rename', ids: ['old'], values: { name: '' } }, 'values.name'],
  ]
  for (const [body, path] of invalid) {
    const answer = await client.json('POST', api, body)
    const { status, errors } = await answer.json<Problem>()
    expect([body, status, errors.map((error) => error.path)]).toEqual([body, 422, [path]])
  }
  expect([await state(client), await state(other)]).toEqual(start)
  const nothing = await client.json('POST', api, { kind: 'task', act: 'plan', ids: [task], values: { date: null } })
  const same = {
    summary: 'Nothing changed. 1 unchanged.',
    changed: 0,
    unchanged: 1,
    ids: [],
    seq: null,
    change_id: null,
  }
  expect(await nothing.json()).toEqual(same)
  const done = await (await client.json('POST', api, { kind: 'task', act: 'delete', ids: [task] })).json<Done>()
  expect((await other.json('POST', `/api/v1/changes/${done.change_id}/undo`)).status).toBe(404)
})

test('a stored change whose act is refused stays', async () => {
  const client = await signedIn()
  const values = [client.userId, '/changes/card.import~missing/undo']
  await rows("INSERT INTO changes VALUES (?, 'one', 'import', '2 cards', 1, 1, NULL, ?)", ...values)
  expect((await client.json('POST', '/api/v1/changes/one/undo')).status).toBe(404)
  expect(await rows('SELECT id FROM changes WHERE user_id = ?', client.userId)).toEqual([{ id: 'one' }])
})
