import { beforeEach, expect, test } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../../test/support/client'
import { create, deviceOf, sessionData } from '../../programs/sync/testing'
import { importPlan, knotsText, storedPlan } from '../plans/testing'
import { acceptShare, emailOf, inviteTo, shareWith } from './testing'

const roles = ['owner', 'editor', 'reader', 'declined', 'former', 'stranger'] as const
type Role = (typeof roles)[number]

/** A word that only the plan has. */
const word = 'Zugspitze'

/** True if the previous test wrote: the next one needs new people. */
let hasChanged = true
/** Each person with the id by which they would name the plan. */
let people: Record<Role, { client: Client; id: string; share: string }>

const meet = async () => {
  const clients = await Promise.all(roles.map(() => signedIn()))
  const [owner, editor, reader, declined, former, stranger] = clients as [
    Client,
    Client,
    Client,
    Client,
    Client,
    Client,
  ]
  await importPlan(owner, knotsText('knots', { title: word, chunk: `${word} hitch` }))
  const [asEditor, asReader, asFormer] = [
    await shareWith(owner, 'knots', editor, 'edit'),
    await shareWith(owner, 'knots', reader, 'read'),
    await shareWith(owner, 'knots', former, 'edit'),
  ]
  const invitation = await inviteTo(owner, 'knots', emailOf(declined))
  await declined.json('POST', `/api/v1/shares/${invitation}/decline`)
  await owner.json('DELETE', `/api/v1/plans/knots/shares/${asFormer.id}`)
  people = {
    owner: { client: owner, id: 'knots', share: asReader.id },
    editor: { client: editor, id: asEditor.copy, share: asEditor.id },
    reader: { client: reader, id: asReader.copy, share: asReader.id },
    declined: { client: declined, id: 'knots', share: invitation },
    former: { client: former, id: asFormer.copy, share: asFormer.id },
    stranger: { client: stranger, id: 'knots', share: asReader.id },
  }
}

beforeEach(async ({ task }) => {
  const isOfTable = task.name.startsWith('who may ')
  if (hasChanged || !isOfTable) await meet()
  hasChanged = !isOfTable
})

type Sends = (client: Client, id: string, share: string) => Promise<Response>

const get =
  (path: string): Sends =>
  (client, id) =>
    client.get(path.replace(':id', id))

const post =
  (path: string, fields = {}): Sends =>
  (client, id, share) =>
    client.post(path.replace(':id', id).replace(':share', share), fields)

