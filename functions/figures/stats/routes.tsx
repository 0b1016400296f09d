import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { FigureChangesPage } from '../../../views/figures/stats/changes'
import { InvalidFigurePage } from '../../../views/figures/stats/changes-form'
import { ComparePage } from '../../../views/figures/stats/compare'
import { ExplainPage } from '../../../views/figures/stats/explain'
import { NextRows } from '../../../views/figures/stats/explain-rows'
import { InvalidRangePage, StatsPage } from '../../../views/figures/stats/page'
import { RepoPage } from '../../../views/figures/stats/repo'
import { livePath } from '../../../views/ui/links'
import { statsVersion } from '../../apps/app-rules/figures-version'
import { lastDays, withPeriod } from '../../ledger/range'
import { openChoices } from '../../ledger/subject-choices'
import { readPageQuery } from '../../ledger/views'
import { type App, todayOf } from '../../lib/env'
import { combineParams, queryOf } from '../../lib/filter'
import { parseRangeDates } from '../../lib/http/date-fields'
import { wantsFragment } from '../../lib/http/respond'
import { dayOf } from '../../lib/time/days'
import { ChangesQuery, momentOf } from './changes/queries'
import { changesView } from './changes/view'
import { compareView } from './compare/view'
import { CompareQuery, ExplainQuery, rangeOrAllTime } from './explain/schema'
import { explainView } from './explain/view'
import { parseStatsQuery } from './query'
import { RepoQuery, repoView } from './repos/view'
import { statsPageData } from './view'

const page = { title: 'Statistics', charts: true }

const answerStats = async (c: Context<App>) => {
  const { user, head } = c.var
  const today = todayOf(c)
  const viewed = await readPageQuery(c, 'stats')
  const values = parseRangeDates(c, combineParams(viewed.params))
  const parse = (query: typeof values) => parseStatsQuery(query, today, user.preferences.week_start)
  const read = parse(values)
  const result = viewed.shown && 'errors' in read ? parse({}) : read
  if ('errors' in result) {
    c.status(422)
    return c.render(<InvalidRangePage draft={{ values, errors: result.errors }} today={today} />, { title: page.title })
  }
  const { query, params } = result
  const version = statsVersion(head, { preferences: user.preferences, today })
  const [view, choices] = await Promise.all([
    statsPageData(c.env.DB, user, head, query, Date.now(), c.var.orgTime),
    openChoices(c),
  ])
  if (!view) return c.notFound()
  const live = livePath(version, { view: 'stats', ...params })
  return c.render(<StatsPage {...view} choices={choices} params={params} live={live} viewed={viewed} />, page)
}

/** Query of a page about a figure. A named period is replaced by its dates. */
const figureQuery = (c: Context<App>) =>
  withPeriod(parseRangeDates(c, queryOf(c)), todayOf(c), c.var.user.preferences.week_start)

const titles = { '/changes': 'What changed', '/compare': 'Compare', '/explain': 'How this adds up' }

type Errors = Partial<Record<string, string[]>>

const renderInvalid = (c: Context<App>, path: keyof typeof titles, errors: Errors) => {
  const [draft, title] = [{ values: c.req.query(), errors }, titles[path]]
  c.status(422)
  return c.render(<InvalidFigurePage title={title} action={`/stats${path}`} draft={draft} />, { title })
}

/** `/stats` and the pages about one of its figures. */
export const stats = new Hono<App>()
  .get('/', answerStats)
  .get('/explain', async (c) => {
    const { user } = c.var
    const today = todayOf(c)
    const { data: query, error } = ExplainQuery.safeParse(figureQuery(c))
    if (!query) return renderInvalid(c, '/explain', z.flattenError(error).fieldErrors)
    const [view, choices] = await Promise.all([
      explainView(c.env.DB, user, query, today, c.var.orgTime),
      openChoices(c),
    ])
    if (view === null) return c.notFound()
    const context = { ...view, choices, reader: user.preferences, today }
    if (view.rows?.after && wantsFragment(c)) return c.render(<NextRows rows={view.rows} view={context} />)
    return c.render(<ExplainPage {...context} />, { title: titles['/explain'], follows: true })
  })

  /** Compares the last 30 days by default with the 30 days before. */
  .get('/compare', async (c) => {
    const { user } = c.var
    const now = Date.now()
    const today = dayOf(now, user.preferences)
    const { data: query, error } = CompareQuery.safeParse(figureQuery(c))
    if (!query) return renderInvalid(c, '/compare', z.flattenError(error).fieldErrors)
    const than = rangeOrAllTime({ from: query.than_from, to: query.than_to })
    const wanted = { ...query, than, range: rangeOrAllTime(query) ?? lastDays(today, 30) }
    const [view, choices] = await Promise.all([
      compareView(c.env.DB, user, wanted, today, now, c.var.orgTime),
      openChoices(c),
    ])
    if (!view) return c.notFound()
    return c.render(<ComparePage {...view} choices={choices} today={today} />, {
      title: titles['/compare'],
      follows: true,
    })
  })

  .get('/changes', async (c) => {
    const { user } = c.var
    const now = Date.now()
    const { data: query, error } = ChangesQuery.safeParse(figureQuery(c))
    if (!query) return renderInvalid(c, '/changes', z.flattenError(error).fieldErrors)
    const { subject } = query
    const wanted = { subject, range: rangeOrAllTime(query), since: momentOf(query.since, now, user.preferences) }
    const [view, choices] = await Promise.all([changesView(c.env.DB, user.id, wanted, c.var.orgTime), openChoices(c)])
    if (!view) return c.notFound()
    const today = dayOf(now, user.preferences)
    return c.render(
      <FigureChangesPage {...view} choices={choices} user={user} now={now} today={today} moment={query.since} />,
      {
        title: titles['/changes'],
      },
    )
  })

  .get('/repos/:owner/:name', async (c) => {
    const query = RepoQuery.parse(c.req.query())
    const view = await repoView(c.env.DB, c.var.user, c.req.param(), query, todayOf(c))
    if (!view) return c.notFound()
    const { repo_owner, repo_name } = view.repo
    return c.render(<RepoPage {...view} />, { title: `${repo_owner}/${repo_name}`, follows: true })
  })
