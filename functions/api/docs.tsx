import { Hono } from 'hono'
import type { RouterRoute } from 'hono/types'
import { z } from 'zod'
import { ApiPage, docsSearchLimit } from '../../views/api/page'
import { browserUser } from '../auth/signed-in'
import { operation } from '../lib/api/describe'
import type { App } from '../lib/env'
import { cleanLine, firstCharacters, folded } from '../lib/text'
import { openApi } from './openapi'
import { type ListedOperation, type Reference, referenceOf, schemaNamesOf } from './reference'

/** Everything that a word is looked for in: path, texts, and names of parameters, bodies and their members. */
const textOf = (operation: ListedOperation, shapes: Reference['shapes']) => {
  const { method, path, summary, description = '', tags, parameters } = operation
  const schemas = schemaNamesOf(operation, shapes)
  const members = schemas.flatMap((name) => Object.keys(shapes[name]?.properties ?? {}))
  const names = parameters.map(({ name }) => name)
  return folded([method, path, summary, description, ...tags, ...names, ...schemas, ...members].join(' '))
}

/** Groups with the operations whose text has every word of the query; groups without any are left out. */
const findOperations = ({ sections, shapes }: Reference, q: string): Reference['sections'] => {
  const words = folded(q).split(/\s+/).filter(Boolean)
  if (words.length === 0) return sections
  const fits = (operation: ListedOperation) => {
    const text = textOf(operation, shapes)
    return words.every((word) => text.includes(word))
  }
  return sections
    .map((section) => ({ ...section, operations: section.operations.filter(fits) }))
    .filter(({ operations }) => operations.length > 0)
}

/** Query of the page. A longer search is cut, an unknown group is none. */
const DocsQuery = z.object({
  q: z
    .string()
    .transform((typed) => firstCharacters(cleanLine(typed), docsSearchLimit))
    .catch(''),
  group: z.string().catch(''),
})

/** OpenAPI document and its page, open to everybody. @param loadRoutes loads the routes that are described */
export const apiDocs = (loadRoutes: () => Promise<RouterRoute[]>) => {
  let cached: { json: string; reference: Reference } | undefined

  /** Cached, because it is slow to build and depends on the code only. */
  const description = async () => {
    if (!cached) {
      const json = JSON.stringify(await openApi(await loadRoutes()))
      cached = { json, reference: referenceOf(JSON.parse(json)) }
    }
    return cached
  }

  return new Hono<App>()
    .get(
      '/v1/openapi.json',
      operation({
        summary: 'Read this description',
        tag: 'About',
        open: true,
        answers: { schema: z.looseObject({ openapi: z.string() }) },
      }),
      async (c) => c.body((await description()).json, 200, { 'Content-Type': 'application/json' }),
    )

    .get('/docs', async (c) => {
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
}
