import { pagesFrom, rowsAPage } from '../lib/download'
import { allRows, sql } from '../lib/sql'

/** An ended or planned session of a calendar. Instants in epoch ms. */
export type CalendarSession = {
  id: string
  title: string
  project: string | null
  notes: string
  tags: string[]
  started_at: number
  ended_at: number
  updated_at: number
}

const sessionsAfter = async (db: D1Database, userId: string, id: string): Promise<CalendarSession[]> => {
  const rows = await allRows<CalendarSession & { tags: string }>(sql(db)`
    SELECT sessions.id, sessions.title, projects.name AS project, notes, tags, started_at, ended_at, sessions.updated_at
    FROM sessions
      LEFT JOIN projects ON projects.user_id = sessions.user_id AND projects.id = sessions.project_id
    WHERE sessions.user_id = ${userId} AND sessions.deleted_at IS NULL AND sessions.id > ${id}
      AND sessions.status = 'completed'
    ORDER BY sessions.id
    LIMIT ${rowsAPage}`)
  return rows.map(({ tags, ...row }) => ({ ...row, tags: JSON.parse(tags) }))
}

export const calendarSessions = async (db: D1Database, userId: string) =>
  pagesFrom(await sessionsAfter(db, userId, ''), ({ id }) => sessionsAfter(db, userId, id))

/** A card with the title of its plan, null without one. */
export type DeckCard = { id: string; question: string; answer: string; tags: string[]; plan: string | null }

const cardsAfter = async (db: D1Database, userId: string, id: string): Promise<DeckCard[]> => {
  const rows = await allRows<DeckCard & { tags: string }>(sql(db)`
    SELECT cards.id, question, answer, cards.tags, plans.title AS plan
    FROM cards LEFT JOIN plans
      ON plans.user_id = cards.user_id AND plans.id = cards.plan_id AND plans.deleted_at IS NULL
    WHERE cards.user_id = ${userId} AND cards.id > ${id} AND cards.deleted_at IS NULL
    ORDER BY cards.id
    LIMIT ${rowsAPage}`)
  return rows.map(({ tags, ...row }) => ({ ...row, tags: JSON.parse(tags) }))
}

export const deckCards = async (db: D1Database, userId: string) =>
  pagesFrom(await cardsAfter(db, userId, ''), ({ id }) => cardsAfter(db, userId, id))
