import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { z } from 'zod'
import type { FieldValue } from '../../../views/ui/field'
import { InPlaceForm } from '../../../views/ui/in-place'
import type { ToastProps } from '../../../views/ui/toast'
import { editedSinceProblem } from '../db/recoverable'
import { type AnyDraft, submittedText } from '../http/form'
import { ProblemError } from '../http/problem'
import { wantsFragment } from '../http/respond'

export type Undo = Pick<ToastProps, 'undo' | 'sends'>

/** A row's values as its form fields show them, by field name. */
export type FormValues = Record<string, FieldValue>

/** The field that is edited in place, from the request that opens or submits its form. */
export const fieldInPlace = (c: Context, fields: readonly string[]) => {
  const name = c.req.method === 'POST' ? submittedText(c).field : c.req.query('field')
  return fields.find((field) => field === name)
}

type InPlaceProps = { name: string; url: string; title: string; seq: number; draft?: AnyDraft; shown?: string[] }

/** Form of one field. Lists errors of other fields below. @param shown fields whose controls show their own errors */
export const formInPlace = (
  c: Context,
  { name, url, title, seq, draft, shown = [name] }: InPlaceProps,
  control: Child,
) => (
  <InPlaceForm
    label={`Edit ${title}`}
    url={url}
    seq={draft?.values.seq ?? seq}
    field={name}
    errors={Object.entries(draft?.errors ?? {}).flatMap(([field, errors]) =>
      shown.includes(field) ? [] : (errors ?? []),
    )}
    isPart={wantsFragment(c)}
    isAgain={draft !== undefined}
  >
    {control}
  </InPlaceForm>
)

export const editUndone = 'Edit undone'

const textOf = (typed: FormValues, name: string) => String(typed[name] ?? '')

const fieldsOf = ({ shape }: z.ZodObject) => Object.keys(shape).filter((name) => name !== 'seq')

/** Hidden fields for an Undo: the values before an edit, and the values after it, to check that they are unchanged. */
export const undoOfEdit = (undo: string, schema: z.ZodObject, before: FormValues, after: FormValues): Undo => {
  const edited = fieldsOf(schema).filter((name) => textOf(before, name) !== textOf(after, name))
  const was = Object.fromEntries(edited.map((name) => [name, textOf(before, name)]))
  const is = JSON.stringify(edited.map((name) => textOf(after, name)))
  return edited.length > 0 ? { undo, sends: { ...was, is } } : {}
}

/** The edit that undoes an earlier one. @throws ProblemError 409 if the row has changed since */
export const parseUndoEdit = <S extends z.ZodObject>(c: Context, schema: S, typed: FormValues) => {
  const { is, ...sent } = submittedText(c)
  const names = fieldsOf(schema).filter((name) => Object.hasOwn(sent, name))
  const isThere = names.length > 0 && is === JSON.stringify(names.map((name) => textOf(typed, name)))
  const mask = Object.fromEntries(names.map((name) => [name, true]))
  const edit = isThere ? schema.pick(mask as never).safeParse(sent) : undefined
  if (!edit?.success) throw new ProblemError(editedSinceProblem)
  return edit.data as Partial<z.output<S>>
}
