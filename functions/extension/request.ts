import type { Context } from 'hono'
import type { z } from 'zod'
import { invalid } from '../lib/api/request'
import { isJson } from '../lib/page'
import { membersOf, ProblemError } from '../lib/problem'

/**
 * The body of a request of the extension's, as JSON of that shape; none at all is an object without members.
 * @throws ProblemError 422 when it is of another shape
 */
export const bodyOf = async <S extends z.ZodType>(c: Context, schema: S): Promise<z.output<S>> => {
  const isEmpty = !isJson(c.req.header('Content-Type')) || (await c.req.text()) === ''
  const result = schema.safeParse(isEmpty ? {} : await c.req.json())
  if (!result.success) throw new ProblemError(invalid(membersOf(result.error)))
  return result.data
}
