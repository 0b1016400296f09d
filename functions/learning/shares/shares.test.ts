import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { type Client, origin, request, rows, signedIn } from '../../../test/support/client'
import { plansOf } from '../../../test/support/query-plans'
import { undoRestore } from '../../data/restore/swap'
import { exportOf, idOf, restore } from '../../data/restore/testing'
import { words } from '../../time/sessions/testing'
import { plan, readCompletedChunks } from '../plans/queries'
import { parseDerived } from '../plans/shared/document'
import { shareWrites } from '../plans/shared/propagate'
import { importPlan, knotsText, storedPlan } from '../plans/testing'
import { findInvitation, inboxOf, publicPlan, sharesOf, versionsOf } from './queries'
import { acceptShare, emailOf, inviteTo, shareWith } from './testing'

let owner: Client
let member: Client
beforeEach(async () => {
  ;[owner, member] = [await signedIn(), await signedIn()]
  await importPlan(owner, knotsText('knots'))
})

const pageOf = async (client: Client, path: string) => words(await (await client.get(path)).text())

const statuses = async ({ userId }: Client, plan: string) =>
  (
    await rows<{ status: string }>(
      'SELECT status FROM plan_chunks WHERE user_id = ? AND plan_id = ? ORDER BY position',
      userId,
      plan,
    )
  ).map(({ status }) => status)

test('an invitation is mailed, stands in the inbox of the address alone, and is answered alike for an address without an account', async () => {
  const answers = []
  for (const email of [emailOf(member), 'nobody@example.com']) {
    const answer = await owner.json('POST', '/api/v1/plans/knots/shares', { email, permission: 'read' })
    const { id, created_at, ...rest } = await answer.json<Record<string, unknown>>()
    answers.push([answer.status, rest])
    const [mail] = await rows<{ subject: string; text: string }>('SELECT * FROM outbox WHERE recipient = ?', email)
    expect(mail?.subject).toBe(`${emailOf(owner)} shares a plan with you`)
    expect(mail?.text).toContain('http://localhost/shared')
  }
  const share = { permission: 'read', state: 'invited' }
  expect(answers).toEqual([
    [201, { ...share, email: emailOf(member) }],
    [201, { ...share, email: 'nobody@example.com' }],
  ])
  expect(await pageOf(member, '/shared')).toContain('Knots from Robin · you can read')
  expect(await pageOf(await signedIn(), '/shared')).toContain('Nothing is shared with you')
  await rows('UPDATE users SET email_proven_at = NULL WHERE id = ?', member.userId)
  expect(await pageOf(member, '/shared')).toContain('Nothing is shared with you')
})

test('who accepts has the plan with progress of their own, and an edit of either reaches the other', async () => {
  expect(await pageOf(owner, '/plans/knots/history')).toContain('Share this plan')
  const { copy } = await shareWith(owner, 'knots', member, 'edit')
  expect(await pageOf(owner, '/plans/knots/history')).not.toMatch(/Share this plan|Once/)
  expect([copy, await statuses(owner, 'knots'), await statuses(member, copy)]).toEqual([
    'knots',
    ['completed', 'not_started'],
    ['not_started', 'not_started'],
  ])
  await member.post(`/plans/${copy}/chunks/chunk-002/status`, { status: 'completed' })
  expect(await statuses(owner, 'knots')).toEqual(['completed', 'not_started'])
  const patch = (client: Client, title: string) =>
    client.json('PATCH', '/api/v1/plans/knots/chunks/chunk-001', { title })
  expect((await patch(member, 'Bowline on a bight')).status).toBe(200)
  expect((await patch(owner, 'Bowline, twice')).status).toBe(200)
  for (const client of [owner, member]) expect((await storedPlan(client, 'knots')).content).toContain('Bowline, twice')
  expect([await statuses(owner, 'knots'), await statuses(member, copy)]).toEqual([
    ['completed', 'not_started'],
    ['not_started', 'completed'],
  ])
  const [listed] = (await (await member.get('/api/v1/plans')).json<{ items: object[] }>()).items
  expect(listed).toMatchObject({ id: 'knots', owner: 'Robin', permission: 'edit' })
  const history = await pageOf(member, '/plans/knots/history')
  expect(history).toContain('Version 3 by Robin')
  expect(history).toContain('Bowline on a bight')
  expect((await member.post('/plans/knots/history/2/restore')).status).toBe(303)
  for (const client of [owner, member])
    expect((await storedPlan(client, 'knots')).content).toContain('Bowline on a bight')
  expect(await statuses(member, copy)).toEqual(['not_started', 'completed'])
})

