import { Hono } from 'hono'
import { operation } from '../lib/api/describe'
import { dayOf } from '../lib/days'
import type { App } from '../lib/env'
import { streamed } from '../lib/streamed'
import { exportDocument } from './document'
import { ExportJson } from './json'
import { accountRow, listsOf } from './queries'

const description = `
All data of the account as one JSON file: a list for each table, each row with all its columns. Deleted rows are included,
with their \`deleted_at\`. Instants are ISO 8601. The export leaves out what can be calculated from the rows (the ledger,
its sums and their history, tag counts, the search index), what only the server needs (sign-ins, idempotency keys, jobs, page
visits, undo data), and the user id in each row.
`

export const exportApi = new Hono<App>().get(
  '/',
  operation({
    summary: 'Export everything',
    description: description.trim(),
    tag: 'Export',
    answers: { schema: ExportJson, description: 'The whole account.' },
  }),
  async (c) => {
    const { DB } = c.env
    const { id, preferences } = c.var.user
    const now = Date.now()
    const user = await accountRow(DB, id)
    if (!user) return c.notFound()
    const document = exportDocument({ now, user, lists: listsOf(DB, c.var.user) })
    return c.body(streamed(document), 200, {
      'Content-Type': 'application/json',
      'Content-Disposition': `attachment; filename="daymark-${dayOf(now, preferences)}.json"`,
    })
  },
)
