import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { askFor } from '../../functions/account/auth/magic-link/testing'
import { bindings, program, sent } from '../../functions/account/auth/programs/testing'
import { acceptShare, emailOf, inviteTo } from '../../functions/learning/shares/testing'
import { putCalendar } from '../../functions/people/meetings/calendars/testing'
import { putLostCard } from '../../functions/programs/sync/conflicts/testing'
import { putDevice } from '../../functions/programs/sync/devices/testing'
import { wrongs } from '../support/api/check'
import {
  type DescribedResponse,
  type Description,
  operationsOf,
  type Placed,
  readDescription,
} from '../support/api/description'
import {
  credentialsOf,
  filled,
  forgetThing,
  noteThing,
  nowhere,
  type Person,
  personOf,
  placeOf,
} from '../support/api/person'
import { type Generated, sampled } from '../support/api/requests'
import { cost, origin, request, rows, signedIn } from '../support/client'
import { runs, share } from '../support/runs'

const requestCount = runs(2_000)
/** The number of requests at once. */
const lanes = 6

const pathOf = ({ placed, path, whose, number }: Generated, own: Person, other: Person) => {
  const owner = whose === 'other' ? other : own
  const thing = whose === 'missing' || whose === 'odd' ? undefined : placeOf(owner, placed.path, number)
  if (thing) return thing
  const parent = /^(.*\{\w+\})\/[^{]*(\{\w+\})?$/.exec(placed.path)?.[1]
  const start = parent ? placeOf(own, parent, number) : undefined
  return (start ? placed.path.replace(parent ?? '', start) : placed.path).replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(whose === 'odd' || !/id$|^milestone$/.test(name) ? String(path[name]) : nowhere),
  )
}

const addressOf = (generated: Generated, own: Person, other: Person) => {
  const path = pathOf(generated, own, other)
  const cursor = own.cursors.get(path)
  const query = { ...generated.query, ...(generated.follows && cursor !== undefined && { cursor }) }
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) search.append(name, String(filled(value, own, other)))
  return { path, address: search.size > 0 ? `${path}?${search}` : path }
}

const initOf = async (generated: Generated, address: string, own: Person, other: Person): Promise<RequestInit> => {
  const { placed, person, by, fromElsewhere, headers, body, follows } = generated
  const etag = own.etags.get(address)
  const sent = body && (body.text ?? JSON.stringify(filled(body.json, own, other)))
  return {
    method: placed.method,
    headers: {
      ...(person !== null && (await credentialsOf(own, placed.path.startsWith('/api/v1/me/devices') ? 'cookie' : by))),
      Origin: fromElsewhere ? 'https://elsewhere.example' : origin,
      ...headers,
      ...(follows && etag !== undefined && { 'If-None-Match': etag }),
      ...(body?.type && { 'Content-Type': body.type }),
    },
    body: sent === null ? undefined : new TextEncoder().encode(sent),
  }
}

/** Faults of an answer against its description. */
const untrue = async (description: Description, answer: Response, described: DescribedResponse | undefined) => {
  const text = await answer.text()
  if (!described) return [`${answer.status} is not described: ${text.slice(0, 200)}`]
  const found: string[] = []
  if (answer.headers.get('Cache-Control') !== 'no-store') found.push('it may be stored')
  for (const name of Object.keys(described.headers ?? {})) if (!answer.headers.get(name)) found.push(`has no ${name}`)
  const [[media, content] = []] = Object.entries(described.content ?? {})
  if (media === undefined) return text === '' ? found : [...found, `has a body: ${text.slice(0, 80)}`]
  const type = answer.headers.get('Content-Type') ?? ''
  if (type.split(';')[0] !== media) found.push(`is ${type}, not ${media}`)
  else if (media.endsWith('json')) found.push(...wrongs(description, JSON.parse(text), content?.schema ?? {}))
  return found
}

/** The path of the operations on one row of a collection; undefined without any. */
const templateOf = ({ paths }: Description, collection: string) =>
  Object.keys(paths).find(
    (path) => path.startsWith(`${collection}/{`) && !path.slice(collection.length + 1).includes('/'),
  )

type Listed = { items?: { id?: string }[]; next_cursor?: string | null }

