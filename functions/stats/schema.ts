import { z } from 'zod'

/** Breakdowns of the page, in the order of its tabs. */
export const divisions = ['project', 'client', 'classification', 'goal', 'repo', 'tag', 'weekday', 'hour'] as const

/** The API has one more, by plan. */
export const division = z.enum(
  [...divisions, 'plan'],
  'Choose project, client, classification, goal, repo, tag, weekday, hour or plan',
)
export type Division = z.infer<typeof division>
