import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { allRows, sql } from '../functions/lib/db/sql'
import { factsOf } from '../functions/lib/feature'
import {
  cardJson,
  joinWaiting,
  planJson,
  sessionDeletedAt,
  sessionJson,
} from '../functions/programs/sync/entities/rows'
import { deviceOf, planText, sessionData } from '../functions/programs/sync/testing'
import { ask, marker, pathFor } from './support/callers'
import { type Client, cost, fromPage, origin, request, rows, signedIn } from './support/client'
import { mistakes, withMistake } from './support/hostile/refused-statements'
import { isApi, methodOf, pathOf, routes } from './support/routes'
import { isWhole, share } from './support/runs'
import { expectOnlyListed } from './support/statements'
import { validWrite } from './support/valid-writes'

expectOnlyListed(env.DB)

/** Round trips to the database that wait for one another: the sign-in, what decides, and the write with its answer. */
const limit = 3

/** They compare or copy all that a person has. Steps of a job have a limit of their own (jobs/testing.ts). */
const readsAll = [
  'POST /settings/backups/restore',
  'POST /settings/backups/restore/:id/confirm',
  'POST /changes/backup.restore~:id/undo',
  'POST /api/v1/restore',
  // It reads the rows of all who share the plan.
  'POST /plans/:id/history/:version/restore',
  // A new name is followed by all filters that name the client.
  'POST /organizations/:id',
]

type As = 'page' | 'part' | 'api'

/** htmx's headers, from the list that the write changes; programs send a key. */
const headersOf = async (as: As, path: string, cookie: string): Promise<Record<string, string>> => {
  if (as === 'api') return { 'Idempotency-Key': crypto.randomUUID() }
  if (as === 'page') return {}
  const [, of] = /^\/changes\/(\w+)\./.exec(path) ?? []
  const list = /^\/(changes\/)?timer/.test(path)
    ? '/sessions'
    : of
      ? `/${of}s`.replace('/overlaps', '/day/2026-03-03')
      : path.split('/').slice(0, 2).join('/')
  return { 'HX-Request': 'true', 'HX-Request-Type': 'partial', ...(await fromPage(list, cookie)) }
}

/** The ways in which a route is asked; `npm test` takes one of them, turned by the route's index. */
const waysOf = (route: string, index: number): As[] => {
  if (isApi(route)) return ['api']
  return pathOf(route).startsWith('/auth/') ? ['page'] : share(['page', 'part'] as const, 2, index)
}

/** The sign-in at GitHub and the server of a calendar are set up only in their own tests. */
const writes = Object.keys(routes).filter(
  (route) => !/^(GET |POST \/(dev\/|auth\/github|meetings\/calendars$))/.test(route),
)

/** False where the test would need a device with passkeys or a mailed secret, which their own tests have. */
const isPrepared = (route: string) =>
  !/^POST \/(auth\/(passkey|proof)|settings\/sign-in\/passkeys|(invitations|reminders\/off)\/.*)$/.test(route)

type Wire = { key: string; seq: number; wire: string }

/** Rows as devices have them; null for those that are not there. */
const wireOf = async (userId: string) => {
  const found = await allRows<Wire>(sql(env.DB)`
    SELECT 'plan ' || id AS key, seq, iif(deleted_at IS NULL, ${planJson}, NULL) AS wire FROM plans
    WHERE user_id = ${userId}
    UNION ALL
    SELECT 'session ' || id, seq, iif(${sessionDeletedAt} IS NULL, ${sessionJson}, NULL) FROM sessions
    WHERE user_id = ${userId}
    UNION ALL
    SELECT 'card ' || cards.id, cards.seq, iif(cards.deleted_at IS NULL, ${cardJson}, NULL)
    FROM cards ${joinWaiting} WHERE cards.user_id = ${userId}
    UNION ALL
    SELECT type || ' ' || id, seq, NULL FROM sync_tombstones WHERE user_id = ${userId}`)
  return new Map(found.map((row) => [row.key, row]))
}

/** They give the person another account, or end theirs: devices begin anew. */
const swaps =
  /restore\/:id\/confirm|backup\.restore|\/api\/v1\/restore$|^POST \/auth\/|^DELETE \/api\/v1\/me$|^POST \/settings\/account/

