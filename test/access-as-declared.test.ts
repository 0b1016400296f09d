import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { signInTracker } from '../functions/account/auth/programs/issue'
import { bindings, extension, personal, program } from '../functions/account/auth/programs/testing'
import { type Facts, factsOf, type Scope, scopes } from '../functions/lib/feature'
import { withMiddleware } from '../functions/middleware'
import { origin, rows, signedIn } from './support/client'
import { isApi, methodOf, ofKind, pathOf, routes } from './support/routes'
import { share } from './support/runs'

type Caller = {
  /** Headers of somebody new. */
  enter: () => Promise<Record<string, string>>
  /** Scopes of a personal token, or who has the JWT. */
  token?: Scope[] | 'extension' | 'tracker' | 'program'
  isNobody?: boolean
  isAdmin?: boolean
  isStale?: boolean
}

/** Enters somebody new with a cookie, or the token that is made for them; then their rows change. */
const person =
  (changes: string[], make?: (userId: string) => Promise<string>) => async (): Promise<Record<string, string>> => {
    const { userId, cookie } = await signedIn()
    const token = await make?.(userId)
    for (const change of changes) await rows(`UPDATE ${change} = ?`, userId)
    return token ? { Authorization: `Bearer ${token}`, Accept: 'application/json' } : { Cookie: cookie, Origin: origin }
  }

const suspended = 'users SET suspended_at = 1 WHERE id'
const admin = "users SET role = 'admin' WHERE id"
const ended = (table: string) => `${table} SET expires_at = 1 WHERE user_id`
const stale = (table: string) => `${table} SET created_at = created_at - ${11 * 60_000} WHERE user_id`

const tokens = {
  extension: async (userId: string) => (await extension(userId)).token,
  tracker: (userId: string) => signInTracker(bindings, userId, 'a@example.com', 'a test', Date.now()),
  program: async (userId: string) => (await program(userId)).access_token,
}
const kinds = ['extension', 'tracker', 'program'] as const
const withScopes = (...token: Scope[]) => ({
  token,
  isAdmin: true,
  enter: person([admin], (userId) => personal(userId, token)),
})

/** Callers with a token are admins, so that a path of admins is refused for the token alone. */
const callers: Record<string, Caller> = {
  nobody: { isNobody: true, enter: async () => ({ Origin: origin }) },
  suspended: { isNobody: true, enter: person([suspended]) },
  'suspended with a token': { isNobody: true, enter: person([suspended], (userId) => personal(userId, [...scopes])) },
  'signed in too long ago': { isNobody: true, enter: person([ended('web_sessions')]) },
  'with an old token': { isNobody: true, enter: person([ended('api_tokens')], (id) => personal(id, [...scopes])) },
  'with an old JWT': { isNobody: true, enter: person([ended('program_sessions')], tokens.program) },
  person: { enter: person([]) },
  admin: { isAdmin: true, enter: person([admin]) },
  'stale admin': { isAdmin: true, isStale: true, enter: person([admin, stale('web_sessions')]) },
  'stale program': { token: 'program', isStale: true, enter: person([stale('program_sessions')], tokens.program) },
  ...Object.fromEntries(kinds.map((token) => [token, { token, enter: person([admin], tokens[token]) }])),
  ...Object.fromEntries(scopes.map((scope) => [`scope ${scope}`, withScopes(scope)])),
  'read and write': withScopes('read', 'write'),
  'all scopes of no admin': { token: [...scopes], enter: person([], (userId) => personal(userId, [...scopes])) },
}

const admits = (facts: Facts, token: NonNullable<Caller['token']>, isReading: boolean) => {
  if (token === 'extension') return facts.isForExtension
  if (token === 'tracker') return facts.isForTrackers
  const { scopes: needed = { all: [isReading ? 'read' : 'write'] } } = facts
  if (token === 'program') return !facts.isForAdmins && needed !== 'none'
  if (typeof needed === 'string') return needed === 'any'
  return 'one' in needed
    ? needed.one.some((one) => token.includes(one))
    : needed.all.every((one) => token.includes(one))
}

/** The outcome for a caller by the facts that `feature.ts` says of the path. */
const declared = (route: string, { token, isNobody, isAdmin, isStale }: Caller, takesToken: boolean) => {
  const facts = factsFor(route)
  if (facts.isOpen) return 'in'
  if (isNobody || (token && !takesToken)) return 'sign in'
  if (token && !admits(facts, token, /^(GET|HEAD) /.test(route))) return 'refused'
  if (facts.isForAdmins && !isAdmin) return 'refused'
  return facts.needsFreshProof && isStale ? 'proof' : 'in'
}

const outcomeOf = async (answer: Response) => {
  const { status, headers } = answer
  const to = headers.get('Location')?.split('?')[0]
  if (status === 299) return 'in'
  if (status === 401 || (status === 303 && to === '/sign-in')) return 'sign in'
  const asksForProof = (await answer.text()).match(/fresh_proof_needed|name="proof_again"/) !== null
  if (asksForProof || (status === 303 && to === '/auth/proof')) return 'proof'
  return status === 403 ? 'refused' : `${status}`
}

const pathWith = (route: string) => pathOf(route).replaceAll(/:\w+/g, '01900000-0000-7000-8000-000000000000')
const factsFor = (route: string) => factsOf(methodOf(route), pathWith(route))

