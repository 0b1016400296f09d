import { Hono } from 'hono'
import type { RouterRoute } from 'hono/types'
import { generateSpecs } from 'hono-openapi'
import { z } from 'zod'
import { version } from '../../../package.json'
import { ApiPage, docsSearchLimit } from '../../../views/programs/api/page'
import { browserUser } from '../../account/auth/signed-in'
import { actsText } from '../../data/changes/api'
import { describeOperation, errorWords } from '../../lib/api/describe'
import type { App } from '../../lib/env'
import { cleanLine, firstCharacters, foldText } from '../../lib/text/text'
import { type ListedOperation, type Reference, referenceOf, schemaNamesOf } from './reference'

const introduction = `
Instants are ISO 8601 in UTC with milliseconds, and are accepted with any offset. Dates are \`YYYY-MM-DD\`, by the account’s time zone and day start.
Lists are newest first unless noted otherwise, 50 per page: repeat with \`next_cursor\` until it is null.
Errors are problem details (RFC 9457) with \`code\`, \`error\` and, for invalid requests, \`errors\`.
A query parameter that a route doesn’t know is refused on a write (422), and named in \`Daymark-Ignored\` on a read.
All programs of an account share 100 requests a minute. A 429 response has \`Retry-After\` in seconds; every response has \`RateLimit\`.
An unsupported method returns 405 with the supported ones in \`Allow\`.
A body is \`application/json\` unless an operation says otherwise; unknown fields are rejected.
`

type Description = Awaited<ReturnType<typeof generateSpecs>>

/** Removes the 422 response from operations that validate nothing. */
const dropNeedless422 = (description: Description) => {
  for (const methods of Object.values(description.paths)) {
    for (const operation of [methods?.get, methods?.delete, methods?.post]) {
      if (!operation || operation.requestBody) continue
      const isChecked = (operation.parameters ?? []).some(
        (one) =>
          'in' in one &&
          (one.in === 'query' ||
            one.name === 'Idempotency-Key' ||
            (one.in === 'path' && one.schema && 'pattern' in one.schema)),
      )
      if (!isChecked) delete operation.responses?.['422']
    }
  }
  return description
}

/** Adds a 409 response to all writes: any write may lose to concurrent writes, and is refused during a restore. */
const describeLostWrites = (description: Description) => {
  for (const methods of Object.values(description.paths)) {
    for (const operation of [methods?.put, methods?.patch, methods?.delete, methods?.post]) {
      if (!operation?.responses || operation.security) continue
      operation.responses['409'] ??= { ...operation.responses['403'], description: errorWords[409] }
    }
  }
  return description
}

/** Sorts path parameters by their order in the path. Validators would put their own first. */
const sortParameters = (description: Description) => {
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const operation of [methods?.get, methods?.put, methods?.patch, methods?.delete, methods?.post]) {
      operation?.parameters?.sort((one, other) => {
        const [a, b] = [one, other].map((it) => ('in' in it && it.in === 'path' ? path.indexOf(`{${it.name}}`) : 1e9))
        return (a ?? 0) - (b ?? 0)
      })
    }
  }
  return description
}

const openApi = async (routes: RouterRoute[]) => {
  const description = await generateSpecs(Object.assign(new Hono(), { routes }), {
    documentation: {
      info: { title: 'Daymark', version, description: introduction.trim() },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'session',
            description:
              'For a signed-in browser; `__Host-session` over https. Writes with it need the `Origin` of this site, or `Sec-Fetch-Site: same-origin`.',
          },
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description:
              'A personal token, which begins with `daymark_pat_`, or a program’s access token (JWT). Takes precedence over a cookie.',
          },
        },
      },
      security: [{ session: [] }, { bearer: [] }],
    },
    excludeStaticFile: false,
    defaultValidationErrorResponse: false,
  })
  const selected = description.paths['/api/v1/selected']?.post
  if (selected) selected.description += `\n\n${await actsText()}`
  return sortParameters(describeLostWrites(dropNeedless422(description)))
}

/** Searchable text of an operation: path, texts, and names of parameters, schemas and their members. */
const textOf = (operation: ListedOperation, shapes: Reference['shapes']) => {
  const { method, path, summary, description = '', tags, parameters } = operation
  const schemas = schemaNamesOf(operation, shapes)
  const members = schemas.flatMap((name) => Object.keys(shapes[name]?.properties ?? {}))
  const names = parameters.map(({ name }) => name)
  return foldText([method, path, summary, description, ...tags, ...names, ...schemas, ...members].join(' '))
}

/** Operations whose text has every word of the query, by group. Groups without such operations are left out. */
const findOperations = ({ sections, shapes }: Reference, q: string): Reference['sections'] => {
  const words = foldText(q).split(/\s+/).filter(Boolean)
  if (words.length === 0) return sections
  const fits = (operation: ListedOperation) => {
    const text = textOf(operation, shapes)
    return words.every((word) => text.includes(word))
  }
  return sections
    .map((section) => ({ ...section, operations: section.operations.filter(fits) }))
    .filter(({ operations }) => operations.length > 0)
}

/** Query of the page. A long search is truncated; an unknown group is ignored. */
const DocsQuery = z.object({
  q: z
    .string()
    .transform((typed) => firstCharacters(cleanLine(typed), docsSearchLimit))
    .catch(''),
  group: z.string().catch(''),
})

let cached: { json: string; reference: Reference } | undefined

/** The OpenAPI description of all routes. Cached, because it is slow to build and depends on the code only. */
const description = async () => {
  if (!cached) {
    const { loadRoutes } = await import('../../app')
    const json = JSON.stringify(await openApi(await loadRoutes()))
    cached = { json, reference: referenceOf(JSON.parse(json)) }
  }
  return cached
}

/** The OpenAPI document. */
export const apiDescription = new Hono<App>().get(
  '/',
  describeOperation({
    summary: 'Read this description',
    tag: 'About',
    open: true,
    answers: { schema: z.looseObject({ openapi: z.string() }) },
  }),
  async (c) => c.body((await description()).json, 200, { 'Content-Type': 'application/json' }),
)

/** The page that shows the OpenAPI document. */
export const apiDocs = new Hono<App>().get('/', async (c) => {
  const user = await browserUser(c)
  if (user) c.set('user', user)
  const { reference } = await description()
  const { q, group } = DocsQuery.parse(c.req.query())
  const shown = reference.sections.find(({ slug }) => slug === group)
  const view = { q, found: findOperations(reference, q), group: shown?.slug ?? '' }
  return c.render(<ApiPage reference={reference} view={view} origin={new URL(c.req.url).origin} />, {
    title: shown ? `API: ${shown.tag}` : 'API',
  })
})
