import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pathFor } from './support/callers'
import { origin, request, rows, signedIn } from './support/client'
import { filesIn } from './support/files'
import { methodOf, pathOf, routes } from './support/routes'
import { runs } from './support/runs'

const texts = await filesIn('functions')

const sources = Object.entries(texts).flatMap(([path, text]) => (/(?<!\.test)\.tsx?$/.test(path) ? [text] : []))

const names = Object.getOwnPropertyNames(Object.prototype)

/** Every name that a parameter, a field or a member of a body may have: those of the schemas, and of single reads. */
const parameters = [
  ...new Set(
    sources.flatMap((text) =>
      [...text.matchAll(/^ +([a-z_]{1,30}): |\.query\('([\w]+)'\)|\b(?:param|field)\w*\('([\w]+)'/gm)].flatMap(
        ([, member, query, field]) => member ?? query ?? field ?? [],
      ),
    ),
  ),
].sort()

const name = fc.constantFrom(...names)
const parameter = fc.oneof(fc.constantFrom(...parameters), name)
const pairs = fc.array(fc.tuple(parameter, fc.oneof({ weight: 4, arbitrary: name }, fc.constant(''))), {
  minLength: 1,
  maxLength: 3,
})

/** Ends the caller's sign-in or account, and the reset of the demo. */
const isEnding = (route: string) => /sign-out|account\/delete|^DELETE \/api\/v1\/me$|^POST \/dev\//.test(route)

const tried = Object.keys(routes).filter((route) => !isEnding(route))

const asked = fc.record({
  route: fc.constantFrom(...tried),
  /** Uses a name in the place of an id. */
  odd: fc.nat(9).map((chance) => chance < 2),
  inPath: name,
  query: pairs,
  body: pairs,
  part: fc.boolean(),
})

/** JSON with its members as they are, `__proto__` among them. */
const json = (members: [string, string][]) =>
  `{${members.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`

test('a moment named after a property of every object is refused', async () => {
  const client = await signedIn()
  for (const since of names) {
    for (const path of ['/stats/changes?since=', '/api/v1/stats/changes?since=']) {
      expect([path, since, (await client.get(path + since)).status]).toEqual([path, since, 422])
    }
  }
})

test('names that every object has are ordinary text in every parameter of every route', async () => {
  const client = await signedIn()
  await rows("UPDATE users SET role = 'admin' WHERE id = ?", client.userId)
  const sample = fc.sample(asked, runs(4000, 120))
  const paths = new Map<string, string>()
  for (const { route } of sample) if (!paths.has(route)) paths.set(route, await pathFor(route, client))
  const faults: string[] = []
  for (const { route, odd, inPath, query, body, part } of sample) {
    const method = methodOf(route)
    const path = odd ? pathOf(route).replace(/:\w+/g, inPath) : (paths.get(route) ?? '')
    const isApi = path.startsWith('/api/')
    const sent = {
      method,
      headers: {
        Cookie: client.cookie,
        Origin: origin,
        ...(part && !isApi && { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }),
        ...(isApi && method !== 'GET' && { 'Content-Type': 'application/json' }),
      },
      ...(method !== 'GET' && { body: isApi ? json(body) : new URLSearchParams(body) }),
    }
    const answer = await request(`${path}?${new URLSearchParams(query)}`, sent)
    if (answer.status >= 500)
      faults.push(`${answer.status} ${method} ${path}?${new URLSearchParams(query)} ${json(body)}`)
  }
  expect(faults).toEqual([])
})
