/**
 * Start here for a new kind of row. `defineKind` takes a table of fields (fields.ts). From its result `kindPages`
 * (kind-pages.tsx) makes the pages, and `kindApi` (kind-api.ts) the API. These call `listedPages`, `resourcePages` and
 * `resourceApi`, which a kind with its own forms, lists or JSON (goals, skills) calls itself. Both share one `Resource`
 * (resource.ts). SQL is in row-reads.ts and row-writes.ts, schemas of forms and bodies in members.ts, projects and
 * organizations in filing.ts.
 */
import type { Context } from 'hono'
import { z } from 'zod'
import type { FieldValue } from '../../../views/ui/field'
import { dateInput, rowMembers, SearchFilter } from '../api/values'
import { columnsAre, dateIsIn, hasTag, joinConditions } from '../db/conditions'
import { type Outdates, part, type SqlPart } from '../db/sql'
import { type App, todayOf } from '../env'
import type { FieldDescriptions } from '../http/conflict'
import { choiceParameter, idParameter, listView } from '../http/list-view'
import { type Kind, kindEntry } from '../kinds'
import { allOrgs } from '../org'
import { tagFilter, tagParameter } from '../tags'
import { capitalize } from '../text/text'
import type { RowField, RowFields } from './fields'
import {
  type Filing,
  type FilingField,
  filingErrorsInOrg,
  filingFieldNames,
  type filingNames,
  filingNouns,
} from './filing'
import { filingChoices, filingDescriptions } from './filing-choices'
import { bodiesOf, filingSchemas, rowColumns, seenVersion } from './members'
import { newRowOrg, withContextOrg } from './new-row-filing'
import type { Resource, ResourceRow } from './resource'
import { columnsOf } from './row-reads'
import { type Columns, storedRows } from './row-writes'

type Of<F extends RowFields, Part extends 'column' | 'member'> = { [K in keyof F]: F[K][Part] }

type JsonName<One, Column> = One extends { jsonName: infer Name extends string } ? Name : Column

/** Members of a JSON body for the fields. */
type InJson<F extends RowFields> = {
  [K in keyof F as F[K] extends { isFormOnly: boolean } ? never : JsonName<F[K], K>]: F[K]['member']
}

/** The members of a body, renamed to columns. */
type InColumns<F extends RowFields, Body> = {
  [N in keyof Body as N extends keyof F
    ? N
    : { [K in keyof F]: JsonName<F[K], K> extends N ? K : never }[keyof F]]: Body[N]
} & Body

/** Values of a new row. */
type Fresh<F extends RowFields> = { [K in keyof F]: z.output<F[K]['column']> }

type Names<F extends RowFields> = {
  [K in keyof F & FilingField as F[K]['control']['as'] extends 'filing'
    ? (typeof filingNames)[K]
    : never]: z.ZodNullable<z.ZodString>
}

const isFiling = (name: string): name is FilingField => filingFieldNames.some((field) => field === name)

/** Values that `partOf` returns for each field, by field name, without undefined ones. */
const partsOf = <T>(fields: RowFields, partOf: (field: RowField, name: string) => T | undefined) =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      const one = partOf(field, name)
      return one === undefined ? [] : [[name, one] as const]
    }),
  )

/** Renames the keys of `parts` to the fields' names in the API. */
const named = <T>(fields: RowFields, parts: Record<string, T>) =>
  Object.fromEntries(Object.entries(parts).map(([name, part]) => [fields[name]?.jsonName ?? name, part]))

/** Name of a field in a page's query: `person` for `from_person_id`, and `tag` for `tags`. */
export const parameterName = (name: string) => (isFiling(name) ? filingNouns[name] : name === 'tags' ? 'tag' : name)

const fieldInView = ({ names, control, filter }: RowField) => {
  if (control.as === 'tags') return tagParameter
  return names || filter?.also ? choiceParameter(Object.keys({ ...names, ...filter?.also })) : idParameter
}

/** The field that each act on selected rows needs. */
const actFields = { tag: 'tags', move: 'project_id' }

/** Acts on selected rows that a kind with these fields supports. */
const actsOf = (fields: object): PlainKind['acts'] =>
  (['tag', 'move', 'delete'] as const).filter((act) => act === 'delete' || actFields[act] in fields)

/** Filter values by field. Empty values are ignored. Dates are inclusive. */
type Filter = Partial<Record<string, string>>

/** Default values of columns that an older export may lack. */
const absentIn = (fields: RowFields) =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([field, { member, fresh, stored, isToday }]) =>
      fresh === null || isToday || !member.safeParse(undefined).success
        ? []
        : [[field, stored ? stored(String(fresh)) : fresh] as const],
    ),
  )

