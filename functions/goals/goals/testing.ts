import { expect } from 'vitest'
import { type Client, rows } from '../../../test/support/client'
import { dayOf } from '../../lib/time/days'
import type { GoalRow } from './schema'

type Fields = Record<string, string | number>

/** A goal of the client's as it is stored, deleted or not. */
export const stored = async (client: Client, id: string) => {
  const [row] = await rows<GoalRow & { deleted_at: number | null }>(
    'SELECT * FROM goals WHERE user_id = ? AND id = ?',
    client.userId,
    id,
  )
  if (!row) throw new Error('there is no such goal')
  return row
}

/** Adds a goal through its form; gives what is stored. */
export const added = async (client: Client, title: string, fields: Fields = {}) => {
  expect((await client.post('/goals', { title, ...fields })).status).toBe(303)
  const [row] = await rows<GoalRow>(
    'SELECT * FROM goals WHERE user_id = ? AND title = ? ORDER BY created_at DESC, id DESC',
    client.userId,
    title,
  )
  if (!row) throw new Error('the goal was not added')
  return row
}

/** All of a user's goals, to see that nothing has changed. */
export const everything = (client: Client) => rows('SELECT * FROM goals WHERE user_id = ? ORDER BY id', client.userId)

/** The titles in each group of a goals page, with an indent for each part. */
export const shown = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/id="goals-(\w+)-rows"[^>]*>(.*?)<\/ul>/gs)].map(([, status, list = '']) => [
      status,
      [...list.matchAll(/<li id="goal-[^"]*" class="row[^>]*>.*?(Subgoal, level.*?)?<a [^>]*><bdi>(.*?)<\/bdi>/gs)].map(
        ([, child, title]) => `${child ? '> ' : ''}${title}`,
      ),
    ]),
  )

/** The list of goals as `shown` reads it. */
export const list = async (client: Client, query = '') => shown(await text(client.get(`/goals${query}`)))

export const text = async (response: Response | Promise<Response>) => (await response).text()

/** How htmx asks from the list of goals. */
export const part = { part: true, page: '/goals' }

/** Today's date in UTC, in which accounts begin. */
export const today = () => dayOf(Date.now(), { time_zone: 'UTC', day_start_minute: 0 })