const api =
  (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Sends =>
  (client, id, share) => {
    const text = body === undefined ? undefined : JSON.stringify(body).replaceAll(':id', id)
    return client.json(method, path.replace(':id', id).replace(':share', share), text, headers)
  }

const put =
  (change: (text: string) => string): Sends =>
  (client, id) =>
    client.json('PUT', `/api/v1/plans/${id}/markdown`, change(knotsText(id, { title: word })), {
      'Content-Type': 'text/markdown',
    })

/** Statuses of the owner, the editor, the reader, and of all others. */
const allowed: Record<string, [Sends, number, number, number, number]> = {
  'see the plan': [get('/plans/:id'), 200, 200, 200, 404],
  'read it by the API': [get('/api/v1/plans/:id'), 200, 200, 200, 404],
  'read its markdown': [get('/api/v1/plans/:id/markdown'), 200, 200, 200, 404],
  'download its markdown': [get('/plans/:id/markdown'), 200, 200, 200, 404],
  'see its history': [get('/plans/:id/history'), 200, 200, 200, 404],
  // A reader is led to what is their own.
  'edit its markdown': [get('/plans/:id/edit'), 200, 200, 303, 404],
  'edit its title': [post('/plans/:id', { title: 'Mine', seq: 0 }), 409, 409, 403, 404],
  'save its markdown': [post('/plans/:id/edit', { content: 'x', seq: 1 }), 422, 422, 403, 404],
  'edit its chunks': [get('/plans/:id/chunks'), 200, 200, 403, 404],
  'add a chunk': [
    post('/plans/:id/chunks', {
      title: 'A',
      duration: '',
      status: 'not_started',
      objectives: '',
      resources: '',
      deliverable: '',
      text: '',
    }),
    303,
    303,
    403,
    404,
  ],
  'order chunks': [post('/plans/:id/order', { ids: 'chunk-002,chunk-001' }), 303, 303, 403, 404],
  'edit a chunk': [get('/plans/:id/chunks/chunk-001/edit'), 200, 200, 403, 404],
  'split a chunk': [get('/plans/:id/chunks/chunk-001/split'), 200, 200, 403, 404],
  'move a chunk': [post('/plans/:id/chunks/chunk-001/move', { to: 'last' }), 303, 303, 403, 404],
  // The editor has merged and deleted it before the owner.
  'merge a chunk': [post('/plans/:id/chunks/chunk-001/merge'), 422, 303, 403, 404],
  'delete a chunk': [post('/plans/:id/chunks/chunk-001/delete'), 404, 303, 403, 404],
  'replace its markdown': [put((text) => text.replace('Sheet bend', 'Carrick bend')), 200, 200, 403, 404],
  'change its title': [api('PATCH', '/api/v1/plans/:id', { title: 'Mine' }), 200, 200, 403, 404],
  'change a chunk': [api('PATCH', '/api/v1/plans/:id/chunks/chunk-001', { title: 'Mine' }), 200, 200, 403, 404],
  'change their status of a chunk': [
    post('/plans/:id/chunks/chunk-002/status', { status: 'completed' }),
    303,
    303,
    303,
    404,
  ],
  'change their status by the API': [
    api('PATCH', '/api/v1/plans/:id/chunks/chunk-002', { status: 'skipped' }),
    200,
    200,
    200,
    404,
  ],
  'change their status of the plan': [post('/plans/:id/status', { status: 'archived' }), 303, 303, 303, 404],
  'change their tags and scheduler': [
    api('PATCH', '/api/v1/plans/:id', { tags: ['a'], scheduler: 'fsrs' }),
    200,
    200,
    200,
    404,
  ],
  'undo what they did not do': [post('/changes/plan.edit~:id~1/undo'), 409, 409, 409, 404],
  'bring back a version': [post('/plans/:id/history/1/restore'), 404, 404, 404, 404],
  'show their progress': [post('/plans/:id/progress', { shown: 'yes' }), 303, 303, 303, 404],
  'see with whom it is shared': [get('/plans/:id/share'), 200, 403, 403, 404],
  'list with whom it is shared': [get('/api/v1/plans/:id/shares'), 200, 403, 403, 404],
  'share it': [post('/plans/:id/share', { email: 'a@example.com', permission: 'edit' }), 303, 403, 403, 404],
  'share it by the API': [
    api('POST', '/api/v1/plans/:id/shares', { email: 'a@example.com', permission: 'edit' }),
    201,
    403,
    403,
    404,
  ],
  'change a permission': [api('PATCH', '/api/v1/plans/:id/shares/:share', { permission: 'edit' }), 200, 404, 404, 404],
  'take a permission back': [post('/plans/:id/share/:share/revoke'), 303, 404, 404, 404],
  'make a public link': [api('POST', '/api/v1/plans/:id/link'), 201, 403, 403, 404],
  'make a link on its page': [post('/plans/:id/share/link', { sure: 'link' }), 200, 403, 403, 404],
  'take a link back': [post('/plans/:id/share/link/remove'), 404, 404, 404, 404],
  'accept once more': [post('/shared/:share/accept'), 404, 404, 404, 404],
  'leave it': [post('/shared/:share/leave'), 404, 303, 303, 404],
  'delete it for themselves': [api('DELETE', '/api/v1/plans/:id'), 204, 204, 204, 404],
  'log time on it': [
    api('POST', '/api/v1/sessions', {
      plan_id: ':id',
      chunk_id: 'chunk-001',
      started_at: '2026-05-04T09:00:00Z',
      duration_seconds: 60,
    }),
    201,
    201,
    201,
    422,
  ],
  'start a timer on it': [
    api('POST', '/api/v1/timer/start', { plan_id: ':id', chunk_id: 'chunk-001', title: 'A' }),
    201,
    201,
    201,
    422,
  ],
  'add a card to it': [
    api('POST', '/api/v1/cards', { plan_id: ':id', question: 'A', answer: 'B' }),
    201,
    201,
    201,
    422,
  ],
  'download its cards': [get('/plans/:id/cards.md'), 200, 200, 200, 404],
  'replace its cards': [
    (client, id) =>
      client.json('PUT', `/api/v1/plans/${id}/cards.md`, '## Card 1\n**Q**: to be\n**A**: ser\n', {
        'Content-Type': 'text/markdown',
      }),
    200,
    200,
    200,
    404,
  ],
}

const textOf = async ({ userId }: Client, id: string) =>
  (await rows<{ content: string }>('SELECT content FROM plans WHERE user_id = ? AND id = ?', userId, id))[0]?.content

test.each(Object.entries(allowed))('who may %s', async (_, [send, ...expected]) => {
  const statuses: Partial<Record<Role, number>> = {}
  // Those who may do less come first, so that nothing is gone before they try.
  for (const role of roles.toReversed()) {
    const { client, id, share } = people[role]
    const before = await textOf(people.owner.client, 'knots')
    const answer = await send(client, id, share)
    statuses[role] = answer.status
    hasChanged ||= cost(answer).written > 0
    if (answer.status < 400 && role !== 'reader') continue
    // Nobody who may not changes the text of the owner, or learns anything of it.
    expect(await textOf(people.owner.client, 'knots')).toBe(before)
    if (!['owner', 'editor', 'reader'].includes(role)) expect(await answer.text()).not.toContain(word)
  }
  const [owner, editor, reader, other] = expected
  expect(statuses).toEqual({ owner, editor, reader, declined: other, former: other, stranger: other })
})

test('who finds the plan in lists, searches, exports and on devices', async () => {
  for (const role of roles) {
    const { client } = people[role]
    const isIn = ['owner', 'editor', 'reader'].includes(role)
    for (const path of [
      '/plans',
      '/api/v1/plans',
      `/api/v1/search?q=${word}`,
      '/api/v1/exports/json',
      '/api/v1/exports/sql',
      '/api/v1/exports/markdown',
    ]) {
      const text = await (await client.get(path)).text()
      // The title stays, so that sessions say what they were for.
      const wanted = /exports.(json|sql)/.test(path) ? `${word} hitch` : word
      expect([role, path, text.includes(wanted)]).toEqual([role, path, isIn])
    }
    const { plans } = await deviceOf(client).sync({}, '?full=true')
    expect([role, plans.some(({ data }) => data?.content.includes(word))]).toEqual([role, isIn])
  }
})

test('each person’s sessions and cards are theirs alone', async () => {
  const { owner, reader } = people
  const session = {
    plan_id: reader.id,
    started_at: '2026-05-04T09:00:00Z',
    duration_seconds: 3600,
    title: 'Secret hour',
  }
  await reader.client.json('POST', '/api/v1/sessions', session)
  await reader.client.json('POST', '/api/v1/cards', { plan_id: reader.id, question: 'Secret question', answer: 'B' })
  const page = await (await owner.client.get('/plans/knots')).text()
  expect(page).not.toContain('Secret')
  expect(
    (await (await owner.client.get('/api/v1/plans/knots')).json<{ tracked_seconds: number }>()).tracked_seconds,
  ).toBe(0)
})

test('a device of a reader changes their progress alone, and its text goes to the inbox', async () => {
  const { owner, reader } = people
  const device = deviceOf(reader.client)
  await device.sync({}, '?full=true')
  const { content } = await storedPlan(reader.client, reader.id)
  const typed = content.replace('Sheet bend', 'My bend').replace('**Status**: not-started', '**Status**: completed')
  const update = { ...create(reader.id, { content: typed }, Date.now() + 1), base: content }
  const { results, plans } = await device.sync({ plans: [update] })
  expect(results).toEqual([
    {
      type: 'plan',
      id: reader.id,
      status: 'superseded',
      reason: 'Robin shared this plan with you to read. Your text is kept under Conflicts',
    },
  ])
  const stored = content.replace('**Status**: not-started', '**Status**: completed')
  expect((await storedPlan(reader.client, reader.id)).content).toBe(stored)
  const answer = plans[0] ?? (await device.sync()).plans[0]
  expect(answer?.data?.content).toBe(stored)
  expect((await storedPlan(owner.client, 'knots')).content).not.toContain('My bend')
  const [conflict] = await rows<{ id: string }>('SELECT id FROM sync_conflicts WHERE user_id = ?', reader.client.userId)
  const inbox = async () => (await reader.client.get('/settings/devices/conflicts')).text()
  const shown = await inbox()
  expect([shown.includes('shared this plan with you to read'), shown.includes('Bring back')]).toEqual([true, false])
  const back = await reader.client.post(`/settings/devices/conflicts/${conflict?.id}/restore`)
  expect([back.status, await back.text()]).toEqual([409, expect.stringContaining('shared this plan with you to read')])
  await owner.client.json('PATCH', `/api/v1/plans/knots/shares/${people.reader.share}`, { permission: 'edit' })
  expect((await device.sync()).plans).toMatchObject([{ data: { permission: 'edit' } }])
  expect(await inbox()).toContain('Bring back')
  expect((await reader.client.post(`/settings/devices/conflicts/${conflict?.id}/restore`)).status).toBe(303)
  expect((await storedPlan(owner.client, 'knots')).content).toContain('My bend')
})

test('devices of the owner and an editor merge what they change, and a deletion ends the sharing', async () => {
  const { owner, editor, reader } = people
  const [laptop, phone] = [deviceOf(owner.client), deviceOf(editor.client, 'phone')]
  const bases = [await storedPlan(owner.client, 'knots'), await storedPlan(editor.client, editor.id)]
  await laptop.sync({}, '?full=true')
  const [phoneHas] = (await phone.sync({}, '?full=true')).plans
  expect(phoneHas?.data).toMatchObject({ owner: 'Robin', permission: 'edit' })
  const send = (index: number, id: string, from: string, to: string) => ({
    ...create(id, { content: bases[index]?.content.replace(from, to) }, Date.now() + 1),
    base: bases[index]?.content,
  })
  await laptop.sync({ plans: [send(0, 'knots', 'Sheet bend', 'Carrick bend')] })
  const { results } = await phone.sync({ plans: [send(1, editor.id, `${word} hitch`, 'Clove hitch')] })
  expect(results).toMatchObject([{ status: 'applied' }])
  for (const { client, id } of [owner, editor, reader]) {
    const { content } = await storedPlan(client, id)
    expect([content.includes('Carrick bend'), content.includes('Clove hitch')]).toEqual([true, true])
  }
  expect(await rows('SELECT id FROM sync_conflicts WHERE user_id = ?', editor.client.userId)).toEqual([])
  await phone.sync({ plans: [{ action: 'delete', id: editor.id, updated_at: Date.now() + 2 }] })
  expect((await storedPlan(editor.client, editor.id)).content).toBe(`---\nid: knots\ntitle: "${word}"\n---\n`)
  expect((await owner.client.get('/plans/knots')).status).toBe(200)
  await laptop.sync({ plans: [{ action: 'delete', id: 'knots', updated_at: Date.now() + 2 }] })
  expect(await (await reader.client.get('/shared')).text()).toContain('Keep a copy')
  const kept = await deviceOf(reader.client).sync(
    { sessions: [create('s1', sessionData({ plan_id: reader.id }), 1)] },
    '',
  )
  expect(kept.results).toMatchObject([{ status: 'applied' }])
})

test('two people who change a plan at the same moment both find their change', async () => {
  const { owner, editor, reader } = people
  const patch = ({ client, id }: (typeof people)['owner'], chunk: string, body: object) =>
    client.json('PATCH', `/api/v1/plans/${id}/chunks/${chunk}`, body)
  for (let round = 0; round < 5; round += 1) {
    const answers = await Promise.all([
      patch(owner, 'chunk-001', { title: `Owner ${round}` }),
      patch(editor, 'chunk-002', { title: `Editor ${round}` }),
      patch(reader, 'chunk-001', { status: round % 2 ? 'completed' : 'skipped' }),
      patch(editor, 'chunk-001', { status: round % 2 ? 'skipped' : 'completed' }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    for (const { client, id } of [owner, editor, reader]) {
      const { content } = await storedPlan(client, id)
      expect([content.includes(`Owner ${round}`), content.includes(`Editor ${round}`)]).toEqual([true, true])
    }
    const [status] = await rows<{ status: string }>(
      "SELECT status FROM plan_chunks WHERE user_id = ? AND id = 'chunk-001' AND plan_id = ?",
      reader.client.userId,
      reader.id,
    )
    expect(status?.status).toBe(round % 2 ? 'completed' : 'skipped')
  }
})

test('a permission that is taken back between the read and the write counts', async () => {
  const { owner, editor } = people
  for (let round = 0; round < 5; round += 1) {
    const invited = await inviteTo(owner.client, 'knots', emailOf(people.stranger.client), 'edit')
    const copy = await acceptShare(people.stranger.client, invited)
    const [edit] = await Promise.all([
      people.stranger.client.json('PATCH', `/api/v1/plans/${copy}/chunks/chunk-001`, { title: `Late ${round}` }),
      owner.client.json('DELETE', `/api/v1/plans/knots/shares/${invited}`),
    ])
    const { content } = await storedPlan(owner.client, 'knots')
    expect(content.includes(`Late ${round}`)).toBe(edit.status === 200)
    expect((await storedPlan(editor.client, editor.id)).content.includes(`Late ${round}`)).toBe(edit.status === 200)
  }
})
