import { type Context, Hono } from 'hono'
import { GitHubSection } from '../../../views/settings/github'
import { ToastPart } from '../../../views/ui/toast'
import { unlinkGitHub } from '../../auth/github/accounts'
import { githubConfig, isGitHubConfigured } from '../../auth/github/config'
import { type GitHubLink, githubLinkOf } from '../../auth/github/link'
import { revoke } from '../../auth/github/provider'
import { dropGitHubToken, readGitHubToken } from '../../auth/github/token'
import type { App } from '../../lib/env'
import { later } from '../../lib/later'
import { flash, wantsPart } from '../../lib/page'
import { ProblemError } from '../../lib/problem'

const lastWayIn = () =>
  new ProblemError({
    status: 409,
    code: 'last_way_in',
    title: 'It is your only way in',
    detail: 'No mail has let you in yet, so GitHub stays connected. Nothing was changed.',
    again: '/settings/sign-in',
  })

/** The section as it is now: to htmx itself, to everybody else on its page. */
const answer = (c: Context<App>, link: GitHubLink, message: string) => {
  if (!wantsPart(c)) {
    flash(c, { message })
    return c.redirect('/settings/sign-in#github', 303)
  }
  return c.render(
    <>
      <GitHubSection link={link} configured={isGitHubConfigured(c.env)} />
      <ToastPart message={message} />
    </>,
  )
}

/** Lets go of the access token, here at once and at GitHub when it can be reached. */
const dropToken = async (c: Context<App>) => {
  const token = await readGitHubToken(c.env, c.var.user.id)
  await dropGitHubToken(c.env, c.var.user.id)
  if (token && isGitHubConfigured(c.env)) later(c, revoke(githubConfig(c.env), token))
}

/** `/settings/sign-in/github`: the link to a GitHub account. */
export const githubSettings = new Hono<App>().post('/unlink', async (c) => {
  const { DB } = c.env
  const { id } = c.var.user
  const isRemoved = await unlinkGitHub(DB, id, Date.now())
  if (isRemoved) await dropToken(c)
  const link = await githubLinkOf(DB, id)
  if (!link) return c.notFound()
  if (!isRemoved && link.github_user_id !== null) throw lastWayIn()
  return answer(c, link, isRemoved ? 'GitHub is removed' : 'GitHub was not connected')
})