/** Notes the rows, ETag and cursor of a response. */
const learn = async (
  description: Description,
  { placed }: Generated,
  at: { path: string; address: string },
  own: Person,
  answer: Response,
) => {
  const etag = answer.headers.get('ETag')
  if (etag) own.etags.set(at.address, etag)
  const template = templateOf(description, placed.path)
  const location = answer.headers.get('Location')
  if (template && location) noteThing(own, template, location)
  if (placed.method === 'PUT' && answer.status === 200) noteThing(own, placed.path, at.path)
  const isGone = answer.status === 404 || (placed.method === 'DELETE' && answer.status === 204)
  if (isGone) forgetThing(own, at.path)
  if (placed.method !== 'GET' || answer.headers.get('Content-Type') !== 'application/json') return
  const { items = [], next_cursor } = await answer.clone().json<Listed>()
  if (next_cursor) own.cursors.set(at.path, next_cursor)
  for (const { id } of template ? items : []) if (template && id) noteThing(own, template, `${at.path}/${id}`)
}

/** Sends a request; returns the response and its faults. */
const send = async (description: Description, generated: Generated, own: Person, other: Person) => {
  const at = addressOf(generated, own, other)
  const init = await initOf(generated, at.address, own, other)
  const answer = await request(at.address, init, bindings)
  await learn(description, generated, at, own, answer)
  const wrong = await untrue(description, answer, generated.placed.operation.responses[answer.status])
  const sent = init.body instanceof Uint8Array ? new TextDecoder().decode(init.body).slice(0, 400) : ''
  const told = `${init.method} ${at.address} ${JSON.stringify(init.headers)} ${sent}`
  return { at, answer, wrong: wrong.map((one) => `${told}\n  ${answer.status}: ${one}`) }
}

const timeLog = `User,Email,Client,Project,Description,Billable,Start date,Start time,End date,End time,Duration,Tags
A,a@example.com,,,Read,No,2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00,`

type People = readonly [own: Person, other: Person]

const all = ['One', 'Two', 'Three']
/** Names of things of each kind: one is enough for the few requests of `npm test`. */
const some = share(all)