test('the page of a plan of somebody else says that no device keeps it', async () => {
  const { copy } = await shareWith(owner, 'knots', member)
  const keep = async (client: Client, plan: string) => (await client.get(`/plans/${plan}`)).headers.get('X-Keep')
  expect([await keep(member, copy), await keep(owner, 'knots')]).toEqual(['never', null])
})

test('a reader sees the history and brings nothing back; who gave the plan back sees nothing', async () => {
  const { id, copy } = await shareWith(owner, 'knots', member)
  for (const title of ['One', 'Two']) await owner.json('PATCH', '/api/v1/plans/knots', { title })
  const history = await pageOf(member, `/plans/${copy}/history`)
  expect([history.includes('Version 3'), history.includes('Bring back')]).toEqual([true, false])
  expect((await member.post(`/plans/${copy}/history/1/restore`)).status).toBe(403)
  await member.post(`/shared/${id}/leave`)
  expect((await member.get(`/plans/${copy}/history`)).status).toBe(404)
  expect((await member.post(`/plans/${copy}/history/1/restore`)).status).toBe(404)
})

test('open pages of all who share the plan are told of a change, and of the end of a share', async () => {
  const { id } = await shareWith(owner, 'knots', member, 'edit')
  const told: string[] = []
  const LIVE = { idFromName: (name: string) => name, get: (name: string) => ({ tell: async () => told.push(name) }) }
  const ask = (method: string, path: string, body?: object) =>
    request(
      path,
      {
        method,
        headers: { Cookie: owner.cookie, Origin: origin, 'Content-Type': 'application/json' },
        body: body && JSON.stringify(body),
      },
      { ...env, LIVE },
    )
  await ask('PATCH', '/api/v1/plans/knots', { title: 'All knots' })
  expect(told.toSorted()).toEqual([owner.userId, member.userId].toSorted())
  told.length = 0
  await ask('PATCH', '/api/v1/plans/knots', { status: 'completed' })
  expect(told).toEqual([owner.userId])
  told.length = 0
  await ask('DELETE', `/api/v1/plans/knots/shares/${id}`)
  expect(told.toSorted()).toEqual([owner.userId, member.userId].toSorted())
})

test('a copy gets an id of its own where its person has one like it', async () => {
  await importPlan(member, knotsText('knots', { title: 'My knots' }))
  const { copy } = await shareWith(owner, 'knots', member)
  expect(copy).toBe('knots-2')
  expect((await storedPlan(member, copy)).content).toContain('id: knots-2\ntitle: Knots\n')
})

test('a reader changes their own progress, tags and filing, and nothing else', async () => {
  const { copy } = await shareWith(owner, 'knots', member)
  const { content } = await storedPlan(owner, 'knots')
  const patch = (body: object) => member.json('PATCH', `/api/v1/plans/${copy}`, body)
  expect((await patch({ status: 'in_progress', tags: ['mine'], scheduler: 'fsrs' })).status).toBe(200)
  const refused = await patch({ title: 'Mine' })
  expect([refused.status, (await refused.json<{ detail: string }>()).detail]).toEqual([
    403,
    'Robin shared this plan with you to read. You can change your own progress, sessions and cards.',
  ])
  for (const path of ['chunks', 'chunks/chunk-001/edit'])
    expect((await member.get(`/plans/${copy}/${path}`)).status).toBe(403)
  expect((await member.get(`/plans/${copy}/edit`)).headers.get('Location')).toBe(`/plans/${copy}/details`)
  expect((await member.post(`/plans/${copy}/chunks/chunk-001/delete`)).status).toBe(403)
  const page = await pageOf(member, `/plans/${copy}`)
  expect(page).toContain('shared by Robin')
  expect(page).not.toContain('Edit chunks')
  expect((await storedPlan(owner, 'knots')).content).toBe(content)
  const details = await member.get(`/plans/${copy}/details`)
  expect([details.status, (await details.text()).includes('type="hidden" name="title"')]).toEqual([200, true])
})

