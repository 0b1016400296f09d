import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { rows, signedIn } from '../../test/support/client'
import { putGoal } from '../time/sessions/testing'
import { goalMembers, readCounting } from './goal-tree'

const { DB } = env

const person = async () => {
  const client = await signedIn()
  const [whole, part, below, other] = await Promise.all(
    ['Whole', 'Part', 'Below', 'Other'].map((n) => putGoal(client, n)),
  )
  if (!whole || !part || !below || !other) throw new Error('a goal is missing')
  const setParent = (id: string, parent: string | null) =>
    rows('UPDATE goals SET parent_id = ? WHERE user_id = ? AND id = ?', parent, client.userId, id)
  const had = (id: string, until: string, parent: string | null) =>
    rows('INSERT INTO goal_former_parents VALUES (?, ?, ?, ?)', client.userId, id, until, parent)
  const at = async (id: string, date: string) =>
    goalMembers((await readCounting(DB, client.userId, date)).links)(id, date).toSorted()
  return { client, whole, part, below, other, setParent, had, at }
}

test('a goal has the subgoals that it had at a date, however they were moved later', async () => {
  const { client, whole, part, below, other, setParent, had, at } = await person()
  await setParent(part, other)
  await setParent(below, part)
  await had(part, '2026-02-10', whole)
  await had(part, '2026-03-10', null)
  expect(await at(whole, '2026-02-10')).toEqual([whole, part, below].toSorted())
  expect(await at(whole, '2026-02-11')).toEqual([whole])
  expect(await at(other, '2026-03-10')).toEqual([other])
  expect(await at(other, '2026-03-11')).toEqual([other, part, below].toSorted())

  await had(below, '2026-01-05', whole)
  await rows('UPDATE goals SET deleted_at = 1 WHERE user_id = ? AND id = ?', client.userId, below)
  expect(await at(whole, '2026-01-05')).toEqual([whole, part, below].toSorted())
  expect(await at(other, '2026-03-11')).toEqual([other, part].toSorted())
})

test('goals that are below each other are found once', async () => {
  const { whole, part, setParent, had, at } = await person()
  await setParent(part, whole)
  await had(whole, '2026-02-10', part)
  expect(await at(whole, '2026-02-01')).toEqual([whole, part].toSorted())
})
