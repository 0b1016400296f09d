import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { Parts } from '../../views/ui/line'
import type { App } from '../lib/env'
import { form, submittedText } from '../lib/form'
import { wantsFragment } from '../lib/page'
import { cleanLine } from '../lib/text'
import { lineOf, type Understood } from './parts'

/** The field of a line. @param limit in characters */
export const lineField = (limit: number, none: string, tooLong = `A line has at most ${limit} characters`) =>
  z.string(none).transform(cleanLine).pipe(z.string().min(1, none).max(limit, tooLong))

type Typed = Record<string, string>

type LineKind<S extends z.ZodObject, U extends Understood> = {
  /** Title of the page without script. */
  title: string
  /** Begins the ids of its form. */
  id: string
  /** The name of the field in `schema`. */
  field: 'line' | 'entry'
  schema: S
  /** In characters. */
  limit: number
  read: (c: Context<App>, line: string, typed: Typed) => Promise<U>
  /** The line again, and without script the form with every field. */
  again: (c: Context<App>, typed: Typed, understood: U, errors?: string[]) => Child | Promise<Child>
  /** Adds the row and answers; the errors of values that cannot be saved. */
  add: (c: Context<App>, id: string, understood: U, values: z.output<S>) => Promise<Response | string[]>
}

/** Previews a row of a kind while its line is typed, then adds it. */
export const lineRoutes = <S extends z.ZodObject, U extends Understood>(kind: LineKind<S, U>) => {
  const { title, schema, read, again, add } = kind
  const parts = (understood?: U) => <Parts id={`${kind.id}-understood`} parts={understood?.parts} />
  const lineIn = (typed: Typed) => lineOf(typed[kind.field], kind.limit)
  const refuse = async (c: Context<App>, understood: U, errors: string[]) => {
    c.status(422)
    return c.render(await again(c, submittedText(c), understood, errors), { title, heading: true })
  }
  return new Hono<App>()
    .get('/', async (c) => {
      const typed = c.req.query()
      const line = lineIn(typed)
      if (wantsFragment(c) && line === '') return c.render(parts())
      const understood = await read(c, line, typed)
      if (wantsFragment(c)) return c.render(parts(understood))
      return c.render(await again(c, typed, understood), { title, heading: true })
    })

    .post(
      '/',
      form(schema, title, async (c, { errors }) => {
        const typed = submittedText(c)
        const messages = Object.values<string[] | undefined>(errors).flatMap((some) => some ?? [])
        return again(c, typed, await read(c, lineIn(typed), typed), messages)
      }),
      async (c) => {
        const typed = submittedText(c)
        const understood = await read(c, lineIn(typed), typed)
        if (understood.errors.length > 0) return refuse(c, understood, understood.errors)
        const answer = await add(c, uuid(), understood, c.req.valid('form'))
        return Array.isArray(answer) ? refuse(c, understood, answer) : answer
      },
    )
}
