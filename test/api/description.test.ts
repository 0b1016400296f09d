import { env } from 'cloudflare:workers'
import { beforeAll, expect, test } from 'vitest'
import { bindings, program } from '../../functions/account/auth/programs/testing'
import { loadRoutes } from '../../functions/app'
import { wrongs } from '../support/api/check'
import {
  type Description,
  operationsOf,
  type Parameter,
  type Placed,
  readDescription,
  resolved,
  type Schema,
} from '../support/api/description'
import { request, signedIn } from '../support/client'
import { filesIn } from '../support/files'

const sources = Object.entries(await filesIn('functions')).filter(([path]) => /(?<!\.test)\.ts$/.test(path))

let description: Description
let operations: Placed[]

beforeAll(async () => {
  description = await readDescription()
  operations = operationsOf(description)
})

/** All schemas within a schema, itself included. */
const within = (schema: Schema): Schema[] => [
  schema,
  ...[
    ...Object.values(schema.properties ?? {}),
    ...[
      schema.items ?? [],
      schema.prefixItems ?? [],
      schema.anyOf ?? [],
      schema.oneOf ?? [],
      schema.allOf ?? [],
    ].flat(),
    ...(typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : []),
  ].flatMap(within),
]

const allSchemas = () => [
  ...Object.values(description.components.schemas),
  ...operations.flatMap(({ operation }) => [
    ...(operation.parameters ?? []).map(({ schema }) => schema),
    ...Object.values(operation.requestBody?.content ?? {}).map((media) => media?.schema),
    ...Object.values(operation.responses).flatMap((answer) => [
      ...Object.values(answer?.content ?? {}).map((media) => media?.schema),
      ...Object.values(answer?.headers ?? {}).map(({ schema }) => schema),
    ]),
  ]),
]

test('the description has every route of the API and no other', async () => {
  const routes = (await loadRoutes())
    .filter(({ method, path }) => method !== 'ALL' && /^\/(api\/v1\/|auth\/(token|refresh)$)/.test(path))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
  expect(operations.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([...new Set(routes)].toSorted())
})

test('it is OpenAPI 3.1 for everybody, and can be read by a program', async () => {
  const answer = await request('/api/v1/openapi.json')
  expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'application/json'])
  expect(description.openapi).toMatch(/^3\.1\./)
  expect(description.info).toMatchObject({ title: 'Daymark', version: expect.stringMatching(/^\d+\.\d+\.\d+$/) })
})

test('every operation has a unique name, a section, a text and responses', () => {
  const names = operations.map(({ operation }) => operation.operationId)
  expect(new Set(names).size).toBe(names.length)
  for (const { method, path, operation } of operations) {
    const at = `${method} ${path}`
    expect([at, operation.tags?.length, Boolean(operation.summary)]).toEqual([at, 1, true])
    const statuses = Object.keys(operation.responses)
    expect([at, statuses.some((status) => status.startsWith('2'))]).toEqual([at, true])
    for (const [status, answer] of Object.entries(operation.responses)) {
      expect([at, status, Boolean(answer?.description)]).toEqual([at, status, true])
      const media = Object.keys(answer?.content ?? {})
      if (Number(status) >= 400) expect([at, status, media]).toEqual([at, status, ['application/problem+json']])
      else if (status === '204' || status === '304') expect([at, status, media]).toEqual([at, status, []])
      else expect([at, status, media.length]).toEqual([at, status, 1])
    }
    expect([at, operation.requestBody !== undefined]).toEqual([at, statuses.includes('415')])
  }
})

test('every operation that reads the context describes it, and refuses one that is none', async () => {
  const described = operations.filter(({ operation }) => operation.parameters?.some(({ name }) => name === 'org'))
  const paths = described.map(({ method, path }) => `${method} ${path}`)
  const readers = sources.flatMap(([file, text]) => {
    const [, folder] = /functions\/\w+\/(.+)\/api(?:\/\w+)?\.ts$/.exec(file) ?? []
    const path = folder?.replace('period-reviews', 'reviews')
    return path && /var\.org|\borg = allOrgs/.test(text) ? [`GET /api/v1/${path}`] : []
  })
  expect(readers.length).toBeGreaterThanOrEqual(6)
  expect(paths).toEqual(expect.arrayContaining([...readers, 'GET /api/v1/stats/breakdown']))
  const client = await signedIn()
  for (const { path } of described) {
    const answer = await client.json('GET', `${path}?q=a&org=a+b`)
    expect([path, answer.status, await answer.text()]).toEqual([path, 422, expect.stringContaining('"path":"org"')])
  }
})

test('every signed-in operation takes the cookie or a bearer, and describes 401, 403 and 429', () => {
  expect(description.components.securitySchemes).toMatchObject({
    session: { type: 'apiKey', in: 'cookie', name: 'session' },
    bearer: { type: 'http', scheme: 'bearer' },
  })
  expect(description.security).toEqual([{ session: [] }, { bearer: [] }])
  const open = operations.filter(({ operation }) => operation.security?.length === 0)
  expect(open.map(({ path }) => path).toSorted()).toEqual(['/api/v1/openapi.json', '/auth/refresh', '/auth/token'])
  for (const { method, path, operation } of operations.filter(({ path }) => !path.endsWith('/openapi.json'))) {
    const { 401: refused, 403: forbidden, 409: lost, 429: tooOften } = operation.responses
    expect([method, path, Object.keys(refused?.headers ?? {})]).toEqual([method, path, ['WWW-Authenticate']])
    const canLose = method !== 'GET' && !operation.security
    expect([method, path, Boolean(forbidden), !canLose || Boolean(lost)]).toEqual([method, path, true, true])
    expect(Object.keys(tooOften?.headers ?? {})).toEqual(
      expect.arrayContaining(['Retry-After', 'RateLimit', 'RateLimit-Policy']),
    )
  }
})