/** Event of a write of a route that succeeds, where that has one. */
const eventOf = (route: string) => {
  const previews = /^POST \/admin\/(users\/rules|whitelists\/import)$/
  if (/^[A-Z]+ (\/api\/v1)?\/(admin\/|changes\/admin\.)/.test(route))
    return previews.test(route) ? undefined : 'admin_act'
  if (/plan\.share|\/plans\/:id\/(share|shares|link)\b|(POST|DELETE) (\/shared|\/api\/v1\/shares)\//.test(route))
    return 'share'
  if (/^POST (\/settings\/calendars(\/:id\/address)?|\/api\/v1\/me\/feeds)$/.test(route)) return 'share'
  if (/\/reports\/:id\/seal/.test(route)) return 'share'
  if (/(sign-in|me)\/devices/.test(route)) return 'devices_ended'
  if (/^POST .*(sign-in|me)\/passkeys$/.test(route)) return 'passkey_added'
  if (/(sign-in|me)\/passkeys\/:id/.test(route)) return 'passkey_removed'
  if (/\/restore\/:id\/confirm$|backup\.restore/.test(route)) return 'restore'
  if (/ \/api\/v1\/me$/.test(route)) return route.startsWith('DELETE') ? 'account_deleted' : undefined
  if (route === 'POST /settings/sign-in/invitations') return 'invitations_allowed'
  if (route === 'POST /settings/account/delete') return 'account_deleted'
  return / (\/settings|\/api\/v1\/me)\/tokens$/.test(route) ? 'token_made' : undefined
}

type Line = {
  event?: string
  status?: number
  error?: { message?: string; statements?: string }
}

const lines: Line[] = []

beforeEach(() => {
  for (const method of ['log', 'error'] as const)
    vi.spyOn(console, method).mockImplementation((line: string) => lines.push(JSON.parse(line)))
})

afterEach(() => {
  vi.restoreAllMocks()
})

/** A person with a plan, a session and a card of a device, and two more sessions where a list of them is written. */
const newPerson = async (route: string, name: string) => {
  const client = await signedIn()
  const role = route.includes('/admin') ? 'admin' : 'user'
  await rows('UPDATE users SET username = ?, role = ? WHERE id = ?', name, role, client.userId)
  const updated_at = Date.parse('2026-05-04T12:00:00Z')
  const card = { plan_id: 'own-plan', question: 'Q', answer: 'A' }
  // Tests look for the newest row, so these are old.
  const id = '00000000-0000-7000-8000-000000000001'
  await deviceOf(client).sync({
    plans: [{ action: 'create', id: 'own-plan', data: { content: planText('own-plan') }, updated_at }],
    sessions: [{ action: 'create', id, data: sessionData({ plan_id: 'own-plan' }), updated_at }],
    cards: [{ action: 'create', id, data: card, updated_at }],
  })
  if (/ \/(changes\/)?(sessions|timer)/.test(route)) {
    const session = { title: 'Work', started_at: '06:00', duration: '1h', project_id: '', tags: '' }
    for (const date of ['2026-03-03', '2026-03-05']) await client.post('/sessions', { ...session, date })
  }
  return client
}

/** Keys of rows that a write changed without a version that devices ask for. */
const unnoticed = async ({ userId }: Client, seq: number, before: Awaited<ReturnType<typeof wireOf>>) => {
  const after = await wireOf(userId)
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => {
    const [old, present] = [before.get(key), after.get(key)]
    return (old?.wire ?? null) !== (present?.wire ?? null) && (present?.seq ?? 0) <= seq
  })
}