/** Two people with a thing of every kind, to read, to edit and to try on the other's. */
const people = async (description: Description): Promise<People> => {
  const made = [await personOf(await signedIn()), await personOf(await signedIn())] as const
  for (const [index, person] of made.entries()) {
    const { json } = person.client
    const add = async (collection: string, path: string, body: object) => {
      const answer = await json('POST', path, body)
      const location = answer.headers.get('Location') ?? ''
      expect([path, answer.status]).toEqual([path, 201])
      noteThing(person, templateOf(description, collection) ?? '', location)
      return location
    }
    for (const name of some) {
      await add('/api/v1/projects', '/api/v1/projects', { name: `${name} of ${index}` })
      await add('/api/v1/organizations', '/api/v1/organizations', { name: `${name} of ${index}` })
      await add('/api/v1/people', '/api/v1/people', { name: `${name} of ${index}` })
      await add('/api/v1/meetings', '/api/v1/meetings', { title: `${name} of ${index}`, time: '09:30' })
      await add('/api/v1/learnings', '/api/v1/learnings', { title: `${name} of ${index}`, tags: [name] })
      const promised = { description: `${name} of ${index}`, due_date: '2026-03-02' }
      await add('/api/v1/action-items', '/api/v1/action-items', promised)
      await add('/api/v1/feedback', '/api/v1/feedback', { content: `${name} of ${index}`, tags: [name] })
      const date = { One: '2026-03-02', Two: '2026-03-09' }[name] ?? '2026-03-16'
      await add('/api/v1/reviews', '/api/v1/reviews', { period: 'week', date, words: name })
      await add('/api/v1/views', '/api/v1/views', { name, page: 'stats', query: `tag=${name}` })
      await add('/api/v1/evidence', '/api/v1/evidence', { title: name, from_date: date, to_date: '2026-06-30' })
      await add('/api/v1/energy', '/api/v1/energy', { energy_level: 4, engagement_level: 3, notes: name })
      await add('/api/v1/tasks', '/api/v1/tasks', { title: `${name} of ${index}`, date: '2026-03-02' })
      const card = await add('/api/v1/cards', '/api/v1/cards', { question: `${name} of ${index}`, answer: name })
      await json('POST', `${card}/reviews`, { rating: 3 })
      const goal = await add('/api/v1/goals', '/api/v1/goals', { title: `${name} of ${index}` })
      await add('/api/v1/goals/{id}/milestones', `${goal}/milestones`, { description: name })
      await add('/api/v1/skills', '/api/v1/skills', { name: `${name} of ${index}`, confidence_level: 2 })
      await add('/api/v1/me/tokens', '/api/v1/me/tokens', { name, scopes: ['read'] })
      await add('/api/v1/me/feeds', '/api/v1/me/feeds', { name, contains: ['goals'] })
      const session = { title: name, started_at: '2026-03-02T09:00:00Z', duration_seconds: 900, tags: ['x'] }
      await add('/api/v1/sessions', '/api/v1/sessions', session)
      const log = timeLog.replace('Read', name)
      await json('POST', '/api/v1/sessions/import?time_zone=UTC', log, { 'Content-Type': 'text/csv' })
    }
    for (const name of all) {
      const chunk = '## Chunk 1: A chunk {#chunk-001}'
      const planned = { id: name.toLowerCase(), title: name, content: chunk }
      const plan = await add('/api/v1/plans', '/api/v1/plans', planned)
      noteThing(person, '/api/v1/plans/{id}/chunks/{chunk_id}', `${plan}/chunks/chunk-001`)
    }
    const { items = [] } = await (await json('GET', '/api/v1/imports')).json<Listed>()
    for (const { id } of items) noteThing(person, '/api/v1/imports/{id}', `/api/v1/imports/${id}`)
    const backup = await json('POST', '/api/v1/backups')
    noteThing(person, '/api/v1/backups/{kind}/{name}', backup.headers.get('Location') ?? '')
    const job = uuid()
    await rows(
      `INSERT INTO jobs (user_id, id, kind, title, records, message, page, work, total, seq, started_at, updated_at,
         finished_at)
       VALUES (?, ?, 'import', 'Import', 'sessions imported', 'Imported', '/sessions', '{}', 1, 1, 1, 1, 1)`,
      person.client.userId,
      job,
    )
    noteThing(person, '/api/v1/jobs/{id}', `/api/v1/jobs/${job}`)
    await program(person.client.userId)
    const devices = await (await json('GET', '/api/v1/me/devices')).json<Listed>()
    for (const { id } of devices.items ?? []) noteThing(person, '/api/v1/me/devices/{id}', `/api/v1/me/devices/${id}`)
    for (const _ of some) noteThing(person, '/api/v1/devices/{id}', `/api/v1/devices/${await putDevice(person.client)}`)
    for (const name of some)
      noteThing(person, '/api/v1/calendars/{id}', `/api/v1/calendars/${await putCalendar(person.client, name)}`)
    for (const _ of some) {
      const id = await putLostCard(person.client, 'Lost')
      noteThing(person, '/api/v1/sync/conflicts/{id}', `/api/v1/sync/conflicts/${id}`)
    }
    const dayOff = `/api/v1/days-off/2026-12-${24 + index}`
    await json('PUT', dayOff, {})
    noteThing(person, '/api/v1/days-off/{date}', dayOff)
    // Each of a goal of its own, which other requests do not delete.
    for (const name of some) {
      const goal = await (await json('POST', '/api/v1/goals', { title: name })).json<{ id: string }>()
      const at = `/api/v1/goals/${goal.id}`
      const tick = await (await json('POST', `${at}/ticks`, {})).json<{ id: string }>()
      noteThing(person, '/api/v1/goals/{id}/ticks/{tick}', `${at}/ticks/${tick.id}`)
      await json('POST', `${at}/skips`, { date: '2026-12-24' })
      noteThing(person, '/api/v1/goals/{id}/skips/{date}', `${at}/skips/2026-12-24`)
    }
    for (const kind of ['projects', 'organizations', 'tasks']) {
      const body = kind === 'tasks' ? { title: `Rated ${index}` } : { name: `Rated ${index}` }
      const { id } = await (await json('POST', `/api/v1/${kind}`, body)).json<{ id: string }>()
      await json('POST', `/api/v1/${kind}/${id}/rates`, { from: '2026-12-24' })
      noteThing(person, `/api/v1/${kind}/{id}/rates/{date}`, `/api/v1/${kind}/${id}/rates/2026-12-24`)
    }
    const rule = `/api/v1/whitelist/apps/org.example.app${index}`
    const limit = { seconds: 3600, period: 'day' }
    await json('PUT', rule, { is_whitelisted: true, limit })
    noteThing(person, '/api/v1/whitelist/apps/{package_name}', rule)
    for (const scope of ['all', 'category:Video']) {
      await json('PUT', `/api/v1/whitelist/limits/${scope}`, limit)
      noteThing(person, '/api/v1/whitelist/limits/{scope}', `/api/v1/whitelist/limits/${scope}`)
    }
  }
  for (const [index, person] of made.entries()) {
    const { client: owner } = person
    const member = made[index === 0 ? 1 : 0]
    await owner.json('POST', '/api/v1/plans/one/link')
    const dates = { from: '2026-01-01', to: '2026-06-30' }
    const kept = await owner.json('POST', '/api/v1/reports', { title: 'Sealed', seal: true, ...dates })
    const report = `/api/v1/reports/${(await kept.json<{ id: string }>()).id}`
    for (const below of ['', '/seal', '/changes']) noteThing(person, `/api/v1/reports/{id}${below}`, report + below)
    for (const plan of ['one', 'two', 'three']) {
      const share = await inviteTo(owner, plan, emailOf(member.client))
      noteThing(person, '/api/v1/plans/{id}/shares/{share}', `/api/v1/plans/${plan}/shares/${share}`)
      noteThing(member, '/api/v1/shares/{id}', `/api/v1/shares/${share}`)
      if (plan !== 'one') await acceptShare(member.client, share)
      const end = "UPDATE plans SET shared_at = NULL WHERE user_id = ? AND id = 'three'"
      if (plan === 'three') await rows(end, owner.userId)
    }
  }
  return made
}

