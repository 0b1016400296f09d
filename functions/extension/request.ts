import type { Context } from 'hono'
import type { z } from 'zod'
import { invalid } from '../lib/api/request'
import { isJson } from '../lib/page'
import { membersOf, ProblemError } from '../lib/problem'

const parse = <S extends z.ZodType>(schema: S, input: unknown): z.output<S> => {
  const result = schema.safeParse(input)
  if (!result.success) throw new ProblemError(invalid(membersOf(result.error)))
  return result.data
}

/** Not a validator of `lib/api`, which would add the route to the API reference. @throws ProblemError 422 */
export const parseQuery = <S extends z.ZodType>(c: Context, schema: S) => parse(schema, c.req.query())

/** Reads a missing body as `{}`. @throws ProblemError 422 */
export const parseBody = async <S extends z.ZodType>(c: Context, schema: S) => {
  const isEmpty = !isJson(c.req.header('Content-Type')) || (await c.req.text()) === ''
  return parse(schema, isEmpty ? {} : await c.req.json())
}
