import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { operation } from '../api/describe'
import { editVersion } from '../api/edit'
import { afterAllIds, listPage, listQuery, pageOf } from '../api/list'
import { once } from '../api/once'
import { body, invalidFields, query } from '../api/request'
import { versioned } from '../api/version'
import type { App } from '../env'
import { loads } from '../load'
import { addRow, commitWrite, editRow, type Resource, type Row } from './resource'

type Given<R> = Partial<R> & { seq?: number }

/** How one kind of row looks in the API. */
export type Api<R extends Row, New extends object, Filter extends z.ZodRawShape, E extends App = App> = {
  /** The name with its article: `a project`. */
  aName: string
  /** Section of the OpenAPI document. */
  tag: string
  path: `/api/v1/${string}`
  schema: z.ZodType
  json: (rows: R[], c: Context<E>) => object[] | Promise<object[]>
  create: z.ZodType<New>
  patch: z.ZodType<Given<R>>
  /** Query parameters of the list, beside cursor and limit. */
  filter?: Filter
  /** Reads `limit` + 1 rows with ids below the cursor, in descending order. */
  list: (
    db: D1Database,
    userId: string,
    query: z.output<z.ZodObject<Filter>> & { cursor: string },
    limit: number,
  ) => Promise<R[]>
  /** Completes or refuses a body by what only the API allows. `before` is null for a new row. */
  prepare?: <V extends New | Partial<R>>(c: Context<E>, values: V, before: R | null) => V | Promise<V>
}

/** Lists, adds, reads, edits and deletes one kind of row through the API. */
export const resourceApi = <R extends Row, New extends object, Filter extends z.ZodRawShape, E extends App = App>(
  resource: Resource<R, New, E>,
  api: Api<R, New, Filter, E>,
) => {
  const { name } = resource
  const { aName, tag, path, schema, prepare = (_, values) => values } = api
  const here = (c: unknown) => c as Context<E>
  const find = (c: unknown, id: string) => resource.find(here(c).env.DB, here(c).var.user.id, id, here(c))
  const load = loads('row', find)
  const answers = { schema }

  const jsonOf = async (c: unknown, row: R) => {
    const [json] = await api.json([row], here(c))
    return { ...json }
  }
  const answer = async (c: Context<App>, id: string, status: 200 | 201) => {
    const row = await find(c, id)
    if (!row) return c.notFound()
    if (status === 201) c.header('Location', `${path}/${id}`)
    return c.json(await jsonOf(c, row), status)
  }

  return new Hono<App>()
    .get(
      '/',
      operation({ summary: `List ${name}s`, tag, versioned: true, answers: { schema: pageOf(schema) } }),
      query(z.object({ ...listQuery, ...api.filter })),
      versioned,
      async (c) => {
        const { limit, ...given } = c.req.valid('query') as { limit: number; cursor?: string }
        const filter = { cursor: afterAllIds, ...given } as Parameters<typeof api.list>[2]
        const rows = await api.list(c.env.DB, c.var.user.id, filter, limit)
        const { items, next_cursor } = listPage(
          rows,
          limit,
          ({ id }) => id,
          (row) => row,
        )
        return c.json({ items: await api.json(items, here(c)), next_cursor })
      },
    )

    .post(
      '/',
      operation({ summary: `Add ${aName}`, tag, body: true, once: true, answers: { ...answers, status: 201 } }),
      body(api.create),
      once((c, id) => answer(c, id, 201)),
      async (c) => {
        const id = uuid()
        const values = await prepare(here(c), c.req.valid('json') as New, null)
        const errors = await addRow(here(c), resource, id, values, c.var.claim(id))
        if (errors) throw invalidFields(errors)
        return answer(c as unknown as Context<App>, id, 201)
      },
    )

    .get('/:id', operation({ summary: `Read ${aName}`, tag, versioned: true, item: true, answers }), versioned, (c) =>
      answer(c as unknown as Context<App>, c.req.param('id'), 200),
    )

    .patch(
      '/:id',
      operation({ summary: `Edit ${aName}`, tag, body: true, item: true, stale: true, answers }),
      load,
      body(api.patch),
      async (c) => {
        const { row } = c.var
        const { seq, ...given } = c.req.valid('json') as Given<R>
        const isThere = await editVersion({
          row,
          seq,
          again: () => find(c, row.id),
          write: async (saved) => {
            const values = await prepare(here(c), given as Partial<R>, saved)
            const done = await editRow(here(c), resource, saved, { ...saved, ...values })
            if ('errors' in done) throw invalidFields(done.errors)
            return !done.isStale
          },
          json: (saved) => jsonOf(c, saved),
        })
        return isThere ? answer(c as unknown as Context<App>, row.id, 200) : c.notFound()
      },
    )

    .delete('/:id', operation({ summary: `Delete ${aName}`, tag, item: true }), load, async (c) => {
      const write = resource.remove(c.env.DB, c.var.user.id, c.var.row.id, Date.now(), here(c))
      const { outcome } = await commitWrite(here(c), resource, write)
      return outcome === 'done' ? c.body(null, 204) : c.notFound()
    })
}
