import { type Context, Hono } from 'hono'
import { GitHubSection } from '../../../views/settings/sign-in'
import { type GitHubLink, readGitHubLink, unlinkGitHub, unlinkRefusal } from '../../auth/github/accounts'
import { isGitHubConfigured } from '../../auth/github/config'
import { revokeGitHubToken } from '../../auth/github/revoke'
import type { App } from '../../lib/env'
import { wantsFragment } from '../../lib/page'
import { ProblemError } from '../../lib/problem'
import { respond } from '../../lib/respond'
import { canMail } from '../../mail/send'

const lastWayIn = () =>
  new ProblemError({
    status: 409,
    code: 'last_way_in',
    title: 'GitHub is your only way to sign in',
    detail: 'You can’t sign in by email, so GitHub stays connected. Nothing was changed.',
    again: '/settings/sign-in',
  })

const section = (c: Context<App>, link: GitHubLink) => (
  <GitHubSection link={link} configured={isGitHubConfigured(c.env)} canMail={canMail(c.env)} />
)

const respondSection = (c: Context<App>, link: GitHubLink, message: string) =>
  respond(c, { toast: { message }, page: '/settings/sign-in#github', fragments: () => section(c, link) })

/** Keeps the link; the section says why. */
const refuse = (c: Context<App>, link: GitHubLink) => {
  if (!wantsFragment(c)) throw lastWayIn()
  c.status(409)
  return c.render(section(c, link))
}

/** `/settings/sign-in/github` */
export const githubSettings = new Hono<App>().post('/unlink', async (c) => {
  const { DB } = c.env
  const { id } = c.var.user
  const link = await readGitHubLink(DB, id)
  if (!link) return c.notFound()
  if (link.github_user_id === null) return respondSection(c, link, 'GitHub wasn’t connected')
  const mayGo = unlinkRefusal(link, canMail(c.env)) === null
  if (!mayGo || !(await unlinkGitHub(DB, id, Date.now()))) return refuse(c, link)
  await revokeGitHubToken(c, id)
  return respondSection(c, { ...link, github_user_id: null, github_username: null }, 'GitHub is disconnected')
})
