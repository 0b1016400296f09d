import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { Child } from 'hono/jsx'
import { v7 as uuid } from 'uuid'
import type { z } from 'zod'
import { draftFieldsInPlace } from '../../../views/ui/in-place'
import type { ToastProps } from '../../../views/ui/toast'
import { editedSinceProblem } from '../db/recoverable'
import { type App, type Loaded, rowLoader } from '../env'
import { differences, type FieldDescriptions } from '../http/conflict'
import { type AnyDraft, answerStale, form, submittedText } from '../http/form'
import { type Problem, ProblemError } from '../http/problem'
import { prefetchFragments, respondProblem } from '../http/respond'
import {
  editUndone,
  type FormValues,
  fieldInPlace,
  formInPlace,
  parseUndoEdit,
  type Undo,
  undoOfEdit,
} from './edit-in-place'
import { addRow, commitWrite, editRow, type FieldErrors, type Resource, type ResourceRow, type Write } from './resource'

/** A completed write. `before` is null for an added or restored row. */
export type CompletedWrite<R> = {
  action: 'add' | 'edit' | 'delete' | 'restore'
  id: string
  before: R | null
  /** The row as edited, or the new row as submitted. */
  values?: R
  /** Replaces the default toast. */
  toast?: ToastProps
  /** Undo of an edit in place. */
  undo?: Undo
}

export type RowPages<R extends ResourceRow, E extends App = App> = {
  /** Schema of the form of an existing row. Its `seq` is `seenVersion`. */
  edit: z.ZodObject & z.ZodType<Partial<R> & { seq: number }>
  titleOf: (row: R) => string
  /** Path of a row. Its form is submitted there, too. */
  hrefOf: (row: R) => string
  /** Labels and formatters of fields, for a conflict. */
  described: (c: Context<E>, saved: R) => FieldDescriptions<R> | Promise<FieldDescriptions<R>>
  editForm: (c: Context<E>, row: R, draft?: AnyDraft) => Child | Promise<Child>
  /** Fields that can be edited in place, and their controls. */
  inPlace?: {
    fields: readonly string[]
    /** Initial values of the control; by default the row's. */
    typed?: (row: R, c: Context<E>) => FormValues
    control: (
      c: Context<E>,
      row: R,
      name: string,
      field: ReturnType<typeof draftFieldsInPlace<FormValues>>,
    ) => Child | Promise<Child>
  }
  /** List item around a form or a conflict. */
  editingRow: (row: R, content: Child) => Child
  /** Responds to GET for a row. htmx requests it to restore the row after a cancelled edit. */
  show: (c: Context<E>, row: R) => Response | Promise<Response>
  answer: (c: Context<E>, done: CompletedWrite<R>) => Response | Promise<Response>
  /** Problem (409) if a row cannot be restored, because another row now has its name or place. */
  restoreRefused?: Problem
}

/** Pages of a kind. `listed` provides most of it for kinds that are edited in their list. */
export type Pages<R extends ResourceRow, New extends object, E extends App = App> = RowPages<R, E> & {
  create: z.ZodObject & z.ZodType<New>
  newForm: (c: Context<E>, draft?: AnyDraft) => Child | Promise<Child>
  /** Completes submitted values before the row is added, or returns errors. */
  readNew?: (c: Context<E>, values: New) => Promise<{ values: New } | { errors: FieldErrors }>
}

const typedOf = <R extends ResourceRow, E extends App>(
  c: Context<E>,
  { inPlace }: RowPages<R, E>,
  row: R,
): FormValues => inPlace?.typed?.(row, c) ?? (row as FormValues)

/** The form of a row, or of the one field that is edited in place. */
const formOf = async <R extends ResourceRow, E extends App>(
  c: Context<E>,
  pages: RowPages<R, E>,
  row: R,
  draft?: AnyDraft,
) => {
  const name = fieldInPlace(c, pages.inPlace?.fields ?? [])
  if (!pages.inPlace || name === undefined) return pages.editForm(c, row, draft)
  const control = await pages.inPlace.control(c, row, name, draftFieldsInPlace(typedOf(c, pages, row), draft))
  return formInPlace(c, { name, url: pages.hrefOf(row), title: pages.titleOf(row), seq: row.seq, draft }, control)
}

