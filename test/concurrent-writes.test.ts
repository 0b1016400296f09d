import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { type Client, origin, request, rows, signedIn } from './support/client'
import { wrongSums } from './support/models/sums'

const seqOf = async (client: Client) => (await client.heads())?.seq ?? Number.NaN

const one = async (client: Client, table: 'goals' | 'projects' | 'sessions' | 'imports') => {
  const [row] = await rows<{ id: string; seq: number }>(`SELECT id, seq FROM ${table} WHERE user_id = ?`, client.userId)
  return { id: row?.id ?? '', seq: row?.seq ?? Number.NaN }
}

const statuses = async (answers: Promise<Response>[]) => (await Promise.all(answers)).map(({ status }) => status).sort()

/** A person with one row of a kind, and the path of its edit form. */
const things = {
  goals: async () => {
    const client = await signedIn()
    await client.post('/goals', { title: 'A goal' })
    return { client, edit: (n: number) => ({ title: `Goal ${n}` }) }
  },
  projects: async () => {
    const client = await signedIn()
    await client.post('/projects', { name: 'A project' })
    return { client, edit: (n: number) => ({ name: `Project ${n}` }) }
  },
  sessions: async () => {
    const client = await signedIn()
    await client.post('/sessions', { title: 'A session', date: '2026-03-03', started_at: '09:00', duration: '1h' })
    return { client, edit: (n: number) => ({ title: `Session ${n}`, duration: `${n}h` }) }
  },
}
const kinds = ['goals', 'projects', 'sessions'] as const

describe.each(kinds)('%s, at once', (kind) => {
  test('five edits of one version: one wins, the others conflict', async () => {
    const { client, edit } = await things[kind]()
    const { id, seq } = await one(client, kind)
    const edits = [1, 2, 3, 4, 5].map((n) => client.post(`/${kind}/${id}`, { ...edit(n), seq }, { part: n % 2 === 0 }))
    const [won, ...lost] = await statuses(edits)
    expect([200, 303]).toContain(won)
    expect(lost).toEqual([409, 409, 409, 409])
    expect(await seqOf(client)).toBe(seq + 1)
    expect(await wrongSums(client.userId)).toEqual([])
  })

  test('five deletes delete once, five restores restore once', async () => {
    const { client } = await things[kind]()
    const { id, seq } = await one(client, kind)
    const sent = (action: string) => [1, 2, 3, 4, 5].map(() => client.post(`/${kind}/${id}/${action}`))
    for (const status of await statuses(sent('delete'))) expect([303, 404]).toContain(status)
    expect(await seqOf(client)).toBe(seq + 1)
    expect(await wrongSums(client.userId)).toEqual([])
    for (const status of await statuses(sent('restore'))) expect([303, 404]).toContain(status)
    expect(await seqOf(client)).toBe(seq + 2)
    expect(await wrongSums(client.userId)).toEqual([])
  })

  test('edit, delete and restore in any order keep every sum right, and count once each', async () => {
    const { client, edit } = await things[kind]()
    const { id, seq } = await one(client, kind)
    const answers = await Promise.all([
      client.post(`/${kind}/${id}`, { ...edit(2), seq }),
      client.post(`/${kind}/${id}/delete`),
      client.post(`/${kind}/${id}/restore`),
      client.post(`/${kind}/${id}/delete`),
      client.post(`/${kind}/${id}`, { ...edit(3), seq }),
    ])
    for (const { status } of answers) expect([303, 404, 409]).toContain(status)
    expect(await seqOf(client)).toBeLessThanOrEqual(seq + answers.filter(({ status }) => status === 303).length)
    expect(await wrongSums(client.userId)).toEqual([])
  })
})

test('a goal completed, edited and deleted at once: each response tells what happened', async () => {
  for (const part of [false, true]) {
    const { client } = await things.goals()
    const { id, seq } = await one(client, 'goals')
    const answers = await Promise.all([
      client.post(`/goals/${id}/complete`, {}, { part }),
      client.post(`/goals/${id}`, { title: 'Edited', seq }, { part }),
      client.post(`/goals/${id}/delete`, {}, { part }),
      client.post(`/goals/${id}/cancel`, {}, { part }),
    ])
    for (const { status } of answers) expect([200, 303, 404, 409]).toContain(status)
    const done = answers.filter(({ status }) => status === 200 || status === 303)
    expect(await seqOf(client)).toBeGreaterThanOrEqual(seq + done.length)
  }
})

test('complete and edit at once: the edit comes first or conflicts', async () => {
  const { client } = await things.goals()
  const { id, seq } = await one(client, 'goals')
  const [complete, edit] = await Promise.all([
    client.post(`/goals/${id}/complete`),
    client.post(`/goals/${id}`, { title: 'Edited', seq }),
  ])
  expect(complete.status).toBe(303)
  expect([303, 409]).toContain(edit.status)
  const [goal] = await rows('SELECT title, status FROM goals WHERE user_id = ?', client.userId)
  expect(goal).toEqual({ title: edit.status === 303 ? 'Edited' : 'A goal', status: 'completed' })
})