describe.each(writes.map((route, index) => [route, index] as const))('%s', (route, index) => {
  test.each(waysOf(route, index))('as %s', async (as) => {
    const name = `Somebody ${crypto.randomUUID().slice(0, 8)}`
    const client = await newPerson(route, name)
    const { path, body, headers } = await validWrite(route, client)
    const more = await headersOf(as, path, client.cookie)
    const key = () => ({ ...(isApi(route) && { 'Idempotency-Key': crypto.randomUUID() }) })
    const send = (db: object = env.DB) => {
      const given = { Origin: origin, ...headers, ...more, ...key() }
      return request(path, { method: methodOf(route), body, headers: given }, { ...env, DB: db })
    }

    const before = await wireOf(client.userId)
    const seq = (await client.heads())?.seq ?? 0
    lines.length = 0
    // A mistake in a statement is no conflict, and the log names it.
    const { db, sent } = withMistake(mistakes[index % mistakes.length] ?? '')
    const first = await send(db)
    const isFailure = sent() > 0
    if (isFailure) {
      // A tool answers 200 with what its request was answered.
      expect(first.status).toBe(route === 'POST /mcp' ? 200 : 500)
      const { error } = lines.find(({ status }) => status === 500) ?? {}
      expect([error?.message, error?.statements]).toEqual([
        expect.stringMatching(/^D1_ERROR/),
        expect.stringMatching(/./),
      ])
    }

    // Of two at once, the first has the round trips of a single write.
    if (isFailure) lines.length = 0
    const answers = [...(isFailure ? [] : [first]), ...(await Promise.all([send(), send()]))]
    expect(Math.max(...answers.map(({ status }) => status))).toBeLessThan(500)
    const done = answers.filter(({ status }) => status < 400)
    if (isPrepared(route)) expect(done).not.toEqual([])
    const trips = Math.min(...done.map((answer) => cost(answer).trips))
    if (isPrepared(route) && !readsAll.includes(route)) expect(trips).toBeLessThanOrEqual(limit)

    const due = done.length > 0 ? eventOf(route) : undefined
    const events = lines.flatMap(({ event }) => event ?? [])
    if (!/ \/auth\//.test(route)) {
      expect([...new Set(events)]).toEqual(due ? [due] : [])
      expect(events.length).toBeLessThanOrEqual(done.length)
    }
    const log = JSON.stringify(lines)
    for (const secret of ['example.com', marker, name, 'daymark_', 'eyJ', client.cookie.slice(-64)])
      expect(log).not.toContain(secret)

    if (!swaps.test(route)) expect(await unnoticed(client, seq, before)).toEqual([])
  })
})

/** Undos that take the fields of their form. */
const ofForms = /(session\.edit|task\.(move|step)|review\.rating)~/

const undos = writes.filter((route) => /^POST \/changes\/\w+\./.test(route))

test.each(undos)('a program takes back what a page does, and is told so: %s', async (route) => {
  const client = await newPerson(route, 'Program')
  await rows("UPDATE users SET role = 'admin' WHERE id = ?", client.userId)
  const { path } = await validWrite(route, client)
  const send = (key: string) => client.json('POST', `/api/v1${path}`, {}, { 'Idempotency-Key': key })
  const [first, again, other] = [await send('a'), await send('a'), await send('b')]
  const texts = [await first.text(), await again.text()]
  if (ofForms.test(path)) return expect(first.status).toBeLessThan(500)
  expect([first.status, texts]).toEqual([
    200,
    [expect.stringMatching(/^\{"undone":".+"\}$/), swaps.test(route) ? texts[1] : texts[0]],
  ])
  expect(other.status).toBeLessThan(500)
})

test('the log knows all routes that have an event by their path', () => {
  const byPath = Object.keys(routes).filter((route) => {
    const [method = '', path = ''] = route.split(' ')
    return factsOf(method, path).event
  })
  expect(byPath.filter((route) => eventOf(route) === undefined)).toEqual([])
  expect(byPath.length).toBeGreaterThan(30)
})

/** Bodies with which a route writes, and fails if its loser is not read again. */
const forms: Record<string, Record<string, string>> = {
  'POST /timer/start': { title: 'Crowd' },
  'POST /goals': { title: 'Crowd' },
  'POST /projects': { name: 'Crowd' },
  'POST /tags/selected': { ids: 'crowd', act: 'rename', typed: 'rename', name: 'other' },
  'POST /sessions': { title: 'Crowd', date: '2026-03-03', started_at: '09:00', duration: '1h' },
  'POST /sessions/entry': { entry: '25m crowd @Crowd' },
  'POST /settings/days-off': { from: '2026-03-03' },
  'POST /whitelists/add': { package_name: 'org.example.crowd', choice: 'allow' },
}

test.each(isWhole ? writes : Object.keys(forms))('of many requests at once none fails: %s', async (route) => {
  const client = await signedIn()
  await rows("UPDATE users SET role = 'admin' WHERE id = ?", client.userId)
  const path = await pathFor(route, client)
  const fields = forms[route]
  const send = () => (fields ? client.post(path, fields) : ask(route, path, { Cookie: client.cookie }))
  const answers = await Promise.all(Array.from({ length: isWhole ? 20 : 8 }, send))
  expect([...new Set(answers.map(({ status }) => status))].filter((status) => status >= 500)).toEqual([])
})