/** Validates only the submitted fields and the version for an edit in place, else the whole form. */
const editOf = <R extends ResourceRow, E extends App>(
  pages: RowPages<R, E>,
  validate: (schema: RowPages<R, E>['edit']) => MiddlewareHandler,
): MiddlewareHandler => {
  const whole = validate(pages.edit)
  const fields = pages.inPlace?.fields ?? []
  return (c, next) => {
    const field = fieldInPlace(c, fields)
    if (field === undefined) return whole(c, next)
    const names = fields.filter((name) => name === field || Object.hasOwn(submittedText(c), name))
    const mask = Object.fromEntries(['seq', ...names].map((name) => [name, true]))
    return validate(pages.edit.pick(mask as never) as unknown as RowPages<R, E>['edit'])(c, next)
  }
}

const toastOf = (write: Write) => (Array.isArray(write) ? undefined : write.toast)

const newPages = <R extends ResourceRow, New extends object, E extends App>(
  resource: Resource<R, New, E>,
  pages: Pages<R, New, E>,
) => {
  const title = `New ${resource.name}`
  return new Hono<E>()
    .get('/new', async (c) => c.render(await pages.newForm(c, undefined), { title, heading: true }))

    .post(
      '/',
      form<typeof pages.create, E>(pages.create, title, (c, draft) => pages.newForm(c, draft as AnyDraft)),
      async (c) => {
        const context = c as unknown as Context<E>
        const id = uuid()
        const typed = c.req.valid('form') as New
        const read = (await pages.readNew?.(context, typed)) ?? { values: typed }
        const refuse = async (errors: FieldErrors) => {
          c.status(422)
          const draft = { values: submittedText(context), errors }
          return c.render(await pages.newForm(context, draft), { title, heading: true })
        }
        if ('errors' in read) return refuse(read.errors)
        const { values } = read
        const done: CompletedWrite<R> = { action: 'add', id, before: null, values: values as unknown as R }
        const answer = prefetchFragments(context, async () => pages.answer(context, done))
        const errors = await addRow(context, resource, id, values)
        return errors ? refuse(errors) : answer()
      },
    )
}

/**
 * Saves an edit and responds. In a conflict, shows both versions, unless they are equal.
 * @param action path that the form was submitted to, if not the row's
 */
export const answerEdit = async <R extends ResourceRow, New extends object, E extends App>(
  c: Context<E>,
  resource: Resource<R, New, E>,
  pages: RowPages<R, E>,
  before: R,
  edit: Partial<R>,
  action?: string,
) => {
  const values: R = { ...before, ...edit }
  const done: CompletedWrite<R> = { action: 'edit', id: before.id, before, values }
  const answer = prefetchFragments(c, async () => {
    if (!done.toast?.undo && fieldInPlace(c, pages.inPlace?.fields ?? [])) {
      const saved = await resource.find(c.env.DB, c.var.user.id, before.id, c)
      const [was, is] = [typedOf(c, pages, before), typedOf(c, pages, saved ?? before)]
      done.undo = undoOfEdit(`${pages.hrefOf(before)}/undo`, pages.edit, was, is)
    }
    return pages.answer(c, done)
  })
  const refuse = async (errors: FieldErrors) => {
    c.status(422)
    const content = await formOf(c, pages, before, { values: submittedText(c), errors })
    return c.render(content, { title: `Edit ${pages.titleOf(before)}`, heading: `Edit ${resource.name}` })
  }
  const edited = await editRow(c, resource, before, values, (toast) => {
    done.toast = toast
  })
  if ('errors' in edited) return refuse(edited.errors)
  if (!edited.isStale) return answer()
  const saved = await resource.find(c.env.DB, c.var.user.id, before.id, c)
  if (!saved) return c.notFound()
  if (saved.seq === values.seq && resource.refused) return refuse(resource.refused.errors)
  const fields = differences(values, saved, await pages.described(c, saved))
  if (fields.length === 0) return pages.answer(c, { action: 'edit', id: before.id, before, values })
  return answerStale(c, {
    what: resource.name,
    title: `Edit ${pages.titleOf(saved)}`,
    page: pages.hrefOf(saved),
    action,
    saved,
    fields,
    row: (content) => pages.editingRow(saved, content),
  })
}

