import type { Context } from 'hono'
import type { z } from 'zod'
import { invalid } from '../lib/api/request'
import { isJson } from '../lib/page'
import { membersOf, ProblemError } from '../lib/problem'

const read = <S extends z.ZodType>(schema: S, given: unknown): z.output<S> => {
  const result = schema.safeParse(given)
  if (!result.success) throw new ProblemError(invalid(membersOf(result.error)))
  return result.data
}

/**
 * What the address of a request asks for. Not read by a validator, as those of the API in the reference are: these paths
 * are not for others, and do not stand there.
 * @throws ProblemError 422 when it makes no sense
 */
export const queryOf = <S extends z.ZodType>(c: Context, schema: S) => read(schema, c.req.query())

/**
 * The body of a request of the extension's, as JSON of that shape; none at all is an object without members.
 * @throws ProblemError 422 when it is of another shape
 */
export const bodyOf = async <S extends z.ZodType>(c: Context, schema: S) => {
  const isEmpty = !isJson(c.req.header('Content-Type')) || (await c.req.text()) === ''
  return read(schema, isEmpty ? {} : await c.req.json())
}
