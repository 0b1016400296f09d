import { Hono } from 'hono'
import { operation } from '../lib/api/describe'
import { dayOf } from '../lib/days'
import type { App } from '../lib/env'
import { elements, exportDocument } from './document'
import { ExportJson } from './json'
import { accountRow, listsOf, sessionsAfter, sessionsAPage } from './queries'

const sessionTexts = async (db: D1Database, userId: string) => {
  const texts: string[] = []
  let last: string | null = ''
  while (last !== null) {
    const page = await sessionsAfter(db, userId, last)
    texts.push(elements(page))
    last = page.length === sessionsAPage ? String(page.at(-1)?.id) : null
  }
  return texts
}

const description = `
Everything that the person has, as one file of JSON: a list for each table, each row with all its columns. What was
deleted is in it too, with its \`deleted_at\`. Instants are ISO 8601, lists are lists. Left out is what follows from the
rows (the ledger, its sums and how they changed, the counts of tags, the index of the search), what only the server needs
(sign-ins, keys of requests, when pages were visited, what undoing a change needs), and the person's id in each row.
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
    // First, so that what they refer to is in the document even when it was added a moment ago.
    const sessions = await sessionTexts(DB, id)
    const [user, lists] = await Promise.all([accountRow(DB, id), listsOf(DB, id)])
    if (!user) return c.notFound()
    const texts = lists.map(([table, rows]) => [table, [elements(rows)]])
    const document = exportDocument({ now, user, lists: { ...Object.fromEntries(texts), sessions } })
    return c.body(document, 200, {
      'Content-Type': 'application/json',
      'Content-Disposition': `attachment; filename="daymark-${dayOf(now, preferences)}.json"`,
    })
  },
)
