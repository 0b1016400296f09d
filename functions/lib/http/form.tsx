import type { Context, MiddlewareHandler } from 'hono'
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { ConflictForm } from '../../../views/ui/conflict'
import type { App } from '../env'
import { grouped } from '../text/format'
import { encodeTexts } from '../text/text'
import { type Difference, savedAt } from './conflict'
import { parseFormDates } from './date-fields'
import { type Problem, ProblemError, problems } from './problem'
import { isJson, wantsFragment } from './respond'

/** Submitted text and errors of a form, by field. */
export type Draft<T> = { values: Partial<Record<keyof T, string>>; errors: Partial<Record<keyof T, string[]>> }

export type AnyDraft = Draft<Record<string, string>>

const refuseMalformed = () => {
  throw new ProblemError(problems.malformed)
}

/** Submitted fields, with the last value of each. @throws ProblemError 400 if the body cannot be read */
export const submittedFields = (c: Context) => c.req.parseBody().catch(refuseMalformed)

/** Reads submitted fields as text; files become empty strings. @throws ProblemError 400 if the body cannot be read */
export const readText = async (c: Context): Promise<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(await submittedFields(c)).map(([name, value]) => [name, typeof value === 'string' ? value : '']),
  )

/** The fields that `requireForm` read. */
const fieldsOf = (c: Context): FormData => c.get('submitted') ?? new FormData()

/** Submitted fields as text. Repeated fields are encoded for `decodeTexts`. Files become empty strings. */
export const submittedText = (c: Context): Record<string, string> =>
  Object.fromEntries(
    Array.from(new Set(fieldsOf(c).keys()), (name) => [name, encodeTexts(submittedAll(c, name).filter(Boolean))]),
  )

/** Distinct strings submitted under one name. */
export const submittedAll = (c: Context, name: string) => [
  ...new Set(
    fieldsOf(c)
      .getAll(name)
      .filter((value) => typeof value === 'string'),
  ),
]

/** Files chosen in the fields `file` and `files`. */
export const submittedFiles = (c: Context) =>
  ['file', 'files'].flatMap((name) =>
    fieldsOf(c)
      .getAll(name)
      .flatMap((value) => chosenFile(value) ?? []),
  )

const isForm = (type: string) => /^\s*(multipart\/form-data|application\/x-www-form-urlencoded)\s*(;|$)/i.test(type)

/** Maximum number of fields, several times that of the largest form. */
const mostParts = 1_000

const tooManyParts = (parts: number): Problem => ({
  status: 422,
  code: 'too_many_fields',
  title: 'Too many fields',
  detail: `A form has at most ${grouped(mostParts)} fields. This one has ${grouped(parts)}. Nothing was changed.`,
})

/** Fields that client/offline/start.ts adds to each submitted form. Only `queuedLines` reads them. */
const lineFields = ['line_key', 'line_made']

/** Refuses a POST whose body is not a readable form before its handler runs. A POST may have no body. */
export const requireForm: MiddlewareHandler<App> = async (c, next) => {
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

/** Fields that a handler gets from `c.req.valid('form')`. */
type Checked<S extends z.ZodObject> = { in: { form: z.input<S> }; out: { form: z.output<S> } }

type Again<S extends z.ZodObject, E extends App> = (c: Context<E>, draft: Draft<z.output<S>>) => Child | Promise<Child>

/**
 * Validates a submitted form, whose dates may be words. Responds 422 to an invalid form, with its fields and messages.
 * @param title of the page, if the form is not a fragment
 * @param heading false if the form has its own heading
 * @param mode true for a full-screen page without navigation
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
    const result = await schema.safeParseAsync(parseFormDates(c, schema, sent))
    if (result.success) {
      c.req.addValidatedData('form', result.data)
      return next()
    }
    const { fieldErrors } = z.flattenError(result.error)
    const draft = { values: submittedText(c), errors: fieldErrors } as unknown as Draft<z.output<S>>
    c.status(422)
    return c.render(await again(c, draft), { title, heading, mode })
  }

/** The file of a field; null if no file was chosen, in which case browsers send an empty one. */
const chosenFile = (file: unknown) => (file instanceof File && (file.name !== '' || file.size > 0) ? file : null)

type Stale = {
  /** Noun for the edited row: `goal`. */
  what: string
  /** Page title, if the response is a page. */
  title: string
  /** Path of the saved version. */
  page: string
  /** Path to submit the edit to again; `page` by default. */
  action?: string
  /** `updated_at` in epoch ms; null if unknown, for example if the row is gone. */
  saved: { seq: number | null; updated_at: number | null }
  fields: Difference[]
  /** Fields to submit again with the choice. By default all submitted fields, with the saved `seq`. */
  values?: Record<string, string>
  /** Element to replace with the conflict, if the page already shows the saved version; by default the list item. */
  target?: string
  /** Wraps the conflict in a list item for an edit in a list. Without it, the response is a page. */
  row?: (conflict: Child) => Child
}

/** Responds to a stale edit with 409: both versions to choose from, and everything that was typed. */
export const answerStale = async <E extends App>(c: Context<E>, stale: Stale) => {
  const { what, title, page, action = page, saved, fields, values, target, row } = stale
  const inPlace = wantsFragment(c) ? row : undefined
  const conflict = (
    <ConflictForm
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
