import { type Context, Hono } from 'hono'
import { CategoryFields, RemoveCategory } from '../../../views/goals/goals/page'
import { type ChangePlan, respondUndoable, runUndoable } from '../../changes/run'
import type { App } from '../../lib/env'
import { form } from '../../lib/http/form'
import { redirectTo } from '../../lib/http/respond'
import { planRemove, planRename, renameTarget } from './category-plan'
import { CategoryForm, RemoveCategoryForm } from './schema'

const change = async (c: Context<App>, plan: () => Promise<ChangePlan | { refused: 'none' }>, category?: string) => {
  const page = category ? `/goals?${new URLSearchParams({ category })}` : '/goals'
  const done = await runUndoable(c.env.DB, c.var.user.id, plan)
  return 'refused' in done ? redirectTo(c, page, { message: 'Nothing to change' }) : respondUndoable(c, done, page)
}

/** `/goals/categories`: renames or removes a category in all of its goals. Each change has one Undo. */
export const categories = new Hono<App>()
  .post(
    '/',
    form(CategoryForm, 'Rename category', (_, { values, errors }) => (
      <CategoryFields category={values.category ?? ''} draft={{ values, errors }} />
    )),
    async (c) => {
      const { category, name } = c.req.valid('form')
      const { DB } = c.env
      const { id } = c.var.user
      return change(c, () => planRename(DB, id, category, name), await renameTarget(DB, id, category, name))
    },
  )

  .post(
    '/remove',
    form(RemoveCategoryForm, 'Remove category', (_, { values, errors }) => (
      <RemoveCategory category={values.category ?? ''} errors={errors.category} />
    )),
    (c) => change(c, () => planRemove(c.env.DB, c.var.user.id, c.req.valid('form').category)),
  )
