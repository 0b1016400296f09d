import type { HistoryGoal } from './write'

/** A goal of the demo person. `start`, `target` and `done` are in days from today. */
export type DemoGoal = Pick<HistoryGoal, 'title' | 'category' | 'status'> &
  Partial<Pick<HistoryGoal, 'kind' | 'description'>> & {
    /** title of its parent, which must come earlier in the list */
    part_of?: string
    start: number
    target?: number
    progress?: number
    /** manual if left out; `hours` are planned hours, per period for weekly and monthly goals */
    source?: HistoryGoal['progress_source']
    /** id of the plan that measures it, in demo-plans.ts */
    plan?: string
    hours?: number
    /** `target` and `done` in days from today */
    milestones?: { description: string; target?: number; done?: number }[]
    /** when it was completed or cancelled */
    done?: number
  }

type ToldGoal = Omit<DemoGoal, 'category' | 'status'> & Partial<Pick<DemoGoal, 'category' | 'status'>>

const told: ToldGoal[] = [
  {
    title: 'Hand in the thesis',
    description: 'How much carbon the marshes of the estuary hold, and for how long.',
    start: -400,
    target: 150,
    progress: 62,
  },
  { title: 'Thesis proposal', part_of: 'Hand in the thesis', start: -400, target: -295, done: -298 },
  {
    title: 'Date all twelve cores',
    part_of: 'Hand in the thesis',
    description: 'Slice, dry, weigh, burn, count.',
    start: -298,
    target: -126,
    done: -120,
  },
  { title: 'Carbon stock model', part_of: 'Hand in the thesis', start: -120, target: -8, progress: 85 },
  {
    title: 'Uncertainty of the stock model',
    part_of: 'Carbon stock model',
    description: 'One number for each core, and how it was come by.',
    start: -40,
    target: 12,
    progress: 60,
  },
  { title: 'Sensitivity of the stock model', part_of: 'Carbon stock model', start: -50, target: 20, progress: 75 },
  {
    title: 'Methods chapter',
    part_of: 'Hand in the thesis',
    start: -50,
    target: 6,
    progress: 70,
    source: 'auto',
    hours: 60,
    milestones: [
      { description: 'Study site and map', target: -42, done: -43 },
      { description: 'How the cores were taken', target: -38, done: -36 },
      { description: 'Slicing, drying, weighing', target: -33, done: -33 },
      { description: 'Loss on ignition', target: -28, done: -26 },
      { description: 'Dating', target: -22, done: -20 },
      { description: 'The stock model in words', target: -14, done: -12 },
      { description: 'Its equations', target: -7, done: -4 },
      { description: 'Uncertainty', target: -1 },
      { description: 'What was left out, and why', target: 3 },
      { description: 'Read it aloud once', target: 6 },
    ],
  },
  { title: 'Results chapter', part_of: 'Hand in the thesis', start: -24, target: 33, progress: 45 },
  { title: 'Full draft to both readers', part_of: 'Hand in the thesis', start: 10, target: 44 },
  {
    title: 'Booking site live',
    description: 'Patients book, move and pay for an appointment themselves.',
    start: -261,
    target: 25,
    progress: 65,
  },
  { title: 'Staff calendar', part_of: 'Booking site live', start: -200, target: -75, done: -78 },
  { title: 'Payment step', part_of: 'Booking site live', start: -78, target: 3, progress: 96 },
  { title: 'Move the old bookings over', part_of: 'Booking site live', start: -14, target: 18, progress: 40 },
  { title: 'Clinic site passes its accessibility review', start: -400, target: -262, done: -262 },
  { title: 'Lay out the spring anthology', start: -400, target: -255, done: -249 },
  { title: 'Petrel catalogue online', start: -248, target: -165, done: -169 },
  {
    title: 'Lay out the coast guide',
    description: '212 pages, 14 maps, to the printer before the holidays.',
    start: -168,
    target: 19,
    source: 'time',
    hours: 160,
  },
  { title: 'Statistics course, part one', category: 'hiring_readiness', start: -395, target: -287, done: -290 },
  {
    title: 'Statistics course, part two',
    category: 'hiring_readiness',
    start: -48,
    target: 58,
    source: 'plan',
    plan: 'statistics-2',
  },
  { title: 'Portuguese, an hour a week', category: 'personal', kind: 'weekly', start: -400, hours: 1 },
  { title: 'Books kept, two hours a month', category: 'personal', kind: 'monthly', start: -400, hours: 2 },
  { title: 'Read a novel in Portuguese', category: 'personal', start: -150, target: -30, done: -33 },
  { title: 'Sit the Portuguese B2 exam', category: 'personal', start: 20, target: 128 },
  {
    title: 'Portfolio: three case studies',
    category: 'hiring_readiness',
    description: 'Booking site, coast guide, stock model.',
    start: 14,
    target: 71,
  },
  {
    title: 'Writing, talks and interviews in turn',
    category: 'soft_skill',
    description: 'Half an hour each Saturday, one of the three a month.',
    kind: 'rotation',
    start: -70,
    target: 40,
    progress: 60,
  },
  { title: 'Talk at the estuary meeting', category: 'soft_skill', start: -170, target: -95, done: -95 },
  { title: 'File the tax return', category: 'personal', start: -236, target: -200, done: -204 },
  { title: 'Hand the newsletter over', category: 'personal', start: -220, target: -120, done: -130 },
  {
    title: 'A blog post a month',
    category: 'soft_skill',
    status: 'cancelled',
    kind: 'monthly',
    start: -350,
    progress: 25,
    done: -180,
  },
  {
    title: 'Find a third client',
    category: 'hiring_readiness',
    status: 'cancelled',
    start: -300,
    target: -150,
    progress: 10,
    done: -160,
  },
]

/** Technical unless told; a goal that is done is completed. */
export const demoGoals = told.map(
  (goal): DemoGoal => ({
    category: 'technical',
    status: goal.start > 0 ? 'not_started' : goal.done === undefined ? 'in_progress' : 'completed',
    ...goal,
  }),
)
