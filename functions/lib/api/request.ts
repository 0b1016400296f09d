import type { Context, MiddlewareHandler } from 'hono'
import { validator } from 'hono-openapi'
import type { z } from 'zod'
import { isJson } from '../page'
import { type Problem, ProblemError, problems } from '../problem'

type Issue = {
  message: string
  path?: readonly (PropertyKey | { key: PropertyKey })[]
  /** The members that there are not, as zod names them. */
  keys?: string[]
}

/** What is wrong with which member of a request, as a problem. */
export const invalid = (errors: NonNullable<Problem['errors']>): Problem => ({
  status: 422,
  code: 'invalid',
  title: 'That cannot be',
  detail: errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('. '),
  errors,
})

/** The same from messages by field, as forms have them. */
export const invalidFields = (fields: Partial<Record<string, string[]>>) =>
  new ProblemError(
    invalid(
      Object.entries(fields).flatMap(([path, messages]) => (messages ?? []).map((message) => ({ path, message }))),
    ),
  )

/** Of what is wrong with a value, which member it is about, and what is said of it. */
export const named = ({ message, path = [], keys }: Issue) => {
  const steps = path.map((step) => String(typeof step === 'object' ? step.key : step))
  if (!keys) return [{ path: steps.join('.'), message }]
  return keys.map((key) => ({ path: [...steps, key].join('.'), message: 'There is no such member' }))
}

const refuse = (result: { success: boolean; error?: readonly Issue[] }) => {
  if (result.success) return
  throw new ProblemError(invalid((result.error ?? []).flatMap(named)))
}

const notJson: Problem = {
  status: 415,
  code: 'no_json',
  title: 'That is not JSON',
  detail: 'This takes application/json. Nothing was changed.',
}

/** Whether a request brings a body. */
const hasBody = async (c: Context) => (await c.req.text()) !== ''

/**
 * Refuses a write whose body is not JSON (415), or cannot be read as such (400), before any of it is done. Where no
 * body is wanted, none may be sent.
 */
export const readableJson: MiddlewareHandler = async (c, next) => {
  const type = c.req.header('Content-Type')
  const isWrite = ['POST', 'PUT', 'PATCH', 'DELETE'].includes(c.req.method)
  if (!isWrite) return next()
  if (type === undefined ? await hasBody(c) : !isJson(type)) throw new ProblemError(notJson)
  if (await hasBody(c)) {
    await c.req.json().catch(() => {
      throw new ProblemError(problems.malformed)
    })
  }
  await next()
}

const notCsv: Problem = {
  status: 415,
  code: 'no_csv',
  title: 'That is not CSV',
  detail: 'This takes text/csv. Nothing was changed.',
}

/** Refuses a write whose body is not CSV (415). */
export const csvBody: MiddlewareHandler = async (c, next) => {
  if (!/^\s*text\/csv\s*(;|$)/i.test(c.req.header('Content-Type') ?? '')) throw new ProblemError(notCsv)
  await next()
}

/** The body of a request, as JSON of that shape: 422 when it is another. */
export const body = <S extends z.ZodType>(schema: S) => validator('json', schema, refuse)

/** What the address asks for: 422 when it makes no sense. */
export const query = <S extends z.ZodType>(schema: S) => validator('query', schema, refuse)

/** What stands in the path: 422 where it cannot be. */
export const param = <S extends z.ZodType>(schema: S) => validator('param', schema, refuse)