/** The request for one's own things, from our origin, without optional parts of its address and headers. */
const plain = (generated: Generated): Generated => {
  const needed = new Set((generated.placed.operation.parameters ?? []).flatMap((p) => (p.required ? [p.name] : [])))
  const query = Object.fromEntries(Object.entries(generated.query).filter(([name]) => needed.has(name)))
  return {
    ...generated,
    person: 0,
    by: 'cookie',
    fromElsewhere: false,
    whose: 'own',
    query,
    headers: {},
    follows: false,
  }
}

/** Makes a person an admin with rows to administer. */
const makeAdmin = async (own: Person, { client }: Person) => {
  await rows("UPDATE users SET role = 'admin' WHERE id = ?", own.client.userId)
  noteThing(own, '/api/v1/admin/users/{id}', `/api/v1/admin/users/${client.userId}`)
  const app = '/api/v1/admin/apps/org.example.default'
  await own.client.json('PUT', app, { label: 'Default', is_whitelisted: true })
  noteThing(own, '/api/v1/admin/apps/{package_name}', app)
  const apps = [{ package_name: 'org.example.undone', rule: { is_whitelisted: false } }]
  const made = await own.client.json('POST', '/api/v1/admin/users/apps', { user_ids: [client.userId], apps })
  const ruled = '/api/v1/admin/users/{id}/apps/{package_name}'
  noteThing(own, ruled, `/api/v1/admin/users/${client.userId}/apps/org.example.undone`)
  const changes = '/api/v1/changes'
  noteThing(own, `${changes}/{id}`, `${changes}/${(await made.json<{ change_id: string }>()).change_id}`)
}

/** Sampled requests: 4 first, then 60, as most operations succeed at once. */
const tries = function* (description: Description, placed: Placed) {
  for (const count of [4, 60]) yield* sampled(description, [placed], count)
}

/** Tells if an operation ever succeeds. */
const succeeds = async (description: Description, placed: Placed, [own, other]: People) => {
  if (placed.path.startsWith('/api/v1/timer/')) await own.client.json('POST', '/api/v1/timer/start', {})
  for (const generated of tries(description, placed)) {
    if ((await send(description, plain(generated), own, other)).answer.status < 300) return true
  }
  return false
}

