import { expect, test } from 'vitest'
import { type Client, cost, fromPage, origin, request, rows, signedIn } from './client'
import { isApi, methodOf, pathOf, routes } from './routes'
import { share } from './runs'
import { validWrite } from './valid-writes'

/** Round trips to the database that wait for one another: the sign-in, what decides, and the write with its answer. */
const limit = 3

type As = 'page' | 'part' | 'api'

/** htmx's headers, from the list that the write changes; programs send a key. */
const headersOf = async (as: As, path: string, cookie: string): Promise<Record<string, string>> => {
  if (as === 'api') return { 'Idempotency-Key': crypto.randomUUID() }
  if (as === 'page') return {}
  const list = path.startsWith('/timer') ? '/sessions' : path.split('/').slice(0, 2).join('/')
  return { 'HX-Request': 'true', 'HX-Request-Type': 'partial', ...(await fromPage(list, cookie)) }
}

/** The sign-in at GitHub, a device with passkeys, mailed secrets and the server of a calendar are set up only in their own tests. */
const isWrite = (route: string) =>
  !/^(GET |POST \/(dev\/|auth\/(github|passkey$|proof$)|settings\/sign-in\/passkeys$|invitations\/|meetings\/calendars$))/.test(
    route,
  )

const formsOf = (route: string): As[] => {
  if (isApi(route)) return ['api']
  return pathOf(route).startsWith('/auth/') ? ['page'] : ['page', 'part']
}

const writes = Object.keys(routes)
  .filter(isWrite)
  .flatMap((route) => formsOf(route).map((as): [route: string, as: As] => [route, as]))

/** They compare or copy all that a person has. Steps of a job have a limit of their own (jobs/testing.ts). */
const readsAll = [
  'POST /settings/backups/restore',
  'POST /settings/backups/restore/:id/confirm',
  'POST /settings/backups/restore/undo',
  'POST /api/v1/restore',
  // It reads the rows of all who share the plan.
  'POST /plans/:id/history/:version/restore',
]

/** Two sessions, so that a list has more than the one that is written. */
const logSome = async ({ post }: Client) => {
  const session = { started_at: '06:00', duration: '1h', project_id: '', tags: '' }
  for (const date of ['2026-03-03', '2026-03-05']) await post('/sessions', { ...session, title: 'Work', date })
}

/** Sends a write that succeeds; returns its trips, or its status where it does not. */
const send = async (route: string, as: As) => {
  const client = await signedIn()
  if (route.includes('/admin')) await rows("UPDATE users SET role = 'admin' WHERE id = ?", client.userId)
  if (/ \/(sessions|timer)/.test(route)) await logSome(client)
  const { path, body, headers } = await validWrite(route, client)
  const init = {
    method: methodOf(route),
    body,
    headers: { Origin: origin, ...headers, ...(await headersOf(as, path, client.cookie)) },
  }
  const answer = await request(path, init)
  return answer.status < 400 ? { trips: cost(answer).trips } : { refused: answer.status }
}

test('every write that succeeds waits for few round trips', async () => {
  const refused: string[] = []
  const over: string[] = []
  for (const [route, as] of share(writes)) {
    const { trips = 0, refused: status } = await send(route, as)
    if (status) refused.push(`${route} as ${as}: ${status}`)
    if (trips > limit && !readsAll.includes(route)) over.push(`${route} as ${as}: ${trips}`)
  }
  expect({ refused, over }).toEqual({ refused: [], over: [] })
})
