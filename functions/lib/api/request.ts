import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import { validator } from 'hono-openapi'
import { z } from 'zod'
import { charsetOf, type DecodedText, decodeText } from '../files/uploads'
import { type Problem, ProblemError, problems } from '../http/problem'
import { isJson, isReadMethod } from '../http/respond'
import { grouped } from '../text/format'

type Issue = {
  message: string
  path?: readonly (PropertyKey | { key: PropertyKey })[]
  /** Names of unknown members, as reported by zod. */
  keys?: string[]
}

export const invalidProblem = (errors: NonNullable<Problem['errors']>): Problem => ({
  status: 422,
  code: 'invalid',
  title: 'Invalid request',
  detail: errors
    .map(({ path, message }) => (path ? `${path}: ${message}` : message))
    .join('. ')
    .replaceAll('.. ', '. '),
  errors,
})

export const fieldsProblem = (fields: Partial<Record<string, string[]>>) =>
  new ProblemError(
    invalidProblem(
      Object.entries(fields).flatMap(([path, messages]) => (messages ?? []).map((message) => ({ path, message }))),
    ),
  )

/** Messages by the type that zod expected, because its own messages are technical. */
const typeMessages: Record<string, string> = {
  object: 'Enter an object',
  record: 'Enter an object',
  array: 'Enter a list',
  string: 'Enter a text',
  number: 'Enter a number',
  boolean: 'Choose true or false',
}

const inWords = (message: string) => typeMessages[/^Invalid input: expected (\w+)/.exec(message)?.[1] ?? ''] ?? message

export const membersOfIssue = ({ message, path = [], keys }: Issue) => {
  const steps = path.map((step) => String(typeof step === 'object' ? step.key : step))
  if (steps.length === 0 && message.startsWith('Invalid input')) return [{ path: '', message: 'Send a JSON object' }]
  if (!keys) return [{ path: steps.join('.'), message: inWords(message) }]
  return keys.map((key) => ({ path: [...steps, key].join('.'), message: 'Unknown field' }))
}

/** Maximum errors in a response. A list of half a million invalid elements would give a response 50 times its size. */
const errorsLimit = 100

/** Maximum elements in a list or object. zod fails on the errors of some hundred thousand elements. */
const elementsLimit = 20_000

/** Refuses JSON in which any list or object has too many elements. @throws ProblemError 422 */
const refuseLongLists = (json: unknown) => {
  const waiting = [json]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (typeof value !== 'object' || value === null) continue
    const elements: unknown[] = Object.values(value)
    if (elements.length > elementsLimit) {
      const message = `A list or an object has at most ${grouped(elementsLimit)} elements`
      throw new ProblemError(invalidProblem([{ path: '', message }]))
    }
    for (const element of elements) waiting.push(element)
  }
}

const refuse = (result: { success: boolean; error?: readonly Issue[] }) => {
  if (result.success) return
  throw new ProblemError(
    invalidProblem((result.error ?? []).slice(0, errorsLimit).flatMap(membersOfIssue).slice(0, errorsLimit)),
  )
}

export const wrongMedia = (name: 'JSON' | 'CSV' | 'Markdown' | 'Calendar' | 'text', type: string): Problem => ({
  status: 415,
  code: `no_${name.toLowerCase()}`,
  title: name === 'Calendar' ? 'Not a calendar' : `Not ${name}`,
  detail: `Send ${type}. Nothing was changed.`,
})

const hasBody = async (c: Context) => (await c.req.text()) !== ''

/** Refuses a write whose body is not JSON (415) or does not parse (400). A write may have no body. */
export const requireJson: MiddlewareHandler = async (c, next) => {
  if (!['POST', 'PUT', 'PATCH', 'DELETE'].includes(c.req.method)) return next()
  const type = c.req.header('Content-Type')
  if (type === undefined ? await hasBody(c) : !isJson(type)) {
    throw new ProblemError(wrongMedia('JSON', 'application/json'))
  }
  if (await hasBody(c)) {
    const json = await c.req.json().catch(() => {
      throw new ProblemError(problems.malformed)
    })
    refuseLongLists(json)
  }
  await next()
}