test('two goals moved below each other at once make no circle', async () => {
  const client = await signedIn()
  for (const title of ['One', 'Two']) await client.post('/goals', { title })
  const [one, two] = await rows<{ id: string; seq: number }>(
    'SELECT id, seq FROM goals WHERE user_id = ?',
    client.userId,
  )
  const answers = await statuses([
    client.post(`/goals/${one?.id}`, { title: 'One', parent_id: two?.id ?? '', seq: one?.seq ?? 0 }),
    client.post(`/goals/${two?.id}`, { title: 'Two', parent_id: one?.id ?? '', seq: two?.seq ?? 0 }),
  ])
  expect(answers).toEqual([303, 422])
})

test('twenty entries with one new project create it once', async () => {
  const client = await signedIn()
  const lines = Array.from({ length: 20 }, (_, n) =>
    client.post('/sessions/entry', { entry: `${n + 1}m work @Brand-new`, create: 'Brand-new' }),
  )
  expect(await statuses(lines)).toEqual(Array.from({ length: 20 }, () => 303))
  expect(await rows('SELECT name FROM projects WHERE user_id = ?', client.userId)).toEqual([{ name: 'Brand-new' }])
  expect(
    await rows('SELECT DISTINCT project_id IS NULL AS none FROM sessions WHERE user_id = ?', client.userId),
  ).toEqual([{ none: 0 }])
  expect(await seqOf(client)).toBe(20)
  expect(await wrongSums(client.userId)).toEqual([])
})

test('ten projects of one name at once become one', async () => {
  const client = await signedIn()
  const sent = Array.from({ length: 10 }, (_, n) => client.post('/projects', { name: n % 2 ? 'Thesis' : ' THESIS ' }))
  expect(await statuses(sent)).toEqual([303, ...Array.from({ length: 9 }, () => 422)])
  expect(await seqOf(client)).toBe(1)
})

const log = `User,Email,Client,Project,Description,Start date,Start time,End date,End time,Duration,Tags
A,a@example.com,Client,Thesis,Reading,2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00,
A,a@example.com,Client,Thesis,Writing,2026-03-02,23:00:00,2026-03-03,01:00:00,02:00:00,deep`

const upload = async (client: Client) => {
  const file = new File([log], 'log.csv', { type: 'text/csv' })
  const preview = await client.post('/sessions/import', { file, time_zone: 'Europe/Lisbon' })
  return /\/sessions\/import\/([0-9a-f-]{36})$/.exec(preview.headers.get('Location') ?? '')?.[1] ?? ''
}

const sessionsOf = (client: Client) =>
  rows('SELECT title FROM sessions WHERE user_id = ? ORDER BY started_at', client.userId)

describe('an import', () => {
  test('confirmed five times at once is imported once', async () => {
    const client = await signedIn()
    const id = await upload(client)
    const sent = [1, 2, 3, 4, 5].map(() => client.post(`/sessions/import/${id}/confirm`, { on_error: 'stop' }))
    for (const status of await statuses(sent)) expect([303, 404, 409]).toContain(status)
    expect(await sessionsOf(client)).toHaveLength(2)
    expect(await seqOf(client)).toBe(1)
    expect(await wrongSums(client.userId)).toEqual([])
  })

  test('of one file uploaded twice at once is imported once', async () => {
    const client = await signedIn()
    const ids = await Promise.all([upload(client), upload(client)])
    const sent = ids.map((id) => client.post(`/sessions/import/${id}/confirm`, { on_error: 'stop' }))
    for (const status of await statuses(sent)) expect([303, 404, 409]).toContain(status)
    expect(await sessionsOf(client)).toHaveLength(2)
    expect(await rows('SELECT id FROM imports WHERE user_id = ?', client.userId)).toHaveLength(1)
    expect(await wrongSums(client.userId)).toEqual([])
  })

  test('undone while its file is imported again leaves all of it or nothing', async () => {
    const client = await signedIn()
    await client.post(`/sessions/import/${await upload(client)}/confirm`, { on_error: 'stop' })
    const { id } = await one(client, 'imports')
    const again = await upload(client)
    const before = await seqOf(client)
    const answers = await Promise.all([
      client.post(`/changes/session.import~${id}/undo`),
      ...(again ? [client.post(`/sessions/import/${again}/confirm`, { on_error: 'stop' })] : []),
      client.post(`/changes/session.import~${id}/undo`),
    ])
    for (const { status } of answers) expect([303, 404, 409]).toContain(status)
    expect([0, 2]).toContain((await sessionsOf(client)).length)
    expect(await seqOf(client)).toBeLessThanOrEqual(before + 2)
    expect(await wrongSums(client.userId)).toEqual([])
  })

  test('undone while sessions get its project: they are logged with it or refused', async () => {
    for (let round = 0; round < 5; round += 1) {
      const client = await signedIn()
      await client.post(`/sessions/import/${await upload(client)}/confirm`, { on_error: 'stop' })
      const [{ id: project_id }, { id }] = [await one(client, 'projects'), await one(client, 'imports')]
      const answers = await Promise.all([
        ...[1, 2].map((n) => client.post('/sessions', { title: `Form ${n}`, duration: '1h', project_id })),
        client.post('/sessions/entry', { entry: '25m before @Thesis' }),
        client.post(`/changes/session.import~${id}/undo`),
        ...[3, 4].map((n) => client.post('/sessions', { title: `Form ${n}`, duration: '1h', project_id })),
        client.post('/sessions/entry', { entry: '25m after @Thesis' }),
      ])
      for (const { status } of answers) expect([303, 422]).toContain(status)
      expect(await sessionsOf(client)).toHaveLength(answers.filter(({ status }) => status === 303).length - 1)
      expect(await wrongSums(client.userId)).toEqual([])
    }
  })
})

