import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { describeOperation } from '../api/describe'
import { once } from '../api/once'
import { body, fieldsProblem, query } from '../api/request'
import { afterAllIds, jsonOf, listPage, listQuery, pageSchema } from '../api/values'
import { deleteVersion, editVersion, matchedVersion, rowTag, versioned } from '../api/version'
import { type App, appContext, rowLoader } from '../env'
import { addRow, commitWrite, editRow, type Resource, type ResourceRow } from './resource'

type Members<Shape> = Record<keyof Shape, unknown>

type Patch<R> = Partial<R> & { seq?: number }

const pass: MiddlewareHandler = (_, next) => next()

/** Representation of a kind of row in the API. */
type Api<
  R extends ResourceRow,
  New extends object,
  Filter extends z.ZodRawShape,
  Shape extends z.ZodRawShape,
  E extends App = App,
> = {
  /** Name with its article: `a project`. */
  aName: string
  /** Plural, if it is not formed with an s. */
  many?: string
  tag: string
  schema: z.ZodObject<Shape>
  /** Adds or replaces members in the JSON of rows. By default, the JSON has the row's own members. */
  json?: (rows: R[], c: Context<E>) => Members<Shape>[] | Promise<Members<Shape>[]>
  create: z.ZodType<New>
  patch: z.ZodType<Patch<R>>
  /** Query parameters of the list, in addition to cursor and limit. */
  filter?: Filter
  /** Reads up to limit + 1 rows after the cursor. By default descending by id, starting at `afterAllIds`. */
  list: (
    db: D1Database,
    userId: string,
    query: z.output<z.ZodObject<Filter>> & { cursor: string },
    limit: number,
    c: Context<E>,
  ) => Promise<R[]>
  positionOf?: (row: R) => string
  /** The response to a new row may contain a secret. */
  hasSecret?: boolean
  /** Reads data for the JSON of the row with this id; for the JSON of a list if the id is empty. */
  reads?: (c: Context<E>, id: string) => Promise<unknown>
  /** Loads the parent named in the path, before the row. */
  parent?: MiddlewareHandler<E>
  /** Completes or refuses a body, for rules of the API only. `before` is null for a new row. */
  prepare?: <V extends New | Partial<R>>(c: Context<E>, values: V, before: R | null) => V | Promise<V>
}

type Raw = z.ZodRawShape
/** `Api` without the types of its filter and JSON. */
export type AnyApi<R extends ResourceRow, New extends object, E extends App = App> = Api<R, New, Raw, Raw, E>

/** Functions that all routes of a kind share: find rows, convert them to JSON, and respond. */
const answersOf = <R extends ResourceRow, New extends object, E extends App>(
  resource: Resource<R, New, E>,
  { json, schema, reads }: AnyApi<R, New, E>,
) => {
  const { parameter = 'id' } = resource
  const typed = (c: unknown) => c as Context<E>
  /** Reads a row together with the data for its JSON. */
  const find = async (c: unknown, id: string) => {
    const {
      env,
      var: { user },
    } = typed(c)
    const [row] = await Promise.all([resource.find(env.DB, user.id, id, typed(c)), reads?.(typed(c), id)])
    return row
  }
  const jsonsOf = async (c: unknown, rows: R[]) =>
    ((await json?.(rows, typed(c))) ?? rows).map((row) => jsonOf(schema, row as Record<string, unknown>))
  const oneJson = async (c: unknown, row: R) => ({ ...(await jsonsOf(c, [row]))[0] })
  return {
    typed,
    find,
    jsonsOf,
    oneJson,
    parameter,
    load: rowLoader('row', resource.find, parameter),

    answer: async (c: Context<App>, id: string, status: 200 | 201) => {
      const row = await find(c, id)
      if (!row) return c.notFound()
      if (status === 201) c.header('Location', `${c.req.path}/${id}`)
      c.header('ETag', rowTag(row.seq))
      return c.json(await oneJson(c, row), status)
    },
  }
}

