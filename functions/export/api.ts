import { Hono } from 'hono'
import { dayOf } from '../lib/days'
import type { App } from '../lib/env'
import { elements, exportDocument } from './document'
import { account, sessionsAfter, sessionsAPage } from './queries'

/** All sessions of a user as texts of elements, a page of them each. */
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

/**
 * Everything that a user has, as one JSON document: the account with its preferences, projects, goals, imports and
 * sessions, each with all its columns. What was deleted and can still be restored is in it too, with its `deleted_at`.
 * Figures are not: they follow from the sessions.
 */
export const exportApi = new Hono<App>().get('/', async (c) => {
  const { DB } = c.env
  const { id, preferences } = c.var.user
  const now = Date.now()
  // First, so that what they refer to is in the document even when it was added a moment ago.
  const sessions = await sessionTexts(DB, id)
  const { users, projects, goals, imports } = await account(DB, id)
  const [user] = users
  if (!user) return c.notFound()
  const lists = {
    projects: [elements(projects)],
    goals: [elements(goals)],
    imports: [elements(imports)],
    sessions,
  }
  return c.body(exportDocument({ now, user, lists }), 200, {
    'Content-Type': 'application/json',
    'Content-Disposition': `attachment; filename="daymark-${dayOf(now, preferences)}.json"`,
  })
})
