import type { Context, MiddlewareHandler } from 'hono'
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { Conflict } from '../../../views/ui/conflict'
import type { App } from '../env'
import { grouped } from '../text/format'
import { oneText } from '../text/text'
import { type Difference, savedAt } from './conflict'
import { formDatesRead } from './date-fields'
import { type Problem, ProblemError, problems } from './problem'
import { isJson, wantsFragment } from './respond'

/** The typed text of a form of T and its errors, by field. */
export type Draft<T> = { values: Partial<Record<keyof T, string>>; errors: Partial<Record<keyof T, string[]>> }

export type AnyDraft = Draft<Record<string, string>>

const refuseMalformed = () => {
  throw new ProblemError(problems.malformed)
}

/** Submitted fields; the last value of each. @throws ProblemError 400 for a body that cannot be read */
export const submitted = (c: Context) => c.req.parseBody().catch(refuseMalformed)

/** Reads submitted fields as text; a file becomes an empty string. @throws ProblemError 400 for a body that cannot be read */
export const readText = async (c: Context): Promise<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(await submitted(c)).map(([name, value]) => [name, typeof value === 'string' ? value : '']),
  )

/** The fields that `readableForm` read. */
const fieldsOf = (c: Context): FormData => c.get('submitted') ?? new FormData()

/** Submitted fields as text, for `eachOf` where a name is there several times; a file becomes an empty string. */
export const submittedText = (c: Context): Record<string, string> =>
  Object.fromEntries(
    Array.from(new Set(fieldsOf(c).keys()), (name) => [name, oneText(submittedAll(c, name).filter(Boolean))]),
  )

/** Distinct texts submitted under one name. */
export const submittedAll = (c: Context, name: string) => [
  ...new Set(
    fieldsOf(c)
      .getAll(name)
      .filter((value) => typeof value === 'string'),
  ),
]

/** Files that were chosen in the fields `file` and `files`: a browser sends an empty one where none was. */
export const submittedFiles = (c: Context) =>
  ['file', 'files'].flatMap((name) =>
    fieldsOf(c)
      .getAll(name)
      .flatMap((value) => chosenFile(value) ?? []),
  )

const isForm = (type: string) => /^\s*(multipart\/form-data|application\/x-www-form-urlencoded)\s*(;|$)/i.test(type)

/** Fields of the largest form that a page has, several times over. */
const mostParts = 1_000

const tooManyParts = (parts: number): Problem => ({
  status: 422,
  code: 'too_many_fields',
  title: 'Too many fields',
  detail: `A form has at most ${grouped(mostParts)} fields. This one has ${grouped(parts)}. Nothing was changed.`,
})

/** Fields that client/offline/start.ts adds to each form that is sent, for `keptLines` alone. */
const lineFields = ['line_key', 'line_made']

/** Refuses a POST whose body is not a readable form before its handler runs. A POST may have no body. */
export const readableForm: MiddlewareHandler<App> = async (c, next) => {
  const { isForPrograms, takesTokens } = c.var.facts
  const type = c.req.header('Content-Type')
  if (c.req.method === 'POST' && !isForPrograms && !(takesTokens && isJson(type))) {
    if (type !== undefined && !isForm(type)) throw new ProblemError(problems.noForm)
    if (type !== undefined) {
      const fields: FormData = await c.req.formData().catch(refuseMalformed)
      c.set('submitted', fields)
      c.set('line', { key: fields.get('line_key'), made: fields.get('line_made') })
      for (const name of lineFields) fields.delete(name)
    }
    const parts = [...fieldsOf(c).keys()].length
    if (parts > mostParts) throw new ProblemError(tooManyParts(parts))
  }
  await next()
}

/** Fields that a handler gets by `c.req.valid('form')`. */
type Checked<S extends z.ZodObject> = { in: { form: z.input<S> }; out: { form: z.output<S> } }

type Again<S extends z.ZodObject, E extends App> = (c: Context<E>, draft: Draft<z.output<S>>) => Child | Promise<Child>

/**
 * Validates a submitted form; its dates may be words. Answers an invalid one with the filled-in form and its messages: 422.
 * @param title of the page on which the form stands when it is not a part
 * @param heading false where the page has a heading of its own
 * @param mode true for a page without the menu
 */
export const form =
  <S extends z.ZodObject, E extends App = App>(
    schema: S,
    title: string,
    again: Again<S, E>,
    { heading = true, mode = false } = {},
  ): MiddlewareHandler<E, string, Checked<S>> =>
  async (c, next) => {
    const sent = await c.req.parseBody({ all: true })
    const result = await schema.safeParseAsync(formDatesRead(c, schema, sent))
    if (result.success) {
      c.req.addValidatedData('form', result.data)
      return next()
    }
    const { fieldErrors } = z.flattenError(result.error)
    const draft = { values: submittedText(c), errors: fieldErrors } as unknown as Draft<z.output<S>>
    c.status(422)
    return c.render(await again(c, draft), { title, heading, mode })
  }

/** The file of a field; null where none was chosen: a browser sends an empty one then. */
const chosenFile = (file: unknown) => (file instanceof File && (file.name !== '' || file.size > 0) ? file : null)

type Stale = {
  /** Kind of the edited row: `goal`. */
  what: string
  /** Page title where the answer is not a fragment. */
  title: string
  /** Path of the saved version. */
  page: string
  /** Path that the edit is sent to again; `page` by default. */
  action?: string
  /** `updated_at` in epoch ms, null where it is unknown, as of a row that is gone. */
  saved: { seq: number | null; updated_at: number | null }
  fields: Difference[]
  /** Sent again with the choice; all that was typed, with the saved `seq`, by default. */
  values?: Record<string, string>
  /** The element that the choice replaces, where the page shows the saved version already; else the row of the list. */
  target?: string
  /** Wraps the conflict in the row of the list that it replaces. Without it the answer is a page. */
  row?: (conflict: Child) => Child
}

/** Answers a stale edit: 409, with both versions to choose from and all that was typed. */
export const answerStale = async <E extends App>(c: Context<E>, stale: Stale) => {
  const { what, title, page, action = page, saved, fields, values, target, row } = stale
  const inPlace = wantsFragment(c) ? row : undefined
  const conflict = (
    <Conflict
      what={what}
      savedAt={
        saved.updated_at === null ? 'in the meantime' : savedAt(saved.updated_at, c.var.user.preferences, Date.now())
      }
      fields={fields}
      action={action}
      values={values ?? { ...submittedText(c), seq: String(saved.seq ?? '') }}
      takeHref={page}
      target={inPlace ? (target ?? 'closest li') : undefined}
      isShown={target !== undefined}
    />
  )
  c.status(409)
  return c.render(inPlace ? inPlace(conflict) : conflict, { title, heading: true })
}
