import type { Context } from 'hono'
import { readText } from '../../lib/form'
import { ProblemError, problems } from '../../lib/problem'
import { isJson } from '../../lib/respond'

export const readCredentials = async (c: Context): Promise<unknown> => {
  if (!isJson(c.req.header('Content-Type'))) return readText(c)
  return c.req.json().catch(() => {
    throw new ProblemError(problems.malformed)
  })
}