/** `GET` and `POST` for the path of a kind. */
const collectionRoutes = <R extends ResourceRow, New extends object, E extends App>(
  resource: Resource<R, New, E>,
  api: AnyApi<R, New, E>,
) => {
  const { aName, many = `${resource.name}s`, tag, schema, positionOf = ({ id }) => id, parent = pass } = api
  const { typed, find, jsonsOf, answer } = answersOf(resource, api)
  const item = api.parent !== undefined

  return new Hono<App>()
    .get(
      '/',
      describeOperation({
        summary: `List ${many}`,
        tag,
        versioned: true,
        item,
        answers: { schema: pageSchema(schema) },
      }),
      query(z.object({ ...listQuery, ...api.filter })),
      versioned,
      parent,
      async (c) => {
        const { limit, ...input } = c.req.valid('query') as { limit: number; cursor?: string }
        const filter = { cursor: afterAllIds, ...input } as Parameters<typeof api.list>[2]
        const [rows] = await Promise.all([
          api.list(c.env.DB, c.var.user.id, filter, limit, typed(c)),
          api.reads?.(typed(c), ''),
        ])
        const { items, next_cursor } = listPage(rows, limit, positionOf, (row) => row)
        return c.json({ items: await jsonsOf(c, items), next_cursor })
      },
    )

    .post(
      '/',
      describeOperation({
        summary: `Add ${aName}`,
        tag,
        body: true,
        item,
        once: true,
        answers: { schema, status: 201 },
      }),
      parent,
      body(api.create),
      once({ show: (c, id) => answer(c, id, 201), from: find, sealed: api.hasSecret ?? false }),
      async (c) => {
        const id = uuid()
        const input = c.req.valid('json') as New
        const values = (await api.prepare?.(typed(c), input, null)) ?? input
        const errors = await addRow(typed(c), resource, id, values, c.var.claim(id))
        if (errors) throw fieldsProblem(errors)
        return answer(appContext(c), id, 201)
      },
    )
}

/** `GET`, `PATCH` and `DELETE` for the path of a row. */
const rowRoutes = <R extends ResourceRow, New extends object, E extends App>(
  resource: Resource<R, New, E>,
  api: AnyApi<R, New, E>,
) => {
  const { aName, tag, schema, parent = pass } = api
  const { typed, find, oneJson, parameter, load, answer } = answersOf(resource, api)
  const described = { tag, item: true }
  const path = `/:${parameter}` as const

  /** Saves an edit over the row that was read. False if another write came first. */
  const save = async (c: Context<App>, before: R, input: Partial<R>) => {
    const values = (await api.prepare?.(typed(c), input, before)) ?? input
    const record = c.env.recordWrite?.(c.env.DB, c.var.user.id, before.id)
    const done = await editRow(typed(c), resource, before, { ...before, ...values }, undefined, record)
    if ('errors' in done) throw fieldsProblem(done.errors)
    return !done.isStale
  }

  return new Hono<App>()
    .get(
      path,
      describeOperation({ summary: `Read ${aName}`, ...described, versioned: true, answers: { schema } }),
      versioned,
      parent,
      (c) => answer(appContext(c), c.req.param(parameter) ?? '', 200),
    )

    .patch(
      path,
      describeOperation({
        summary: `Edit ${aName}`,
        ...described,
        body: true,
        stale: true,
        matches: true,
        answers: { schema },
      }),
      body(api.patch),
      parent,
      load,
      async (c) => {
        const { row } = c.var
        const json = (saved: R) => oneJson(c, saved)
        const version = await matchedVersion(c, () => row, json)
        const { seq = version, ...input } = c.req.valid('json') as Patch<R>
        const isThere = await editVersion(c, {
          row,
          seq,
          again: () => find(c, row.id),
          write: (saved) => save(appContext(c), saved, input as Partial<R>),
          json,
        })
        return isThere ? answer(appContext(c), row.id, 200) : c.notFound()
      },
    )

    .delete(
      path,
      describeOperation({ summary: `Delete ${aName}`, ...described, matches: true }),
      parent,
      load,
      async (c) => {
        const { id } = c.var.row
        const isDeleted = await deleteVersion(c, {
          find: () => find(c, id),
          json: (row) => oneJson(c, row),
          write: async (guards) => {
            const write = resource.remove(c.env.DB, c.var.user.id, id, Date.now(), typed(c))
            return (await commitWrite(typed(c), resource, write, guards)).outcome === 'done'
          },
        })
        return isDeleted ? c.body(null, 204) : c.notFound()
      },
    )
}

/** API routes to list, add, read, edit and delete rows of a kind. */
export const resourceApi = <
  R extends ResourceRow,
  New extends object,
  Filter extends z.ZodRawShape,
  Shape extends z.ZodRawShape,
  E extends App = App,
>(
  resource: Resource<R, New, E>,
  api: Api<R, New, Filter, Shape, E>,
) => {
  const described = api as unknown as AnyApi<R, New, E>
  return collectionRoutes(resource, described).route('/', rowRoutes(resource, described))
}
