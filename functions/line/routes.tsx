import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import type { App } from '../lib/env'
import { form, submittedText } from '../lib/http/form'
import { wantsFragment } from '../lib/http/respond'
import { cleanLine } from '../lib/text/text'
import { cleanTypedLine, type LineReading } from './parts'

/** Schema for the field of a line. @param limit in characters */
export const lineField = (limit: number, none: string, tooLong = `A line has at most ${limit} characters`) =>
  z.string(none).transform(cleanLine).pipe(z.string().min(1, none).max(limit, tooLong))

type Typed = Record<string, string>

type LineKind<S extends z.ZodObject, U extends LineReading> = {
  /** Page title, for use without script. */
  title: string
  /** Name of the line's field in `schema`. */
  field: 'line' | 'entry'
  schema: S
  /** Maximum length of a line, in characters. */
  limit: number
  read: (c: Context<App>, line: string, typed: Typed) => Promise<U>
  /** Renders the preview while the line is typed. `understood` is undefined for an empty line. */
  preview: (understood: U | undefined, c: Context<App>) => Child
  /** Renders the line again; without script, a form with all fields. */
  again: (c: Context<App>, typed: Typed, understood: U, errors?: string[]) => Child | Promise<Child>
  /** Adds the row and responds. Returns errors if the values cannot be saved. */
  add: (c: Context<App>, id: string, understood: U, values: z.output<S>) => Promise<Response | string[]>
}

/** Routes that preview a row while its line is typed, and then add it. */
export const lineRoutes = <S extends z.ZodObject, U extends LineReading>(kind: LineKind<S, U>) => {
  const { title, field, schema, limit, preview, again, add } = kind
  const lineIn = (typed: Typed) => cleanTypedLine(typed[field], limit)
  const read = (c: Context<App>, typed: Typed) => kind.read(c, lineIn(typed), typed)
  return new Hono<App>()
    .get('/', async (c) => {
      const typed = c.req.query()
      const understood = await read(c, typed)
      if (wantsFragment(c) && typed[field] !== undefined)
        return c.render(preview(lineIn(typed) === '' ? undefined : understood, c))
      return c.render(await again(c, typed, understood), { title, heading: true })
    })

    .post(
      '/',
      form(schema, title, async (c, { errors }) => {
        const typed = submittedText(c)
        const messages = Object.values<string[] | undefined>(errors).flatMap((some) => some ?? [])
        return again(c, typed, await read(c, typed), messages)
      }),
      async (c) => {
        const typed = submittedText(c)
        const understood = await read(c, typed)
        const { errors } = understood
        const answer = errors.length > 0 ? errors : await add(c, uuid(), understood, c.req.valid('form'))
        if (!Array.isArray(answer)) return answer
        c.status(422)
        return c.render(await again(c, typed, understood, answer), { title, heading: true })
      },
    )
}
