import { z } from 'zod'

/** Breakdowns of the page, in the order of its tabs. */
export const divisions = [
  'project',
  'client',
  'organization',
  'classification',
  'goal',
  'plan',
  'chunk',
  'task',
  'repo',
  'tag',
  'weekday',
  'hour',
] as const

export const division = z.enum(
  divisions,
  'Choose project, client, organization, classification, goal, plan, chunk, task, repo, tag, weekday or hour',
)
export type Division = z.infer<typeof division>