/** Handlers in place of all others: a request that reaches one was let in. */
const handler = new Hono().all('*', () => new Response(null, { status: 299 }))
const [open, closed] = [true, false].map((isOpen) => withMiddleware('', [handler], isOpen))

const send = async (route: string, shown: Record<string, string>) => {
  const context = createExecutionContext()
  const [method, { takes, isOpen }] = [methodOf(route), factsFor(route)]
  const isReading = method === 'GET' || method === 'HEAD'
  const type = { csv: 'text/csv', markdown: 'text/markdown', files: 'text/csv', jsonOrMarkdown: undefined }[
    takes ?? 'files'
  ]
  const headers = {
    ...shown,
    ...(!isReading && isApi(route) && { 'Content-Type': takes && type ? type : 'application/json' }),
  }
  const body = isReading ? undefined : isApi(route) ? '{}' : new URLSearchParams({ title: 'A' })
  const answer = await (isOpen ? open : closed)?.request(
    `${origin}${pathWith(route)}`,
    { method, headers, body },
    bindings,
    context,
  )
  await waitOnExecutionContext(context)
  return answer ?? Response.error()
}

const asked = Object.keys(routes)
  .filter((route) => pathOf(route) !== '/health')
  .flatMap((route) => {
    // Programs take back each act, too.
    if (/\/changes\/[\w.]+~/.test(route)) return [route, route.replace('POST ', 'POST /api/v1')]
    return methodOf(route) === 'GET' ? [route, route.replace('GET', 'HEAD')] : [route]
  })

test('every caller gets as far on every route as its path declares', async () => {
  const all = await Promise.all(
    Object.entries(callers).map(async ([name, caller]) => ({ name, caller, shown: await caller.enter() })),
  )
  const wrong: string[] = []
  for (const [index, route] of asked.entries()) {
    // A tracker lists sessions as JSON at the address of their page.
    const takesToken = factsFor(route).takesTokens === true || route === 'GET /sessions'
    const [withToken, others] = [all.filter(({ caller }) => caller.token), all.filter(({ caller }) => !caller.token)]
    // Elsewhere a token is ignored, and HEAD is answered as GET: `npm test` asks for fewer of the callers.
    const asking = route.startsWith('HEAD ')
      ? share(all, 14, index)
      : takesToken
        ? share(all, 4, index)
        : [...share(others, 4, index), ...share(withToken, 14, index)]
    await Promise.all(
      asking.map(async ({ name, caller, shown }) => {
        const [found, wanted] = [await outcomeOf(await send(route, shown)), declared(route, caller, takesToken)]
        if (found !== wanted) wrong.push(`${route}, ${name}: ${found}, not ${wanted}`)
      }),
    )
  }
  expect(wrong).toEqual([])
})

/** Routes by what must hold for them, as people would say it: a path that declares otherwise is found here. */
const listed: Record<string, [has: (facts: Facts) => unknown, pattern: RegExp]> = {
  'are for admins': [(facts) => facts.isForAdmins, / (\/api\/v1)?\/admin(\/|$)|\/changes\/admin\./],
  'need a fresh proof': [
    (facts) => facts.needsFreshProof,
    /^(POST (\/settings\/(tokens|account\/delete|sign-in\/devices\/(:id\/)?[\w-]+|sign-in\/passkeys(\/:id\/remove)?|sign-in\/github\/unlink)|\/api\/v1\/me\/(tokens|passkeys(\/options)?))|DELETE \/api\/v1\/me(\/(devices|passkeys)(\/:id)?)?|(GET|HEAD) \/settings\/sign-in\/passkeys)$/,
  ],
  'are for the extension': [
    (facts) => facts.isForExtension,
    / (\/api\/(activities|sessions|stats)(\/.*)?|\/auth\/(refresh|github\/callback))$/,
  ],
  'are for trackers': [
    (facts) => facts.isForTrackers,
    /^(POST \/sync|(GET|HEAD) (\/api\/(sessions|stats)|\/sessions|\/backup\/.*))$/,
  ],
  'take tokens': [
    (facts) => facts.takesTokens,
    / (\/(api|backup)\/.*|\/(live|mcp|sync|sessions\.csv)|\/auth\/proof.*)$/,
  ],
  'are for browsers alone': [(facts) => facts.scopes === 'none', / \/api\/v1\/me\/(tokens|passkeys|push)(\/.*)?$/],
  'are for no personal token': [
    (facts) => facts.scopes === 'programs',
    / (\/api\/v1\/me\/devices|\/auth\/proof)(\/.*)?$|^DELETE \/api\/v1\/(me|devices\/:id)$/,
  ],
  'take any scope': [(facts) => facts.scopes === 'any', /^(GET|HEAD) \/api\/v1\/me$| \/mcp$/],
  'take scopes of their own': [
    (facts) => typeof facts.scopes === 'object',
    / (\/api\/v1\/(admin\/.*|whitelist(\/check)?)|\/live)$|^POST \/(api\/v1\/)?((usage|sync)$|changes\/admin\.)/,
  ],
}

test.each(Object.entries(listed))('the paths that %s', (_, [has, pattern]) => {
  expect(asked.filter((route) => has(factsFor(route)))).toEqual(asked.filter((route) => pattern.test(route)))
})

test('the paths that need no sign-in', () => {
  const open = asked.filter((route) => factsFor(route).isOpen)
  const wanted = new Set(ofKind('open'))
  expect(open).toEqual(asked.filter((route) => wanted.has(route.replace('HEAD', 'GET'))))
})
