import { expect, test } from 'vitest'
import { type Client, cost, origin, request, rows, signedIn } from './client'
import { isApi, methodOf, pathOf, routes } from './routes'
import { validWrite } from './valid-writes'

/** Round trips to the database that wait for one another: the sign-in, what decides, and the write with its answer. */
const limit = 3

type As = 'page' | 'part' | 'api'

/** Writes that still need more: each with its number, and what waits for what. None may be added without a reason. */
const exceptions: Record<string, Partial<Record<As, number>>> = {
  // Answered with the page of apps. Its second read is about those that the first finds (test/trips.test.ts).
  'POST /whitelists': { part: 4 },
  'POST /whitelists/rules': { part: 4 },
  'POST /whitelists/changes/:id/undo': { part: 4 },
}

/** htmx's headers, from the list that the write changes; programs send a key. */
const headersOf = (as: As, path: string): Record<string, string> => {
  if (as === 'api') return { 'Idempotency-Key': crypto.randomUUID() }
  if (as === 'page') return {}
  const list = path.startsWith('/timer') ? '/sessions' : path.split('/').slice(0, 2).join('/')
  return { 'HX-Request': 'true', 'HX-Request-Type': 'partial', 'HX-Current-URL': `${origin}${list}` }
}

/** The sign-in at GitHub is set up only in its own tests. */
const isWrite = (route: string) => !/^(GET |POST \/dev\/|POST \/auth\/github)/.test(route)

const formsOf = (route: string): As[] => {
  if (isApi(route)) return ['api']
  return pathOf(route).startsWith('/auth/') ? ['page'] : ['page', 'part']
}

const writes = Object.keys(routes)
  .filter(isWrite)
  .flatMap((route) => formsOf(route).map((as): [route: string, as: As] => [route, as]))

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
  const init = { method: methodOf(route), body, headers: { Origin: origin, ...headers, ...headersOf(as, path) } }
  const answer = await request(path, init)
  return answer.status < 400 ? { trips: cost(answer).trips } : { refused: answer.status }
}

test('every write that succeeds waits for few round trips', async () => {
  const refused: string[] = []
  const over: string[] = []
  const spare: string[] = []
  for (const [route, as] of writes) {
    const { trips = 0, refused: status } = await send(route, as)
    const exception = exceptions[route]?.[as]
    if (status) refused.push(`${route} as ${as}: ${status}`)
    if (trips > (exception ?? limit)) over.push(`${route} as ${as}: ${trips}`)
    if (exception !== undefined && trips < exception) spare.push(`${route} as ${as}: ${trips}, not ${exception}`)
  }
  expect({ refused, over, spare }).toEqual({ refused: [], over: [], spare: [] })
})