/** A database that does something else right before its first write. */
const interrupted = (first: () => Promise<unknown>) => {
  let isFirst = true
  const batch = async (statements: D1PreparedStatement[]) => {
    if (isFirst) {
      isFirst = false
      await first()
    }
    return env.DB.batch(statements)
  }
  return { ...env, DB: { prepare: (query: string) => env.DB.prepare(query), batch } }
}

describe('a project deleted between reading and writing', () => {
  const setting = async () => {
    const client = await signedIn()
    await client.post('/sessions', { title: 'Mine', date: '2026-03-01', started_at: '9:00', duration: '1h' })
    const mine = await one(client, 'sessions')
    await client.post(`/sessions/import/${await upload(client)}/confirm`, { on_error: 'stop' })
    const [{ id: project_id }, { id }] = [await one(client, 'projects'), await one(client, 'imports')]
    const bindings = interrupted(() => client.post(`/changes/session.import~${id}/undo`))
    const send = (path: string, fields: Record<string, string>) =>
      request(
        path,
        { method: 'POST', headers: { Cookie: client.cookie, Origin: origin }, body: new URLSearchParams(fields) },
        bindings,
      )
    return { client, mine, project_id, send }
  }

  test('is refused for a new session and for an edited one', async () => {
    for (const isNew of [true, false]) {
      const { client, mine, project_id, send } = await setting()
      const fields = { title: 'Typed', duration: '2h', project_id }
      const answer = await (isNew
        ? send('/sessions', fields)
        : send(`/sessions/${mine.id}`, { title: 'Typed', project_id, seq: String(mine.seq) }))
      expect(answer.status).toBe(422)
      const html = await answer.text()
      expect(html).toContain('Choose a project from the list')
      expect(html).toContain('value="Typed"')
      expect(await sessionsOf(client)).toEqual([{ title: 'Mine' }])
      expect(await wrongSums(client.userId)).toEqual([])
    }
  })

  test('is created again for an entry only if the person chose to create it', async () => {
    const { client, send } = await setting()
    expect((await send('/sessions/entry', { entry: '25m line @Thesis' })).status).toBe(422)
    expect(await sessionsOf(client)).toEqual([{ title: 'Mine' }])
    const again = await setting()
    expect((await again.send('/sessions/entry', { entry: '25m line @Thesis', create: 'Thesis' })).status).toBe(303)
    const named = `SELECT s.title, p.name FROM sessions AS s JOIN projects AS p ON p.user_id = s.user_id AND p.id = s.project_id
      WHERE s.user_id = ?`
    expect(await rows(named, again.client.userId)).toEqual([{ title: 'line', name: 'Thesis' }])
  })
})

test('an edit sent twice is saved once, without a conflict', async () => {
  for (const kind of kinds) {
    const { client, edit } = await things[kind]()
    const { id, seq } = await one(client, kind)
    const sent = [1, 2].map(() => client.post(`/${kind}/${id}`, { ...edit(2), seq }))
    expect(await statuses(sent)).toEqual([303, 303])
    expect(await seqOf(client)).toBe(seq + 1)
  }
})

test('settings saved at once each keep the change of the other', async () => {
  const client = await signedIn()
  const sent = [client.post('/settings', { theme: 'dark' }), client.post('/settings', { week_start: 7 })]
  expect(await statuses(sent)).toEqual([303, 303])
  const [user] = await rows<{ preferences: string }>('SELECT preferences FROM users WHERE id = ?', client.userId)
  expect(JSON.parse(user?.preferences ?? '')).toEqual({ theme: 'dark', week_start: 7 })
})