test('a permission that is taken back counts at once, and the sessions of the member stay', async () => {
  const { id, copy } = await shareWith(owner, 'knots', member, 'edit')
  const session = { plan_id: copy, chunk_id: 'chunk-001', started_at: '2026-05-04T09:00:00Z', duration_seconds: 3600 }
  expect((await member.json('POST', '/api/v1/sessions', session)).status).toBe(201)
  await owner.json('PATCH', `/api/v1/plans/knots/shares/${id}`, { permission: 'read' })
  const edit = () => member.json('PATCH', `/api/v1/plans/${copy}/chunks/chunk-001`, { title: 'Mine' })
  expect((await edit()).status).toBe(403)
  expect((await owner.json('DELETE', `/api/v1/plans/knots/shares/${id}`)).status).toBe(204)
  expect([(await edit()).status, (await member.get(`/plans/${copy}`)).status]).toEqual([404, 404])
  expect((await storedPlan(member, copy)).content).toBe('---\nid: knots\ntitle: "Knots"\n---\n')
  expect((await member.post(`/plans/${copy}/restore`)).status).toBe(404)
  expect(await pageOf(member, '/deleted')).not.toContain('Knots')
  const [kept] = await rows<{ seconds: number }>(
    'SELECT sum(duration_seconds) AS seconds FROM sessions WHERE user_id = ? AND plan_id = ?',
    member.userId,
    copy,
  )
  expect(kept?.seconds).toBe(3600)
  const again = await inviteTo(owner, 'knots', emailOf(member))
  expect(await acceptShare(member, again)).toBe('knots-2')
})

test('a title that is edited in its row reaches all who share the plan, and a stale one shows both', async () => {
  const { copy } = await shareWith(owner, 'knots', member, 'edit')
  const { seq } = await storedPlan(member, copy)
  const part = { headers: { 'HX-Request-Type': 'partial', 'X-Regions': '/plans' } }
  expect(await (await member.get(`/plans/${copy}/edit?field=title`, part)).text()).toContain('class="in-place"')
  const saved = await member.post(`/plans/${copy}`, { field: 'title', title: 'Bends', seq }, part)
  expect(await saved.text()).toContain('id="plan-list"')
  for (const [client, id] of [[owner, 'knots'] as const, [member, copy] as const])
    expect((await storedPlan(client, id)).content).toMatch(/^title: "?Bends"?$/m)
  const stale = await member.post(`/plans/${copy}`, { field: 'title', title: 'Hitches', seq }, part)
  expect([stale.status, words(await stale.text())]).toEqual([409, expect.stringMatching(/Hitches.*Bends/)])
})

test('of selected plans one’s own are deleted and undone, and those of others stay, as they are left one at a time', async () => {
  await importPlan(member, knotsText('ropes'))
  const { copy } = await shareWith(owner, 'knots', member)
  const other = await signedIn()
  const { copy: theirs } = await shareWith(member, 'ropes', other)
  const before = await storedPlan(member, copy)
  const answer = await member.json('POST', '/api/v1/selected', { kind: 'plan', act: 'delete', ids: [copy, 'ropes'] })
  const done = await answer.json<{ ids: string[]; unchanged: number; change_id: string }>()
  expect([done.ids, done.unchanged]).toEqual([['ropes'], 1])
  expect(await storedPlan(member, copy)).toEqual(before)
  expect(await pageOf(other, `/plans/${theirs}`)).toContain('no longer shares this plan')
  const { content } = await storedPlan(member, 'ropes')
  expect((await member.json('POST', `/api/v1/changes/${done.change_id}/undo`)).status).toBe(200)
  expect(await storedPlan(member, 'ropes')).toMatchObject({ content, deleted_at: null })
  // As a single one that is restored, it is shared with nobody.
  expect(await pageOf(other, `/plans/${theirs}`)).toContain('no longer shares this plan')
  const onPage = await member.post('/plans/selected', { act: 'delete', ids: copy }, { part: true, page: '/plans' })
  expect(words(await onPage.text())).toContain('1 unchanged: leave shared plans in their menus.')
})