test('429 has the headers that it describes', async () => {
  const { userId } = await signedIn()
  await env.DB.prepare('INSERT INTO rate_limits (key, count, resets_at) VALUES (?, 100, ?)')
    .bind(`api:${userId}`, Date.now() + 30_000)
    .run()
  const bearer = (await program(userId)).access_token
  const headers = { Authorization: `Bearer ${bearer}` }
  const answer = await request('/api/v1/me', { headers }, { ...bindings, RATE_LIMITS: 'on' })
  const described = description.paths['/api/v1/me']?.get?.responses[429]
  expect(answer.status).toBe(429)
  for (const name of Object.keys(described?.headers ?? {}))
    expect([name, answer.headers.get(name)]).toEqual([name, expect.any(String)])
})

test('the parameters of a path are declared, each once', () => {
  for (const { path, operation } of operations) {
    const parameters = operation.parameters ?? []
    const declared = parameters.filter((one) => one.in === 'path')
    expect(declared.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? [])
    expect(declared.every(({ required }) => required)).toBe(true)
    const names = parameters.map((one) => `${one.in} ${one.name}`)
    expect(names).toEqual([...new Set(names)])
  }
})

test('422 is described where a body, query, key, date or package name can be invalid', () => {
  for (const { method, path, operation } of operations) {
    const { parameters = [], requestBody, responses } = operation
    // A name in the path that is no package name is 422; any other is looked up, and so 404.
    const isName = (one: Parameter) => /^(package_name|scope)$/.test(one.name) && one.schema.pattern !== undefined
    const canBeInvalid =
      requestBody !== undefined ||
      parameters.some((one) => one.in === 'query' || ['Idempotency-Key', 'date'].includes(one.name) || isName(one))
    expect([method, path, '422' in responses]).toEqual([method, path, canBeInvalid])
  }
})

test('the limit of a page is described as an integer', () => {
  const limits = operations.flatMap(({ operation }) =>
    (operation.parameters ?? []).filter(({ name }) => name === 'limit').map(({ schema }) => schema),
  )
  expect(limits.length).toBeGreaterThan(5)
  for (const limit of limits) expect(limit).toEqual({ type: 'integer', minimum: 1, maximum: 100 })
})

test('every reference has a schema, and every schema is referenced', () => {
  const references = new Set<string>()
  for (const schema of allSchemas().flatMap((one) => (one ? within(one) : []))) {
    if (schema.$ref === undefined) continue
    expect(resolved(description, schema)).toBeDefined()
    references.add(schema.$ref.replace('#/components/schemas/', ''))
  }
  expect([...references].toSorted()).toEqual(Object.keys(description.components.schemas).toSorted())
})

test('no two schemas have one name', () => {
  const names = sources.flatMap(([, text]) => [
    ...new Set([
      ...[...text.matchAll(/\.meta\(\{\s*id: '(\w+)'/g)].map(([, name]) => name),
      ...[...text.matchAll(/bodiesOf\(\{\s*id: '(\w+)'/g)].flatMap(([, name]) => [`New${name}`, `${name}Patch`]),
    ]),
  ])
  expect(names).toContain('NewActionItem')
  expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([])
})

test('every example and default is valid by its own schema', () => {
  for (const schema of allSchemas().flatMap((one) => (one ? within(one) : []))) {
    for (const value of [schema.example, ...(schema.examples ?? [])]) {
      if (value !== undefined) expect([schema, wrongs(description, value, schema)]).toEqual([schema, []])
    }
    if (schema.pattern !== undefined) expect(() => new RegExp(schema.pattern ?? '', 'u')).not.toThrow()
    if (schema.required) expect(Object.keys(schema.properties ?? {})).toEqual(expect.arrayContaining(schema.required))
  }
})

test('the check finds values that are not as described', () => {
  const wrong = (value: unknown, schema: Schema) => wrongs(description, value, schema).length > 0
  expect(wrong({ a: 1 }, { type: 'object', properties: {}, additionalProperties: false })).toBe(true)
  expect(wrong({}, { type: 'object', properties: { a: {} }, required: ['a'] })).toBe(true)
  expect(wrong(1.5, { type: 'integer' })).toBe(true)
  expect(wrong(3, { type: 'number', maximum: 2 })).toBe(true)
  expect(wrong('2026-13-01', { type: 'string', format: 'date' })).toBe(true)
  expect(wrong(null, { anyOf: [{ type: 'string' }, { type: 'integer' }] })).toBe(true)
  expect(wrong([1, 'a'], { type: 'array', items: { type: 'integer' } })).toBe(true)
  expect(wrong({}, { $ref: '#/components/schemas/Problem' })).toBe(true)
  expect(wrong('ok', { type: ['string', 'null'], minLength: 2, maxLength: 2, pattern: '^ok$', enum: ['ok'] })).toBe(
    false,
  )
})
