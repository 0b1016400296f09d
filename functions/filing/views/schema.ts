import { z } from 'zod'
import { toStoredFilter } from '../../ledger/moved-subjects'
import { ViewText, viewPages, viewVersion } from '../../ledger/views'
import { sql } from '../../lib/db/sql'
import { filterOfQuery, queryWithFilter } from '../../lib/filter'
import { choiceField, nameField, wholeFormOnly } from '../../lib/resource/fields'
import { defineKind, resourceOf, rowsOf } from '../../lib/resource/kind'
import type { Resource, Write } from '../../lib/resource/resource'
import { readsOf } from '../../lib/resource/row-reads'
import { columnAssignments } from '../../lib/resource/row-writes'

const asks = { yes: 1, no: 0 } as const

export const viewKind = defineKind(
  'view',
  {
    name: nameField(100),
    page: wholeFormOnly(
      choiceField('Page', viewPages, 'sessions', 'Choose sessions, stats, week or report', {
        filter: { all: 'All pages' },
      }),
    ),
    query: {
      label: 'Shows',
      column: z
        .string()
        .meta({ description: 'The query of the URL that it opens. A named period moves along with time.' }),
      member: ViewText,
      fresh: '',
      control: { as: 'input' as const, props: {} },
    },
    is_default: {
      label: 'Opens with its page',
      column: z.literal([0, 1]),
      member: z
        .enum(['yes', 'no'], 'Choose yes or no')
        .transform((text) => asks[text])
        .optional(),
      input: z
        .boolean('Use true or false')
        .transform((is): 0 | 1 => (is ? 1 : 0))
        .optional(),
      json: z.boolean().meta({ description: 'Opens by default with its page; at most one view per page does.' }),
      jsonOf: ({ is_default }: Record<string, unknown>) => is_default === 1,
      typed: (is: 0 | 1) => (is ? 'yes' : 'no'),
      words: (is: 0 | 1) => (is ? 'Yes' : 'No'),
      fresh: 0,
      control: { as: 'input' as const, props: {} },
    },
  },
  { version: z.int() },
)

export type ViewRow = z.output<typeof viewKind.Row>
type NewView = z.output<typeof viewKind.NewForm>

export const {
  find: findView,
  list: allViews,
  page: pageOfViews,
} = readsOf({ ...viewKind.reads, schema: viewKind.Row, order: () => ({ columns: ['page', 'name'] }) })

const rows = rowsOf<ViewRow, NewView>(viewKind, { computed: () => ({ version: viewVersion }) })

/** If this view is now the default of its page, makes the page's other views not the default. */
const onlyDefault = (db: D1Database, userId: string, id: string, now: number) => sql(db)`
    UPDATE views SET ${columnAssignments(userId, { is_default: 0 }, now)}
    WHERE user_id = ${userId} AND id <> ${id} AND is_default = 1 AND deleted_at IS NULL AND page = (
      SELECT page FROM views
      WHERE user_id = ${userId} AND id = ${id} AND is_default = 1 AND deleted_at IS NULL)`

const withOne = (write: Write, last: D1PreparedStatement): Write =>
  Array.isArray(write) ? [...write, last] : { ...write, statements: [...write.statements, last] }

const stored = async <V extends { query: string }>(db: D1Database, userId: string, values: V): Promise<V> => {
  const filter = filterOfQuery(values.query)
  const own = await toStoredFilter(db, userId, filter)
  return own === filter ? values : { ...values, query: queryWithFilter(own, values.query) }
}

/** Writes shared by the pages and the API of views. */
export const viewResource: Resource<ViewRow, NewView> = {
  ...resourceOf(viewKind, findView, rows),
  insert: async (db, userId, id, values, now) =>
    withOne(rows.insert(db, userId, id, await stored(db, userId, values), now), onlyDefault(db, userId, id, now)),
  update: async (db, userId, values, now) =>
    withOne(rows.update(db, userId, await stored(db, userId, values), now), onlyDefault(db, userId, values.id, now)),
  restore: (db, userId, id, now) => withOne(rows.restore(db, userId, id, now), onlyDefault(db, userId, id, now)),
}
