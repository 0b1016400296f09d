import { Hono } from 'hono'
import { CategoryFields } from '../../views/goals/category'
import type { App } from '../lib/env'
import { form } from '../lib/form'
import { respond } from '../lib/respond'
import { commit } from '../lib/sql'
import { categoryName } from './labels'
import { CategoryForm } from './schema'
import { renameCategory } from './writes'

const title = 'Rename category'

/** Renames a category of the person's in all their goals. A name in use merges both. */
export const categories = new Hono<App>().post(
  '/',
  form(CategoryForm, title, (_, { values, errors }) => (
    <CategoryFields category={values.category ?? ''} draft={{ values, errors }} />
  )),
  async (c) => {
    const { category, name } = c.req.valid('form')
    await commit(c.env.DB, c.var.user.id, [], renameCategory(c.env.DB, c.var.user.id, category, name))
    return respond(c, {
      toast: { message: `Category renamed to ${categoryName(name)}` },
      page: `/goals?${new URLSearchParams({ category: name })}`,
      fragments: () => null,
    })
  },
)