test('a deleted plan is offered to its members, and shared with nobody once it is back', async () => {
  const other = await signedIn()
  const [kept, left] = [await shareWith(owner, 'knots', member), await shareWith(owner, 'knots', other, 'edit')]
  await owner.post('/plans/knots/delete')
  expect((await owner.post('/plans/knots/restore')).status).toBe(303)
  expect(await pageOf(member, '/shared')).toContain('Keep a copy')
  expect(await pageOf(member, `/plans/${kept.copy}`)).toContain('Robin no longer shares this plan')
  expect((await other.get(`/plans/${left.copy}/edit`)).headers.get('Location')).toContain('/details')
  expect((await other.json('PATCH', `/api/v1/plans/${left.copy}`, { title: 'Theirs' })).status).toBe(403)
  expect((await member.post(`/shared/${kept.id}/keep`)).headers.get('Location')).toBe('/plans/knots')
  expect((await member.json('PATCH', '/api/v1/plans/knots', { title: 'Mine' })).status).toBe(200)
  expect((await storedPlan(owner, 'knots')).content).toContain('title: Knots')
  expect((await other.post(`/shared/${left.id}/leave`)).status).toBe(303)
  expect((await other.get('/plans/knots')).status).toBe(404)
  expect(await pageOf(owner, '/plans/knots/share')).toContain('Left')
})

test('the account of an owner leaves the members their copies', async () => {
  const { id } = await shareWith(owner, 'knots', member)
  await rows('DELETE FROM users WHERE id = ?', owner.userId)
  expect(await pageOf(member, '/shared')).toContain('Knots from Somebody')
  expect((await member.json('POST', `/api/v1/shares/${id}/keep`)).status).toBe(200)
  expect((await member.json('PATCH', '/api/v1/plans/knots', { title: 'Mine' })).status).toBe(200)
})

test('a restore makes ordinary plans of copies, and ends what its person shares', async () => {
  const other = await signedIn()
  await shareWith(owner, 'knots', member, 'edit')
  await shareWith(owner, 'knots', other)
  await restore(member, await exportOf(member), 'replace')
  const edit = await member.json('PATCH', '/api/v1/plans/knots', { title: 'Mine' })
  expect(await edit.json()).toMatchObject({ title: 'Mine', owner: null, permission: null })
  expect((await storedPlan(owner, 'knots')).content).toContain('title: Knots')
  expect(await pageOf(owner, '/plans/knots/share')).toContain('Left')
  await restore(owner, await exportOf(owner), 'merge')
  expect(await pageOf(other, '/shared')).toContain('Keep a copy')
  expect(await pageOf(owner, '/plans/knots/share')).not.toContain('Stop sharing')
  await undoRestore(env, await idOf(member), member.userId)
  expect(await pageOf(member, '/shared')).toContain('Keep a copy')
})

