import { zValidator } from '@hono/zod-validator'
import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import type { App } from './env'

/** What a person typed into a form of T, and what is wrong with it, by field. */
export type Draft<T> = { values: Partial<Record<keyof T, string>>; errors: Partial<Record<keyof T, string[]>> }

/** What was submitted, as text: of a file only that there was one. */
export const typed = async (c: Context) => (await c.req.parseBody()) as Record<string, string>

type Again<S extends z.ZodObject, E extends App> = (c: Context<E>, draft: Draft<z.output<S>>) => Child | Promise<Child>

/**
 * Validates a submitted form. An invalid one is answered with the same form, filled in, with its messages: 422.
 * @param title of the page on which the form stands when it is not a part
 */
export const form = <S extends z.ZodObject, E extends App = App>(schema: S, title: string, again: Again<S, E>) =>
  zValidator('form', schema, async (result, c) => {
    if (result.success) return
    const { fieldErrors } = z.flattenError(result.error)
    const draft = { values: await typed(c), errors: fieldErrors } as unknown as Draft<z.output<S>>
    c.status(422)
    return c.render(await again(c as unknown as Context<E>, draft), { title, heading: true })
  })