/**
 * Derives a kind from its fields, in the order of its form.
 * @param more columns that are in no form
 * @param moreJson their JSON, if it differs; null to omit it
 * @param id name of its JSON in the OpenAPI document
 */
export const defineKind = <F extends RowFields, More extends z.ZodRawShape = Record<never, never>>(
  kind: Kind,
  fields: F,
  more = {} as More,
  moreJson: Record<string, z.ZodType | null> = {},
  id = kindEntry(kind).one.split(/[ -]/).map(capitalize).join(''),
) => {
  const { one, many, table, path } = kindEntry(kind)
  const name = one.toLowerCase()
  const ids = Object.keys(fields).filter((field) => fields[field]?.control.as === 'filing') as FilingField[]
  const filing = filingSchemas(table, ids)
  const columns = partsOf(fields, ({ column, control }) => (control.as === 'filing' ? undefined : column))
  const Row = z.object({ ...rowColumns, ...more, ...columns, ...filing.columns } as typeof rowColumns &
    More &
    Of<F, 'column'>)
  const members = partsOf(fields, ({ member }) => member) as Of<F, 'member'>
  const inputs = partsOf(fields, ({ input, member, isFormOnly }) => (isFormOnly ? undefined : (input ?? member)))
  const filters = Object.entries(fields).filter(([, { filter }]) => filter)
  const hasDate = 'date' in columns || 'date' in more
  const fresh = partsOf(fields, (field) => field.fresh) as Fresh<F>
  const inJson = { ...moreJson, ...partsOf(fields, ({ json, isFormOnly }) => (isFormOnly ? null : json)) }
  const shape = Object.entries<z.ZodType | null>(named(fields, { ...Row.shape, ...inJson, ...rowMembers }))
  const columnsWith = (computed?: Record<string, SqlPart>) =>
    ids.length > 0 ? part`${columnsOf(table, Row, computed)}, ${filing.selectedNames}` : columnsOf(table, Row, computed)

  return {
    kind,
    name,
    many: many.toLowerCase(),
    table,
    fields,
    ids,
    fresh,
    acts: actsOf(fields),
    /** SQL of the columns of a listed row, including computed ones. */
    columnsWith,
    title: many,
    path: path('', null).replace(/\/$/, '') as `/${string}`,
    aName: one === many ? name : `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`,

    Row,
    /** A row with the names of its project, organization and goal. A missing or deleted one is null. */
    Listed: Row.extend(filing.names as unknown as Names<F>),
    NewForm: z.object(members),
    EditForm: z.object({ ...members, seq: seenVersion(name) } as Of<F, 'member'> & {
      seq: ReturnType<typeof seenVersion>
    }),
    absent: absentIn(fields),

    /** JSON of a row in the API. */
    Json: z.object(Object.fromEntries(shape.flatMap(([name, one]) => (one ? [[name, one]] : [])))).meta({ id }),
    jsonsOf: (rows: Record<string, unknown>[]) =>
      rows.map((row) => named<unknown>(fields, { ...row, ...partsOf(fields, ({ jsonOf }) => jsonOf?.(row)) })),
    /** Renames the members of a body to columns. */
    columnsIn: <Body extends object>(body: Body) => {
      const byColumn = partsOf(fields, ({ jsonName }) => jsonName && body[jsonName as keyof Body])
      return { ...body, ...byColumn } as unknown as InColumns<F, Body>
    },
    /** Bodies of the API. @param ofNew more members of a new row @param ofEdit more members of an edit */
    bodies: <New extends z.core.$ZodShape = Record<never, never>, Edit extends z.core.$ZodShape = Record<never, never>>(
      examples: { create: object; patch: object },
      ofNew?: New,
      ofEdit?: Edit,
    ) => bodiesOf({ id, fields: named(fields, inputs) as InJson<F>, ofNew, ofEdit, examples }),
    /** Query parameters of the list in the API. */
    filter: {
      ...partsOf(fields, ({ names, column, isFormOnly }) => (names && !isFormOnly ? column.optional() : undefined)),
      ...('tags' in fields && { tag: tagFilter }),
      ...(ids.length > 0 && filing.filters),
      ...(hasDate && { from: dateInput.optional(), to: dateInput.optional() }),
      q: SearchFilter,
    },

    /** Query of the list page. Invalid values are ignored. */
    View: z.object({
      ...listView,
      ...Object.fromEntries(filters.map(([field, one]) => [parameterName(field), fieldInView(one)])),
    }),
    /** Converts the query of the list page to filters of `reads`. */
    filterOf: (view: Filter): Filter => ({
      ...view,
      ...Object.fromEntries(
        filters.flatMap(([field]) => (isFiling(field) ? [[field, view[parameterName(field)]]] : [])),
      ),
    }),

    /** Base for `readsOf`. A feature adds the order and its special reads. */
    reads: {
      kind,
      columns: columnsWith(),
      joins: filing.withNames,
      where: (asked: Filter) => {
        const equal = Object.entries(asked).filter(([field]) => isFiling(field) || fields[field]?.names)
        return joinConditions([
          columnsAre(table, Object.fromEntries(equal)),
          'tags' in fields && hasTag(`${table}.tags`, asked.tag),
          hasDate && dateIsIn(`${table}.date`, asked),
        ])
      },
    },
  }
}