/** Refuses bodies of other types before anything else in the request is checked. */
export const bodyOfType =
  (types: RegExp, wrong: Problem): MiddlewareHandler =>
  (c, next) => {
    if (!types.test(c.req.header('Content-Type') ?? '')) throw new ProblemError(wrong)
    return next()
  }

export const csvBody = bodyOfType(/^\s*text\/csv\s*(;|$)/i, wrongMedia('CSV', 'text/csv'))

const isMarkdownType = (type = '') => /^\s*text\/markdown\s*(;|$)/i.test(type)

export const hasMarkdown = (c: Context) => isMarkdownType(c.req.header('Content-Type'))

export const noMarkdown = wrongMedia('Markdown', 'text/markdown')

/** Refuses forms and other text (415). JSON is refused later by the handler, once it has found the row. */
export const markdownBody: MiddlewareHandler = async (c, next) => {
  if (!hasMarkdown(c) && !isJson(c.req.header('Content-Type'))) throw new ProblemError(noMarkdown)
  await next()
}

/** The bytes of a body, and the charset in its Content-Type. */
export const readBodyBytes = async (c: Context) =>
  [new Uint8Array(await c.req.arrayBuffer()), charsetOf(c.req.header('Content-Type'))] as const

/** Reads a body as text, including a leading byte order mark. @throws ProblemError 422 if the bytes are not text */
export const readBodyText = async (c: Context): Promise<DecodedText> => {
  const [bytes, charset] = await readBodyBytes(c)
  const decoded = decodeText(bytes, 'Send text in UTF-8.', { charset, keepsMark: true })
  if ('problem' in decoded) throw fieldsProblem({ '': [decoded.problem] })
  return decoded
}

/** Validates the JSON body of a route that also accepts other media types. @throws ProblemError 422 */
export const readBodyJson = async <S extends z.ZodType>(c: Context, schema: S): Promise<z.output<S>> => {
  const result = schema.safeParse((await hasBody(c)) ? await c.req.json() : undefined)
  refuse({ success: result.success, error: result.error?.issues })
  return result.data as z.output<S>
}

/** Names of the query parameters that each validator accepts. */
const queryNames = new WeakMap<object, string[]>()

const parametersOf = (schema: unknown): string[] => {
  if (schema instanceof z.ZodPipe) return [schema.in, schema.out].flatMap(parametersOf)
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
}

/** Refuses a write with a query parameter unknown to its route (422). A read lists them in `Daymark-Ignored`. */
export const refuseUnknownQuery: MiddlewareHandler = async (c, next) => {
  const routes = matchedRoutes(c).filter(({ method }) => method !== 'ALL')
  const known = new Set(routes.flatMap(({ handler }) => queryNames.get(handler) ?? []))
  const unknown = routes.length === 0 ? [] : Object.keys(c.req.queries()).filter((name) => !known.has(name))
  if (unknown.length > 0 && !isReadMethod(c.req.method)) {
    throw new ProblemError(
      invalidProblem(unknown.slice(0, errorsLimit).map((path) => ({ path, message: 'Unknown parameter' }))),
    )
  }
  await next()
  if (unknown.length > 0) c.header('Daymark-Ignored', unknown.slice(0, errorsLimit).map(encodeURIComponent).join(', '))
}

/** Validators for the JSON body, the query and the path of a request. Errors are 422. */
export const body = <S extends z.ZodType>(schema: S) => validator('json', schema, refuse)
export const query = <S extends z.ZodType>(schema: S) => {
  const handler = validator('query', schema, refuse)
  queryNames.set(handler, parametersOf(schema))
  return handler
}
export const param = <S extends z.ZodType>(schema: S) => validator('param', schema, refuse)