test('a public link shows the plan without an account, cookies or progress, until it is taken back', async () => {
  const made = await owner.json('POST', '/api/v1/plans/knots/link')
  const { url } = await made.json<{ url: string }>()
  const anonymous = async () => {
    return request(new URL(url).pathname, { headers: { 'Sec-Fetch-Dest': 'document' } })
  }
  const page = await anonymous()
  const html = await page.text()
  expect([page.status, page.headers.get('X-Robots-Tag'), page.headers.get('Set-Cookie')]).toEqual([
    200,
    'noindex, nofollow',
    null,
  ])
  expect(html).toContain('<meta name="robots" content="noindex, nofollow">')
  expect(words(html)).toContain('Tie it blindfolded')
  expect(words(html)).not.toMatch(/completed|#rope/i)
  expect(await rows('SELECT * FROM plan_links WHERE secret_hash = ?', url.split('/').at(-1))).toEqual([])
  await owner.post('/plans/knots/delete')
  expect((await anonymous()).status).toBe(404)
  await owner.post('/plans/knots/restore')
  expect((await anonymous()).status).toBe(200)
  await owner.json('DELETE', '/api/v1/plans/knots/link')
  expect((await anonymous()).status).toBe(404)
})

test('a public link is made once by a form that is sent again, as by a reload of its answer', async () => {
  const page = await (await owner.get('/plans/knots/share')).text()
  const form_id = /share\/link">.*?name="form_id" value="([^"]+)"/s.exec(page)?.[1] ?? ''
  const make = async (id: string) => {
    const answer = await owner.post('/plans/knots/share/link', { sure: 'link', form_id: id })
    return /http[^<]*(\/p\/[\w-]+)/.exec(await answer.text())?.[1] ?? ''
  }
  const first = await make(form_id)
  expect([form_id, first]).not.toContain('')
  expect(await make(form_id)).toBe(first)
  const open = async (path: string) => (await request(path, { headers: { 'Sec-Fetch-Dest': 'document' } })).status
  expect(await open(first)).toBe(200)
  const second = await make('another form')
  expect(second).not.toBe(first)
  expect([await open(first), await open(second)]).toEqual([404, 200])
})

test('who has a public link makes a plan of their own of it, without progress', async () => {
  const made = await owner.json('POST', '/api/v1/plans/knots/link')
  const { url } = await made.json<{ url: string }>()
  const secret = new URL(url).pathname.replace('/p/', '')
  await importPlan(member, knotsText('knots', { title: 'My knots' }))
  const copies = `/shared/copies/${secret}`
  expect((await member.post(copies)).headers.get('Location')).toBe('/plans/knots-2')
  expect(await statuses(member, 'knots-2')).toEqual(['not_started', 'not_started'])
  expect(await storedPlan(member, 'knots-2')).toMatchObject({ status: 'not_started' })
  await owner.json('DELETE', '/api/v1/plans/knots/link')
  expect((await member.post(copies)).status).toBe(404)
  const signIn = `/sign-in?next=${encodeURIComponent(`/p/${secret}`)}`
  const answer = await request(copies, { method: 'POST', headers: { Origin: origin, Referer: url } })
  expect(answer.headers.get('Location')).toBe(signIn)
})

test('progress is shown to the others only where its person lets them see it', async () => {
  const { copy } = await shareWith(owner, 'knots', member)
  expect(await pageOf(member, `/plans/${copy}`)).not.toContain('1 chunk done')
  await owner.post('/plans/knots/progress', { shown: 'yes' })
  expect(await pageOf(member, `/plans/${copy}`)).toContain('Robin 1 chunk done · Bowline')
  await owner.post('/plans/knots/progress', { shown: 'no' })
  expect(await pageOf(member, `/plans/${copy}`)).not.toContain('1 chunk done')
})

test.each([
  [{ email: 'x', permission: 'read' }, 'Enter an email address'],
  [{ email: 'a@example.com', permission: 'own' }, 'Choose read or edit'],
  [{ email: '' }, 'Enter an email address'],
])('the invitation %j is refused beside its field', async (form, message) => {
  const answer = await owner.post('/plans/knots/share', form)
  expect([answer.status, words(await answer.text())]).toEqual([422, expect.stringContaining(message)])
})

test('no statement about a shared plan reads the rows of all people', async () => {
  await shareWith(owner, 'knots', member, 'edit')
  const plans = await plansOf(async (db) => {
    const row = await plan(db, owner.userId, 'knots')
    const read = row && parseDerived(row.content)
    if (!row || !read) throw new Error('there is no plan')
    await readCompletedChunks(db, owner.userId, row)
    await shareWrites(db, owner.userId, row, [read, parseDerived(row.content.replace('Bowline', 'Hitch'))], 1)
    await sharesOf(db, owner.userId, 'knots')
    await inboxOf(db, member.userId)
    await findInvitation(db, member.userId, 'x')
    await versionsOf(db, member.userId, 'knots', { limit: 1 })
    await publicPlan(db, 'x')
  })
  expect(plans.length).toBeGreaterThan(10)
  expect(plans.filter(({ scans }) => scans.length > 0)).toEqual([])
})

test('a person invites 20 times a day, and an address gets five mails an hour', async () => {
  const ask = (email: string) =>
    request(
      '/plans/knots/share',
      {
        method: 'POST',
        headers: { Cookie: owner.cookie, Origin: origin },
        body: new URLSearchParams({ email, permission: 'read' }),
      },
      { ...env, RATE_LIMITS: 'on' },
    )
  const email = `${owner.userId}.ada@example.com`
  const statuses: number[] = []
  for (let count = 0; count < 21; count += 1) {
    await rows("UPDATE plan_shares SET state = 'declined' WHERE user_id = ?", owner.userId)
    statuses.push((await ask(email)).status)
  }
  expect(statuses).toEqual([...Array(20).fill(303), 429])
  expect(await rows('SELECT sent_at FROM outbox WHERE recipient = ?', email)).toHaveLength(5)
})

test('ten people share a plan at most, and nobody with themselves', async () => {
  const post = (email: string) => owner.post('/plans/knots/share', { email, permission: 'read' })
  expect(words(await (await post(emailOf(owner))).text())).toContain('Enter someone else’s address')
  for (let count = 0; count < 10; count += 1) expect((await post(`person-${count}@example.com`)).status).toBe(303)
  const eleventh = await post('one-more@example.com')
  expect([eleventh.status, words(await eleventh.text())]).toEqual([
    422,
    expect.stringContaining('You can share a plan with at most 10 people'),
  ])
})

test('an open page of whoever is invited is told, of another permission and of the end, too', async () => {
  const told: string[] = []
  const LIVE = { idFromName: (name: string) => name, get: (name: string) => ({ tell: async () => told.push(name) }) }
  const ask = async (method: string, path: string, body?: object) => {
    told.length = 0
    const headers = { Cookie: owner.cookie, Origin: origin, 'Content-Type': 'application/json' }
    const answer = await request(path, { method, headers, body: body && JSON.stringify(body) }, { ...env, LIVE })
    return answer.status === 204 ? { id: '' } : answer.json<{ id: string }>()
  }
  const shares = '/api/v1/plans/knots/shares'
  const { id } = await ask('POST', shares, { email: emailOf(member), permission: 'read' })
  const both = [owner.userId, member.userId].toSorted()
  expect(told.toSorted()).toEqual(both)
  expect(await pageOf(member, '/shared')).toContain('Accept')
  await ask('POST', shares, { email: emailOf(member), permission: 'edit' })
  expect(told.toSorted()).toEqual(both)
  await ask('DELETE', `${shares}/${id}`)
  expect(told.toSorted()).toEqual(both)
  await ask('POST', shares, { email: 'nobody-here@example.com', permission: 'read' })
  expect(told).toEqual([owner.userId])
})

test('a share and a link say what and where they are, and so does a repeat by the same key', async () => {
  const { cookie } = owner
  for (const [path, body, at] of [
    [
      'shares',
      JSON.stringify({ email: emailOf(member), permission: 'read' }),
      /^\/api\/v1\/plans\/knots\/shares\/[\w-]+$/,
    ],
    ['link', '', /^\/api\/v1\/plans\/knots\/link$/],
  ] as const) {
    const headers = { Cookie: cookie, Origin: origin, 'Content-Type': 'application/json', 'Idempotency-Key': path }
    const ask = () => request(`/api/v1/plans/knots/${path}`, { method: 'POST', headers, body })
    const [first, again] = [await ask(), await ask()]
    const told = await first.text()
    expect([first.status, told]).toEqual([201, expect.stringMatching(/^\{"/)])
    expect([again.status, await again.text()]).toEqual([201, told])
    expect(first.headers.get('Location')).toMatch(at)
    expect(again.headers.get('Location')).toBe(first.headers.get('Location'))
  }
})

test('the last 100 versions of a shared plan are kept, however many there were', async () => {
  await shareWith(owner, 'knots', member, 'edit')
  const kept = async () =>
    rows<{ count: number; first: number; last: number }>(
      'SELECT count(*) AS count, min(version) AS first, max(version) AS last FROM plan_versions WHERE user_id = ?',
      owner.userId,
    )
  const edit = (title: string) => owner.json('PATCH', '/api/v1/plans/knots', { title })
  await edit('One')
  for (const count of [7, 90, 1]) {
    await rows(
      `WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < ?)
       INSERT INTO plan_versions (user_id, plan_id, version, author_id, content, created_at)
       SELECT user_id, plan_id, version + n, author_id, content, created_at + n FROM more JOIN (
         SELECT * FROM plan_versions WHERE user_id = ? ORDER BY version DESC LIMIT 1)`,
      count,
      owner.userId,
    )
    await edit(`After ${count}`)
    const [found] = await kept()
    const last = found?.last ?? 0
    expect(found).toEqual({ count: Math.min(100, last), first: Math.max(1, last - 99), last })
  }
})

test('what is public or offered of a suspended owner is not there, until they are back', async () => {
  const { url } = await (await owner.json('POST', '/api/v1/plans/knots/link')).json<{ url: string }>()
  const path = new URL(url).pathname
  await inviteTo(owner, 'knots', emailOf(member))
  const seen = async () => [
    (await request(path, {}, env)).status,
    (await member.get(path)).status,
    (await member.post(`/shared/copies/${path.split('/').at(-1)}`)).status,
    (await pageOf(member, '/shared')).includes('Accept'),
  ]
  const suspend = (at: number | null) => rows('UPDATE users SET suspended_at = ? WHERE id = ?', at, owner.userId)
  expect(await seen()).toEqual([200, 200, 303, true])
  await suspend(Date.now())
  expect(await seen()).toEqual([404, 404, 404, false])
  await suspend(null)
  expect(await seen()).toEqual([200, 200, 303, true])
})

test('a form that comes after the right to edit was taken back is refused, and says what was typed', async () => {
  const { id, copy } = await shareWith(owner, 'knots', member, 'edit')
  await owner.json('PATCH', `/api/v1/plans/knots/shares/${id}`, { permission: 'read' })
  const text = 'Half an hour of <typing>'
  const fields = {
    title: text,
    duration: '',
    status: 'not_started',
    objectives: text,
    resources: '',
    deliverable: '',
    text,
  }
  const forms: [path: string, fields: Record<string, string>][] = [
    ['edit', { content: text, base: 'b', seq: '1' }],
    ['chunks', fields],
    ['chunks/chunk-001/edit', { ...fields, seen: 'x' }],
    ['chunks/chunk-001/split', { title: text, duration: '30m' }],
    ['details', { title: text, tags: '', total_hours: '', goal_id: '', project_id: '', scheduler: 'sm2', seen: 'x' }],
  ]
  const check = async (status: number[]) => {
    for (const [path, values] of forms) {
      const answer = await member.post(`/plans/${copy}/${path}`, values)
      const html = await answer.text()
      expect([path, status.includes(answer.status), html.includes('Half an hour of &lt;typing&gt;')]).toEqual([
        path,
        true,
        true,
      ])
    }
  }
  await check([403, 409])
  expect((await storedPlan(owner, 'knots')).content).not.toContain('typing')
  await owner.json('DELETE', `/api/v1/plans/knots/shares/${id}`)
  await check([404])
})
