import { Hono } from 'hono'
import { RepoPage } from '../../../views/stats/repo'
import { type App, todayOf } from '../../lib/env'
import { RepoQuery, repoView } from './view'

export const repos = new Hono<App>().get('/:owner/:name', async (c) => {
  const query = RepoQuery.parse(c.req.query())
  const view = await repoView(c.env.DB, c.var.user, c.req.param(), query, todayOf(c))
  if (!view) return c.notFound()
  const { repo_owner, repo_name } = view.repo
  return c.render(<RepoPage {...view} />, { title: `${repo_owner}/${repo_name}` })
})