test('every response is as described, for any request', async () => {
  const description = await readDescription()
  const operations = operationsOf(description)
  const made = await people(description)
  const generated = sampled(description, operations, requestCount)
  const problems: string[] = []
  const succeeded = new Set<string>()
  const next = generated.values()
  const lane = async () => {
    for (const one of next) {
      const [own, other] = one.person === 1 ? [made[1], made[0]] : made
      const { answer, wrong } = await send(description, one, own, other)
      problems.push(...wrong)
      if (answer.status < 300) succeeded.add(one.placed.operation.operationId)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  expect(problems.slice(0, 10).join('\n')).toBe('')
  // The export restores all that was taken.
  for (const { client } of made) {
    const document = await (await client.get('/api/v1/export')).text()
    const restored = await client.json('POST', '/api/v1/restore?mode=replace&dry_run=true', document)
    expect([restored.status, restored.status === 200 ? '' : await restored.text()]).toEqual([200, ''])
  }
  // A valid request must be accepted, or this would only show refusals.
  const never = operations.filter(({ operation }) => !succeeded.has(operation.operationId))
  // While a restore runs, the other requests of these people are refused: it has its own test.
  const apart = ['deleteMe', 'postAuthToken', 'postAuthRefresh', 'postRestore']
  // An act on selected rows needs those of its kind, and an undo its change: functions/data/changes/api.test.ts has each.
  apart.push('postSelected', 'postChangesIdUndo')
  // A passkey needs a device: functions/account/auth/passkeys/passkeys.test.ts.
  apart.push('postMePasskeys', 'deleteMePasskeysId')
  const isAdmins = ({ path }: Placed) => path.startsWith('/api/v1/admin/')
  let others = await people(description)
  let areAdmins = false
  const refused: string[] = []
  for (const placed of never
    .filter(({ operation }) => !apart.includes(operation.operationId))
    .sort((one, other) => Number(isAdmins(one)) - Number(isAdmins(other)))) {
    const isTaken = async () => {
      if (isAdmins(placed) && !areAdmins) await makeAdmin(...others)
      areAdmins = isAdmins(placed)
      return succeeds(description, placed, others)
    }
    if (await isTaken()) continue
    // An earlier operation may have removed what this one needs.
    others = await people(description)
    areAdmins = false
    if (!(await isTaken())) refused.push(`${placed.method} ${placed.path}`)
  }
  expect(refused).toEqual([])
})

test('a response with an ETag is 304 at the cost of six rows', async () => {
  const description = await readDescription()
  const [own, other] = await people(description)
  for (const placed of operationsOf(description).filter(({ operation }) => operation.responses['304'])) {
    if (placed.path.startsWith('/api/v1/admin/')) await makeAdmin(own, other)
    let asked = false
    for (const generated of tries(description, placed)) {
      const { at, answer } = await send(description, plain(generated), own, other)
      const etag = answer.headers.get('ETag')
      if (answer.status !== 200 || !etag) continue
      const again = await own.client.json('GET', at.address, undefined, { 'If-None-Match': etag })
      expect([at.address, again.status, await again.text(), cost(again).read <= 6]).toEqual([at.address, 304, '', true])
      asked = true
      break
    }
    expect([placed.path, asked]).toEqual([placed.path, true])
  }
})

test('a deleted account answers as described', async () => {
  const description = await readDescription()
  const responses = description.paths['/api/v1/me']?.delete?.responses ?? {}
  const { json, userId } = await signedIn()
  for (const [confirm, status] of [
    ['somebody@example.com', 422],
    [`${userId}@example.com`, 204],
    [`${userId}@example.com`, 401],
  ] as const) {
    const answer = await json('DELETE', '/api/v1/me', { confirm })
    expect([answer.status, await untrue(description, answer, responses[answer.status])]).toEqual([status, []])
  }
})

test('a program’s sign-in and refresh are answered as described', async () => {
  const description = await readDescription()
  const answerOf = (path: string, status: number) => description.paths[path]?.post?.responses[status]
  const { token } = await askFor(`${(await signedIn()).userId}@example.com`, {}, bindings)
  const first = await sent('/auth/token', { token })
  const { refresh_token } = await first.clone().json<{ refresh_token: string }>()
  expect([first.status, await untrue(description, first, answerOf('/auth/token', 200))]).toEqual([200, []])
  for (const status of [200, 401]) {
    const answer = await sent('/auth/refresh', { refresh_token })
    expect([answer.status, await untrue(description, answer, answerOf('/auth/refresh', status))]).toEqual([status, []])
  }
})
