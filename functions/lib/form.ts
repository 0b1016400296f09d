import { zValidator } from '@hono/zod-validator'
import type { Context, MiddlewareHandler } from 'hono'
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import type { App } from './env'
import { ProblemError, problems } from './problem'

/** What a person typed into a form of T, and what is wrong with it, by field. */
export type Draft<T> = { values: Partial<Record<keyof T, string>>; errors: Partial<Record<keyof T, string[]>> }

/** What was submitted, by field: the last of several. A body that cannot be read is a 400. */
export const submitted = (c: Context) =>
  c.req.parseBody().catch(() => {
    throw new ProblemError(problems.malformed)
  })

/** All that was submitted under one name, as text, each once. */
export const submittedAll = async (c: Context, name: string) => {
  const { [name]: values = [] } = await c.req.parseBody({ all: true })
  const texts = (Array.isArray(values) ? values : [values]).filter((value) => typeof value === 'string')
  return [...new Set(texts)]
}

/** What was submitted, as text; a file is no text. */
export const submittedText = async (c: Context): Promise<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(await submitted(c)).map(([name, value]) => [name, typeof value === 'string' ? value : '']),
  )

const isForm = (type: string) => /^\s*(multipart\/form-data|application\/x-www-form-urlencoded)\s*(;|$)/i.test(type)

/** Refuses a write whose body is no form, or cannot be read, before any of it is done. A write may have no body. */
export const readableForm: MiddlewareHandler = async (c, next) => {
  if (c.req.method === 'POST' && !c.req.path.startsWith('/api/')) {
    const type = c.req.header('Content-Type')
    if (type !== undefined && !isForm(type)) throw new ProblemError(problems.noForm)
    await submitted(c)
  }
  await next()
}

type Again<S extends z.ZodObject, E extends App> = (c: Context<E>, draft: Draft<z.output<S>>) => Child | Promise<Child>

/**
 * Validates a submitted form. An invalid one is answered with the same form, filled in, with its messages: 422.
 * @param title of the page on which the form stands when it is not a part
 * @param heading false where what comes again has a heading of its own
 */
export const form = <S extends z.ZodObject, E extends App = App>(
  schema: S,
  title: string,
  again: Again<S, E>,
  { heading = true } = {},
) =>
  zValidator('form', schema, async (result, c) => {
    if (result.success) return
    const { fieldErrors } = z.flattenError(result.error)
    const draft = { values: await submittedText(c), errors: fieldErrors } as unknown as Draft<z.output<S>>
    c.status(422)
    return c.render(await again(c as unknown as Context<E>, draft), { title, heading })
  })
