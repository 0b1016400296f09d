import type { z } from 'zod'
import type { PlainKind } from './kind'
import type { Resource, ResourceRow } from './resource'
import { type AnyApi, resourceApi } from './resource-api'

type KindApi<R extends ResourceRow, New extends object> = Pick<
  AnyApi<R, New>,
  'create' | 'patch' | 'reads' | 'prepare'
> &
  Partial<Pick<AnyApi<R, New>, 'aName' | 'many' | 'schema' | 'json' | 'hasSecret'>> & {
    /** Reads the rows of the list. */
    list: (
      db: D1Database,
      userId: string,
      query: Partial<Record<string, string>> & { cursor: string },
      limit: number,
    ) => Promise<R[]>
    /** Section in the API description, if not the name of the kind. */
    tag?: string
    filter?: z.ZodRawShape
  }

/** `resourceApi` of a kind. Its JSON and filters follow from the fields, and so must the given `bodies`. */
export const kindApi = <R extends ResourceRow, New extends object>(
  { aName, many, title, Json, jsonsOf, filter }: PlainKind,
  resource: Resource<R, New>,
  { list, ...more }: KindApi<R, New>,
) =>
  resourceApi<R, New, z.ZodRawShape, z.ZodRawShape>(resource, {
    aName,
    many,
    tag: title,
    schema: Json,
    json: jsonsOf,
    filter,
    list: (db, userId, query, limit) => list(db, userId, query as Parameters<typeof list>[2], limit),
    ...more,
  })
