import { expect } from 'vitest'
import { importPlan } from '../../../functions/learning/plans/testing'
import { addDays } from '../../../functions/lib/time/days'
import { put, putProject } from '../../../functions/time/sessions/testing'
import type { Client } from '../client'

export const today = '2026-03-11'

export type Row = Record<
  'project' | 'goal' | 'task' | 'plan' | 'learning' | 'meeting' | 'feedback' | 'item' | 'skill' | 'card' | 'session',
  string
>

/** One row of every kind with `word` in its texts, and some for the page of the day. */
export const addRows = async (client: Client, word: string, organization_id: string | null): Promise<Row> => {
  const { add } = client
  const project = await putProject(client, `Project ${word}`)
  const own = { organization_id }
  expect((await client.json('PATCH', `/api/v1/projects/${project}`, own)).status).toBe(200)
  const goal = await add('/goals', { title: `Goal ${word} marker`, target_date: addDays(today, 3), ...own })
  await add(`/goals/${goal}/milestones`, { description: `Milestone ${word} marker` })
  const task = await add('/tasks', { title: `Task ${word} marker`, date: today, ...own })
  for (const date of [addDays(today, -1), addDays(today, 1), null])
    await add('/tasks', { title: `Other task ${word} marker`, date, project_id: project })
  const learning = await add('/learnings', { title: `Learning ${word} marker`, content: `By ${word}`, ...own })
  await add('/learnings', { title: `Former ${word}`, content: 'x', date: addDays(today, -365), project_id: project })
  const feedback = await add('/feedback', { content: `Feedback ${word} marker`, tags: [`tag-${word}`], ...own })
  const item = await add('/action-items', { description: `Action ${word} marker`, due_date: today, ...own })
  const meeting = await add('/meetings', { title: `Meeting ${word} marker`, date: today, ...own })
  for (const days of [-7, 7])
    await add('/meetings', { title: `Weekly ${word} marker`, date: addDays(today, days), project_id: project })
  await add('/reviews', { period: 'week', date: today, words: `Words ${word} marker`, ...own })
  const dates = { from_date: addDays(today, -7), to_date: today }
  await add('/reports', { title: 'Report marker', from: addDays(today, -7), to: today })
  await add('/evidence', { title: `Draft ${word} marker`, org: organization_id ?? 'none', ...dates })
  await add('/tasks', { title: `Done ${word} marker`, status: 'done', ...own })
  await add('/goals', { title: `Reached ${word} marker`, status: 'completed', ...own })
  const skill = await add('/skills', { name: `Skill ${word} marker`, confidence_level: 3, ...own })
  await add('/people', { name: `Person ${word} marker`, ...own })
  await add('/energy', { energy_level: 3, engagement_level: 3, mood: `mood ${word} marker`, ...own })
  const plan = `plan-${word}`
  await importPlan(
    client,
    `---\nid: ${plan}\ntitle: Plan ${word} marker\nstatus: in-progress\n---\n\n## Chunk 1: Chunk ${word} {#one}\n\n**Duration**: 1 hour\n`,
  )
  expect((await client.json('PATCH', `/api/v1/plans/${plan}`, { project_id: project })).status).toBe(200)
  const card = await add('/cards', { plan_id: plan, question: `Question ${word} marker`, answer: 'a' })
  const link = { project_id: project, goal_id: goal, plan_id: plan, task_id: task }
  const { id: session } = await put(client, `${addDays(today, -1)}T09:00Z`, 30, {
    title: `Session ${word} marker`,
    ...link,
  })
  await put(client, `${today}T00:00Z`, 1, { title: `Early ${word} marker`, ...link })
  return { project, goal, task, plan, learning, meeting, feedback, item, skill, card, session }
}

/** The pages of these rows. */
export const pagesOf = ({
  project,
  goal,
  task,
  plan,
  learning,
  meeting,
  feedback,
  item,
  skill,
  card,
  session,
}: Row) => [
  `/feedback/${feedback}`,
  `/feedback/${feedback}/edit`,
  `/tasks/${item}`,
  `/tasks/${item}/edit`,
  `/meetings/${meeting}`,
  `/meetings/${meeting}/edit`,
  `/projects/${project}`,
  `/goals/${goal}`,
  `/goals/${goal}/edit`,
  `/tasks/${task}`,
  `/tasks/${task}/edit`,
  `/plans/${plan}`,
  `/learnings/${learning}/edit`,
  `/skills/${skill}`,
  `/skills/${skill}/edit`,
  `/cards/${card}/edit`,
  `/sessions/${session}/edit`,
]
