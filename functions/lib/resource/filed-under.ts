import { z } from 'zod'
import { constant } from '../sql'
import { type FilingField, filingFields, filingFilters, filingMembers, filingNames, filingTables } from './filing'

const ids: Record<FilingField, z.ZodNullable<z.ZodString>> = {
  goal_id: z.string().nullable(),
  project_id: z.string().nullable(),
  plan_id: z.string().nullable(),
  organization_id: z.string().nullable(),
  person_id: z.string().nullable(),
  from_person_id: z.string().nullable(),
  meeting_id: z.string().nullable(),
}

const presentMember = z.string().nullable().meta({ description: 'Null without one, and while it is deleted.' })

type Names<F extends FilingField> = Record<(typeof filingNames)[F], z.ZodNullable<z.ZodString>>

const picked = <T extends object, K extends keyof T>(all: T, names: K[]) =>
  Object.fromEntries(names.map((name) => [name, all[name]])) as Pick<T, K>

/** `goals.title AS goal_title` */
const selectedName = (field: FilingField) => {
  const name = filingNames[field]
  return `${filingTables[field]}.${name.slice(name.indexOf('_') + 1)} AS ${name}`
}

const joined = (table: string, field: FilingField) => {
  const of = filingTables[field]
  return `LEFT JOIN ${of} ON ${of}.user_id = ${table}.user_id AND ${of}.id = ${table}.${field} AND ${of}.deleted_at IS NULL`
}

/** Shapes and SQL of a table whose rows name others that they are filed under. */
export const filedUnder = <F extends FilingField>(table: string, ...fields: F[]) => ({
  ids: fields,
  /** Columns of a row that is filed under nothing. */
  none: Object.fromEntries(fields.map((field) => [field, null])) as Record<F, null>,
  /** Ids in a row. */
  columns: picked(ids, fields),
  /** Names in a listed row, null without one and while it is deleted. */
  names: Object.fromEntries(fields.map((field) => [filingNames[field], z.string().nullable()])) as Names<F>,
  /** Members of a form, of a JSON body, and of the query of a list in the API. */
  fields: picked(filingFields, fields),
  members: picked(filingMembers, fields),
  filters: { ...picked(filingFilters, fields), org: filingFilters.org },
  /** Members of JSON that are null while what they name is deleted, and their values. */
  presentMembers: Object.fromEntries(fields.map((field) => [field, presentMember])) as Record<F, typeof presentMember>,
  present: (row: Record<F | (typeof filingNames)[F], string | null>) =>
    Object.fromEntries(fields.map((field) => [field, row[filingNames[field]] === null ? null : row[field]])) as Record<
      F,
      string | null
    >,
  /** SQL of `names`, which `withNames` joins. */
  selectedNames: constant(fields.map(selectedName).join(', ')),
  withNames: constant(fields.map((field) => joined(table, field)).join('\n      ')),
})
