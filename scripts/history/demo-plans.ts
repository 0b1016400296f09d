import { type ReadPlan, readPlan } from '../../functions/learning/plans/markdown/read'
import type { PlanSettings } from '../../functions/learning/plans/put'
import { addDays, wallTime, type Zone } from '../../functions/lib/time/days'

/** `title` is the title of the sessions on it, in demo-workstreams.ts. `hours` are planned. */
type DemoChunk = {
  id: string
  title: string
  hours: number
  status: 'completed' | 'in-progress' | 'not-started'
  objectives: [string, ...string[]]
  resources?: string[]
  deliverable?: string
}

type DemoPlan = {
  id: string
  title: string
  /** Days from today. */
  from: number
  to: number
  status: 'completed' | 'in-progress'
  scheduler: PlanSettings['scheduler']
  /** A title in demo-goals.ts. */
  goal: string
  intro: string
  chunks: DemoChunk[]
}

/** Both plans are of the statistics course. */
export const demoPlans: DemoPlan[] = [
  {
    id: 'statistics-1',
    title: 'Statistics course, part one',
    from: -395,
    to: -290,
    status: 'completed',
    scheduler: 'sm2',
    goal: 'Statistics course, part one',
    intro: 'Enough statistics to read the papers on tidal marshes without skipping the tables.',
    chunks: [
      {
        id: 'unit-1',
        title: 'Unit 1: describing data',
        hours: 6,
        status: 'completed',
        objectives: ['Mean, median and when they differ', 'Quartiles, box plots, outliers'],
        resources: ['[The notebook of unit 1](https://example.org/stats/unit-1)'],
      },
      { id: 'unit-2', title: 'Unit 2: chance', hours: 5, status: 'completed', objectives: ['Conditional probability'] },
      { id: 'unit-3', title: 'Unit 3: samples', hours: 2, status: 'completed', objectives: ['Standard error'] },
      {
        id: 'set-1',
        title: 'Problem set 1',
        hours: 5,
        status: 'completed',
        objectives: ['Ten problems on samples'],
        deliverable: 'The solved set, as a notebook',
      },
      { id: 'set-2', title: 'Problem set 2', hours: 6, status: 'completed', objectives: ['Intervals and tests'] },
      {
        id: 'exam',
        title: 'Revise for the exam',
        hours: 4,
        status: 'completed',
        objectives: ['The exam of last year'],
      },
    ],
  },
  {
    id: 'statistics-2',
    title: 'Statistics course, part two',
    from: -48,
    to: 0,
    status: 'in-progress',
    scheduler: 'fsrs',
    goal: 'Statistics course, part two',
    intro: 'Models with more than one source of noise: cores within stations, stations within bays.',
    chunks: [
      {
        id: 'unit-1',
        title: 'Unit 1: linear models',
        hours: 4,
        status: 'completed',
        objectives: ['Fit a line and read its table', 'Say what the intercept means, in words'],
        resources: ['[The notebook of unit 1](https://example.org/stats/2/unit-1)', 'Chapter 3 of the handout'],
      },
      {
        id: 'unit-2',
        title: 'Unit 2: residuals',
        hours: 5,
        status: 'completed',
        objectives: ['Four plots, and what each shows', 'Know leverage from influence'],
      },
      {
        id: 'set-1',
        title: 'Problem set 1',
        hours: 4,
        status: 'completed',
        objectives: ['Refit the stock model without core 9'],
        deliverable: 'A page that Joana can check',
      },
      {
        id: 'unit-3',
        title: 'Unit 3: interactions',
        hours: 5,
        status: 'in-progress',
        objectives: ['Depth by station: one slope or twelve?', 'Draw an interaction before testing it'],
        resources: ['[The notebook of unit 3](https://example.org/stats/2/unit-3)'],
      },
      {
        id: 'unit-4',
        title: 'Unit 4: mixed models',
        hours: 6,
        status: 'not-started',
        objectives: ['Random intercepts for stations', 'Read the variance components'],
        deliverable: 'The mixed model of the twelve cores',
      },
      { id: 'set-2', title: 'Problem set 2', hours: 5, status: 'not-started', objectives: ['Shrinkage, by hand'] },
      { id: 'exam', title: 'Revise for the exam', hours: 4, status: 'not-started', objectives: ['Two old exams'] },
    ],
  },
]

const list = (name: string, items: string[] = []) =>
  items.length > 0 ? [`**${name}**:`, ...items.map((item) => `- ${item}`), ''] : []

const chunkText = ({ id, title, hours, status, objectives, resources, deliverable }: DemoChunk, index: number) => [
  `## Chunk ${index + 1}: ${title} {#${id}}`,
  `**Duration**: ${hours} hours`,
  `**Status**: ${status}`,
  '',
  ...list('Objectives', objectives),
  ...list('Resources', resources),
  ...(deliverable ? [`**Deliverable**: ${deliverable}`, ''] : []),
]

type PlanOnDay = { plan: ReadPlan; goalTitle: string; scheduler: PlanSettings['scheduler']; at: number }

/** The plans on a day; `at` (epoch ms) is the moment of their last change. Throws if a document cannot be read. */
export const plansOn = (today: string, zone: Zone): PlanOnDay[] =>
  demoPlans.map(({ id, title, from, to, status, scheduler, goal, intro, chunks }) => {
    const instant = (offset: number) => wallTime(addDays(today, offset), '09:00', zone)
    const at = Math.min(instant(to), instant(-2))
    const text = [
      '---',
      `id: ${id}`,
      `title: "${title}"`,
      `created: ${new Date(instant(from)).toISOString()}`,
      `updated: ${new Date(at).toISOString()}`,
      `total_hours: ${chunks.reduce((sum, { hours }) => sum + hours, 0)}`,
      `status: ${status}`,
      'tags: [statistics, thesis]',
      '---',
      '',
      intro,
      '',
      ...chunks.flatMap(chunkText),
    ].join('\n')
    const plan = readPlan(text)
    if ('errors' in plan) throw new Error(JSON.stringify(plan.errors))
    return { plan, goalTitle: goal, scheduler, at }
  })

/** The chunk that a session of a goal and title is on. */
export const chunkOf = (goalTitle: string | undefined, title: string) => {
  const plan = demoPlans.find(({ goal }) => goal === goalTitle)
  const chunk = plan?.chunks.find((one) => one.title === title)
  return plan && { plan_id: plan.id, chunk_id: chunk?.id ?? null }
}