/** A kind as returned by `defineKind`, for its pages and its API. */
export type PlainKind = {
  kind: Kind
  /** Words for messages: `person`, `people`, `a person` and `People`. */
  name: string
  many: string
  aName: string
  title: string
  table: string
  path: `/${string}`
  fields: RowFields
  /** Acts on selected rows that the kind supports. */
  acts: ('tag' | 'move' | 'delete')[]
  /** Fields with the id of a project, an organization or a goal. */
  ids: FilingField[]
  fresh: Record<string, string | number | null>
  Json: z.ZodObject<Record<string, z.ZodType>>
  jsonsOf: (rows: Record<string, unknown>[]) => Record<string, unknown>[]
  filter: z.ZodRawShape
  View: { parse: (query: unknown) => Record<string, string> }
  filterOf: (view: Filter) => Filter
}

/** Form values of a new row. */
export const freshValues = ({ fields }: Pick<PlainKind, 'fields'>, today: string) =>
  partsOf(fields, ({ isToday, fresh }) => (isToday ? today : fresh))

/** Form values of a row. */
export const formValuesOf = ({ fields }: Pick<PlainKind, 'fields'>, row: object): Record<string, FieldValue> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, fields[name]?.typed?.(value) ?? value]))

/** Fields that can be edited in place. */
export const namesInPlace = ({ fields }: Pick<PlainKind, 'fields'>) =>
  Object.keys(fields).filter((name) => fields[name]?.control.as !== 'none' && !fields[name]?.control.isWhole)

/** Stored values of a row's columns. */
const storedOf = (fields: RowFields, values: object): Columns => {
  const given = values as Record<string, unknown>
  return partsOf(fields, ({ stored, fresh }, name) => stored?.(String(given[name] ?? fresh)))
}

/** Writes of a kind's table, for code that adds rows outside a request. */
export const rowsOf = <R extends ResourceRow, New extends object>(
  { table, fields, fresh }: Pick<PlainKind, 'table' | 'fields' | 'fresh'>,
  { computed, outdates }: { computed?: (values: New | R) => Columns; outdates?: Outdates[] } = {},
) =>
  storedRows<R, New>(table, {
    fresh,
    computed: (values) => ({ ...storedOf(fields, values), ...computed?.(values) }),
    outdates,
  })

/** The resource of a kind: its reads and writes, shared by its pages and its API. */
export const resourceOf = <R extends ResourceRow, New extends object>(
  kind: Pick<PlainKind, 'name' | 'table' | 'fields' | 'fresh'>,
  find: Resource<R, New>['find'],
  rows = rowsOf<R, New>(kind),
): Resource<R, New> => ({
  name: kind.name,
  find,
  validate: (db, userId, values, before, c) =>
    filingErrorsInOrg(db, userId, values as Filing, before as Filing | null, newRowOrg(c)),
  ...rows,
  insert: (db, userId, id, values, now, c) => {
    const filed = withContextOrg(c, values) as New & Record<string, unknown>
    const dates = partsOf(kind.fields, ({ isToday }, name) => (isToday ? (filed[name] ?? todayOf(c)) : undefined))
    return rows.insert(db, userId, id, { ...filed, ...dates }, now)
  },
})

/** Rows offered in a kind's form to file a row under. */
export const choicesOf = <E extends App>(c: Context<E>, ids: FilingField[], org = c.var.org) =>
  filingChoices(c.env.DB, c.var.user.id, org, ids)

/** Labels and formatters of fields, for a conflict. @param filing the same for project, organization and goal */
export const fieldDescriptions = <R>({ fields }: Pick<PlainKind, 'fields'>, today: string, filing: object) =>
  ({
    ...partsOf(fields, ({ label, short = label, words, control }) =>
      control.as === 'none' ? undefined : [short, words && ((value: never) => words(value, today))],
    ),
    ...filing,
  }) as FieldDescriptions<R>

export const conflictFields = async <R, E extends App>(c: Context<E>, { fields, ids }: PlainKind, saved: object) =>
  fieldDescriptions<R>({ fields }, todayOf(c), filingDescriptions(await choicesOf(c, ids, allOrgs), saved, ids))
