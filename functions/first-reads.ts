import { type Context, Hono } from 'hono'
import { project } from './filing/projects/queries'
import { goal } from './goals/goals/queries'
import { card } from './learning/cards/queries'
import { learning } from './learning/learnings/schema'
import { skill } from './learning/skills/queries'
import { startSubject } from './ledger/resolve-subject'
import { keptAnswer } from './lib/api/once'
import { type App, declares } from './lib/env'
import { findJob, jobAtWork } from './lib/jobs/queries'
import { person } from './people/people/schema'
import { checkIn } from './reviews/energy/schema'
import { task } from './tasks/tasks/queries'

type Read = (c: Context<App>, userId: string, id: string) => Promise<unknown>

const declaresFor = (methods: RegExp, ...reads: Read[]) =>
  declares(async (c, userId, id) => methods.test(c.req.method) && Promise.all(reads.map((read) => read(c, userId, id))))

const readSubject: Read = async (c, userId) => {
  const subject = c.req.query('subject')
  return subject === undefined || Promise.all(startSubject(c.env.DB, userId, subject))
}

const keptAnswers = declaresFor(/POST/, keptAnswer)

/** Reads that travel with the sign-in, because others wait for them. */
export const firstReads = new Hono<App>()
  .use('*', declaresFor(/GET/, readSubject))
  .use(
    '/jobs/:id/:write{step|cancel}',
    declares(
      (c, userId, id) => findJob(c.env.DB, userId, id),
      (c, userId, id) => jobAtWork(c.env.DB, userId, id),
    ),
  )
  .use('/api/v1/sessions/import', keptAnswers)
  .use('/api/v1/sync', keptAnswers)
  .use('/sync', keptAnswers)

/** Rows whose edit is checked against what it names. */
const edited = {
  cards: card,
  energy: checkIn,
  goals: goal,
  learnings: learning,
  people: person,
  projects: project,
  skills: skill,
  tasks: task,
}

for (const [name, find] of Object.entries(edited)) {
  const row = declaresFor(/POST|PATCH/, (c, userId, id) => find(c.env.DB, userId, id))
  firstReads.use(`/${name}/:id`, row).use(`/api/v1/${name}/:id`, row)
}
