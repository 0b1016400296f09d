import { type Context, Hono } from 'hono'
import { DeactivateProjects } from '../../../../views/filing/projects/deactivate'
import { type ChangePlan, respondUndoable, runUndoable } from '../../../data/changes/run'
import type { App } from '../../../lib/env'
import { submittedAll } from '../../../lib/form'
import { isOrg } from '../../../lib/org'
import { ProblemError } from '../../../lib/problem'
import { checkSelection } from '../../../lib/selection'
import { projects, projectsOf } from '../queries'
import { trackedSums } from '../tracked'
import { planActivate, planDeactivate, planDelete } from './plan'

const title = 'Archive projects'

const gone = 'One of these projects no longer exists. Go back to the list and select again.'
const none = 'None of these projects is active.'

const page = async (c: Context<App>, ids: string[], refused?: 'gone' | 'none') => {
  const { DB } = c.env
  const { user } = c.var
  const [projects, sums] = await Promise.all([
    projectsOf(DB, user.id, ids),
    trackedSums(
      DB,
      user.id,
      ids.map((id) => ({ id })),
    ),
  ])
  const reason = refused ?? (projects.length < ids.length ? 'gone' : undefined)
  if (reason) c.status(422)
  const active = projects.filter(({ status }) => status === 'active')
  const error = reason && { gone, none }[reason]
  return c.render(<DeactivateProjects projects={active} sums={sums} error={error} />, { title, heading: true })
}

/** `/projects/deactivate`: many at once, or the active ones of an organization (`?organization=<id>`). */
export const deactivate = new Hono<App>()
  .get('/', async (c) => {
    const organization = c.req.query('organization')
    if (organization === undefined) return page(c, checkSelection([...new Set(c.req.queries('project'))]))
    const all = isOrg(organization) ? await projects(c.env.DB, c.var.user.id, organization) : []
    return page(c, checkSelection(all.filter(({ status }) => status === 'active').map(({ id }) => id)))
  })

  .post('/', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const ids = checkSelection(submittedAll(c, 'project'))
    const change = await runUndoable(DB, user.id, (now) => planDeactivate(DB, user.id, ids, now))
    if ('refused' in change) return page(c, ids, change.refused)
    return respondUndoable(c, change, '/projects')
  })

const refused = (detail: string) =>
  new ProblemError({ status: 422, code: 'invalid', title: 'Nothing changed', detail, again: '/projects' })

type ManyPlan = (
  ...about: [db: D1Database, userId: string, ids: string[], now: number]
) => Promise<ChangePlan | { refused: 'gone' | 'none' }>

const changeMany = async (c: Context<App>, plan: ManyPlan, noneWords: string) => {
  const { DB } = c.env
  const { user } = c.var
  const ids = checkSelection(submittedAll(c, 'project'))
  if (ids.length === 0) throw refused('Select the projects to change, then try again.')
  const change = await runUndoable(DB, user.id, (now) => plan(DB, user.id, ids, now))
  if ('refused' in change) throw refused(change.refused === 'gone' ? gone : noneWords)
  return respondUndoable(c, change, '/projects')
}

/** `/projects/activate` and `/projects/delete`: many at once, each with one Undo. */
export const manyProjects = new Hono<App>()
  .post('/activate', (c) => changeMany(c, planActivate, 'None of these projects is archived.'))
  .post('/delete', (c) => changeMany(c, planDelete, gone))
