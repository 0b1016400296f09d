import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { MergePage, type MergePageProps, mergeTitle } from '../../views/project-merge/page'
import { followSubjects } from '../app-rules/writes'
import { type ChangePlan, respondUndoable, runUndoable } from '../changes/run'
import { quoted } from '../changes/words'
import { form, submittedText } from '../lib/form'
import { plural } from '../lib/format'
import { unfinishedJob } from '../lib/jobs/queries'
import { todayOf } from '../lib/now'
import { declare } from '../lib/reads'
import { loadProject, type WithProject } from '../projects/load'
import { project as projectOf, projects } from '../projects/queries'
import type { ProjectRow } from '../projects/schema'
import { sessionsOfProjects, trackedSums } from '../projects/tracked'
import { projectLabel } from '../projects/words'
import { allSessions } from '../sessions/list/view'
import { sessionsIn } from '../sessions/queries'
import { inheritDetails, linkedTo, MergeForm, MergeView, mergeProjects } from './linked'

/**
 * Moves all sessions, plans, learnings and tasks of a project to another, deleted ones too, and deletes it. Refused when `from` or
 * `into` is gone, or both are one project.
 */
const planMerge = async (
  db: D1Database,
  userId: string,
  pair: { from: string; into: string },
  now: number,
): Promise<ChangePlan | { refused: 'from' | 'into' }> => {
  const moves = [{ from: `project:${pair.from}`, to: `project:${pair.into}` }]
  const [from, into, sessions, linked, followed] = await Promise.all([
    projectOf(db, userId, pair.from),
    projectOf(db, userId, pair.into),
    sessionsOfProjects(db, userId, [pair.from]),
    linkedTo(db, userId, [pair.from]),
    followSubjects(db, userId, moves, now),
  ])
  if (!from) return { refused: 'from' }
  if (!into || into.id === from.id) return { refused: 'into' }
  const heirs = inheritDetails(db, userId, [{ from, into }], now)
  const counted = sessions.filter((session) => session.counted === 1).length
  return {
    kind: 'merge',
    summary: `Merged ${quoted(from.name)} into ${quoted(into.name)}, ${plural(counted, 'session')}`,
    touched: {
      sessions: sessions.map(({ id }) => id),
      projects: [from.id, ...heirs.ids],
      ...linked,
      conditions: followed.conditions,
    },
    writes: [...mergeProjects(db, userId, [pair], now), ...heirs.writes, ...followed.writes],
  }
}

const folded = (text: string) => text.trim().normalize('NFC').toLowerCase()

/** Finds the project labelled exactly `text`, else all whose label contains it. */
export const matchingProjects = <P extends Pick<ProjectRow, 'name' | 'client'>>(projects: P[], text: string): P[] => {
  const foldedText = folded(text)
  if (foldedText === '') return []
  const exact = projects.filter((project) => folded(projectLabel(project)) === foldedText)
  return exact.length > 0 ? exact : projects.filter((project) => folded(projectLabel(project)).includes(foldedText))
}

const shownSessions = 5

const notThere = 'Choose a project from the list'

const previewOf = async (c: Context<WithProject>, into: ProjectRow) => {
  const { project } = c.var
  const subject = `project:${project.id}`
  const [sums, latest] = await Promise.all([
    trackedSums(c.env.DB, c.var.user.id, [project]),
    sessionsIn(c.env.DB, c.var.user.id, { ...allSessions, subject }, shownSessions),
  ])
  return { into, sum: sums[0], latest }
}

type Choice = Pick<MergePageProps, 'typed' | 'error'> & { into?: ProjectRow; matches?: ProjectRow[] }

const page = async (c: Context<WithProject>, others: ProjectRow[], { into, ...rest }: Choice) => (
  <MergePage
    project={c.var.project}
    others={others}
    preview={into && (await previewOf(c, into))}
    reader={c.var.user.preferences}
    today={todayOf(c)}
    {...rest}
  />
)

/** Finds the target project by its id or by a part of its name. */
const choiceOf = (others: ProjectRow[], { into: id, name }: MergeView): Choice => {
  if (id) {
    const into = others.find((project) => project.id === id)
    return into ? { into } : { error: notThere }
  }
  if (!name) return {}
  const matches = matchingProjects(others, name)
  const [only] = matches
  if (only && matches.length === 1) return { into: only, typed: name }
  return only ? { typed: name, matches } : { typed: name, error: 'No matching project' }
}

const othersOf = async (c: Context<WithProject>) =>
  (await projects(c.env.DB, c.var.user.id)).filter(({ id }) => id !== c.var.project.id)

const renderPage = async (c: Context<WithProject>, others: ProjectRow[], choice: Choice) => {
  if (choice.error) c.status(422)
  return c.render(await page(c, others, choice), { title: mergeTitle(c.var.project) })
}

/** Starts what the merge is planned from, with the project. */
const withPlan = createMiddleware<WithProject>(async (c, next) => {
  const { DB } = c.env
  const { into = '' } = submittedText(c)
  const pair = { from: c.req.param('id') ?? '', into }
  declare(planMerge(DB, c.var.user.id, pair, Date.now()), unfinishedJob(DB, c.var.user.id))
  await next()
})

/** `/projects/:id/merge` */
export const merge = new Hono<WithProject>()
  .get('/', loadProject, async (c) => {
    const others = await othersOf(c)
    return renderPage(c, others, choiceOf(others, MergeView.parse(c.req.query())))
  })

  .post(
    '/',
    withPlan,
    loadProject,
    form(
      MergeForm,
      'Merge projects',
      async (c: Context<WithProject>) => page(c, await othersOf(c), { error: notThere }),
      { heading: false },
    ),
    async (c) => {
      const { DB } = c.env
      const { project, user } = c.var
      const pair = { from: project.id, into: c.req.valid('form').into }
      const change = await runUndoable(DB, user.id, (now) => planMerge(DB, user.id, pair, now))
      if ('refused' in change) {
        return change.refused === 'from' ? c.notFound() : renderPage(c, await othersOf(c), { error: notThere })
      }
      return respondUndoable(c, change, '/projects')
    },
  )