export const rowPages = <R extends ResourceRow, New extends object, E extends App>(
  resource: Resource<R, New, E>,
  pages: RowPages<R, E>,
) => {
  const { parameter = 'id' } = resource
  const load = rowLoader('row', resource.find, parameter)
  type WithRow = Loaded<'row', R>
  const typed = (c: unknown) => c as Context<E>

  const routes = new Hono<WithRow>()
    .get(`/:${parameter}`, load, (c) => pages.show(typed(c), c.var.row))

    .get(`/:${parameter}/edit`, load, async (c) => {
      const content = await formOf(typed(c), pages, c.var.row)
      return c.render(content, { title: `Edit ${pages.titleOf(c.var.row)}`, heading: `Edit ${resource.name}` })
    })

    .post(
      `/:${parameter}`,
      load,
      editOf(pages, (schema) =>
        form<typeof schema, WithRow>(schema, `Edit ${resource.name}`, (c, draft) =>
          formOf(typed(c), pages, c.var.row, draft as AnyDraft),
        ),
      ),
      (c) => answerEdit(typed(c), resource, pages, c.var.row, c.req.valid('form' as never) as Partial<R>),
    )

    .post(`/:${parameter}/delete`, load, async (c) => {
      const before = c.var.row
      const write = resource.remove(c.env.DB, c.var.user.id, before.id, Date.now(), typed(c))
      const toast = toastOf(write)
      const answer = prefetchFragments(c, async () =>
        pages.answer(typed(c), { action: 'delete', id: before.id, before, toast }),
      )
      const { outcome } = await commitWrite(typed(c), resource, write)
      return outcome === 'done' ? answer() : c.notFound()
    })

    .post(`/:${parameter}/restore`, async (c) => {
      const id = c.req.param(parameter)
      const write = resource.restore(c.env.DB, c.var.user.id, id, Date.now(), typed(c))
      const toast = toastOf(write)
      const answer = prefetchFragments(c, async () =>
        pages.answer(typed(c), { action: 'restore', id, before: null, toast }),
      )
      const { outcome } = await commitWrite(typed(c), resource, write)
      if (outcome !== 'done' && !(await resource.find(c.env.DB, c.var.user.id, id, typed(c)))) {
        const isRefused = outcome === 'taken' || (await resource.isRecoverable?.(id, typed(c)))
        return pages.restoreRefused && isRefused ? respondProblem(c, pages.restoreRefused) : c.notFound()
      }
      return answer()
    })

  if (!pages.inPlace) return routes
  return routes.post(`/:${parameter}/undo`, load, async (c) => {
    const { row } = c.var
    const edit = parseUndoEdit(c, pages.edit, typedOf(typed(c), pages, row))
    const toast = { message: editUndone }
    const answer = prefetchFragments(c, async () =>
      pages.answer(typed(c), { action: 'restore', id: row.id, before: null, toast }),
    )
    const edited = await editRow(typed(c), resource, row, { ...row, ...edit })
    if ('errors' in edited || edited.isStale) throw new ProblemError(editedSinceProblem)
    return answer()
  })
}

export const resourcePages = <R extends ResourceRow, New extends object, E extends App = App>(
  resource: Resource<R, New, E>,
  pages: Pages<R, New, E>,
) => new Hono<E>().route('/', newPages(resource, pages)).route('/', rowPages(resource, pages))
