import { Hono } from 'hono'
import { card } from './cards/queries'
import { checkIn } from './energy/schema'
import { goal } from './goals/queries'
import { learning } from './learnings/schema'
import { startSubject } from './ledger/resolve-subject'
import { keptAnswer } from './lib/api/once'
import type { App } from './lib/env'
import { findJob, jobAtWork } from './lib/jobs/queries'
import { besideSignIn } from './lib/load'
import { person } from './people/schema'
import { project, projects } from './projects/queries'
import { skill } from './skills/queries'
import { task } from './tasks/queries'

const none = () => []

/** The answer of an earlier request with the same key. */
const keptBeside = besideSignIn((c) => (userId) => [keptAnswer(c, userId)])

/** Reads that are sent with the sign-in, because others wait for them. */
export const beside = new Hono<App>()
  .use(
    '*',
    besideSignIn((c) => {
      const subject = c.req.query('subject')
      if (subject === undefined || c.req.method !== 'GET') return none
      return (userId) => startSubject(c.env.DB, userId, subject)
    }),
  )
  .use(
    '/clients/rename',
    besideSignIn((c) => (c.req.method === 'POST' ? (userId) => [projects(c.env.DB, userId)] : none)),
  )
  .use(
    '/jobs/:id/:write{step|cancel}',
    besideSignIn((c) => {
      const id = c.req.param('id') ?? ''
      return (userId) => [findJob(c.env.DB, userId, id), jobAtWork(c.env.DB, userId, id)]
    }),
  )
  .use('/api/v1/sessions/import', keptBeside)
  .use('/api/v1/sync', keptBeside)
  .use('/sync', keptBeside)

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
  const row = besideSignIn((c) => {
    const id = c.req.param('id') ?? ''
    return /^(POST|PATCH)$/.test(c.req.method) ? (userId) => [find(c.env.DB, userId, id)] : none
  })
  beside.use(`/${name}/:id`, row).use(`/api/v1/${name}/:id`, row)
}
