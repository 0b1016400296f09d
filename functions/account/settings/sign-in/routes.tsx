import { type Context, Hono } from 'hono'
import { Devices, EndOthersPage } from '../../../../views/account/settings/devices'
import { GitHubSection, SignInSettingsPage } from '../../../../views/account/settings/sign-in'
import { afterAllIds } from '../../../lib/api/values'
import type { App } from '../../../lib/env'
import { loadSettings } from '../../../lib/hooks'
import { submittedText } from '../../../lib/http/form'
import { requireOwnForm } from '../../../lib/http/own-form'
import { type Problem, ProblemError, problems } from '../../../lib/http/problem'
import { redirectTo, respond, wantsFragment } from '../../../lib/http/respond'
import { logEvent } from '../../../lib/log'
import { clearBrowser } from '../../../lib/secrets'
import { type GitHubLink, readGitHubLink, unlinkGitHub, unlinkRefusal } from '../../auth/github/accounts'
import { isGitHubConfigured } from '../../auth/github/config'
import { revokeGitHubToken } from '../../auth/github/sign-in'
import { passkeysOf } from '../../auth/passkeys/passkeys'
import { apiTokenLimit } from '../../auth/programs/issue'
import { allowInvitations, refusesInvitations } from '../../mail/refusals'
import { canMail } from '../../mail/send'
import { tokensBefore } from '../tokens/schema'
import { endDevice, endOtherDevices, ownDevice, readDeviceList } from './api'

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

/** Shows the section again with the reason why the link stays. */
const refuse = (c: Context<App>, link: GitHubLink) => {
  if (!wantsFragment(c)) throw lastWayIn()
  c.status(409)
  return c.render(section(c, link))
}

/** `/settings/sign-in/github` */
const githubSettings = new Hono<App>().post('/unlink', async (c) => {
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

const path = '/settings/sign-in'

/** Responds after signing out other devices; htmx gets the list of the remaining ones. */
const respondEnded = (c: Context<App>, message: string) => {
  const now = Date.now()
  return respond(c, {
    toast: { message },
    page: `${path}#devices`,
    fragments: async () => (
      <Devices list={await readDeviceList(c.env, c.var, now)} preferences={c.var.user.preferences} now={now} />
    ),
  })
}

const noSuchDevice: Problem = {
  ...problems.notFound,
  title: 'That device isn’t signed in',
  detail: 'It may have been signed out already. Nothing was changed.',
  again: path,
}

const respondSignedOut = (c: Context<App>) => {
  clearBrowser(c)
  return redirectTo(c, '/sign-in')
}

/** `/settings/sign-in` */
export const signInSettings = new Hono<App>()
  .route('/github', githubSettings)

  .get('/', async (c) => {
    const { user } = c.var
    const now = Date.now()
    const sections = await loadSettings('sections', path)
    const [list, link, more, isRefusing, passkeys] = await Promise.all([
      readDeviceList(c.env, c.var, now),
      readGitHubLink(c.env.DB, user.id),
      sections(c),
      user.email !== null && refusesInvitations(c.env, user.email),
      passkeysOf(c.env.DB, user.id),
    ])
    if (!link) throw new ProblemError(problems.signedOut)
    return c.render(
      <SignInSettingsPage
        link={link}
        isRefusing={isRefusing}
        github={isGitHubConfigured(c.env)}
        mail={canMail(c.env)}
        list={list}
        passkeys={passkeys}
        user={user}
        now={now}
      >
        {more.map(([, part]) => part)}
      </SignInSettingsPage>,
      { title: 'Sign-in and devices' },
    )
  })

  // Only with a proven address. Its holder may have refused invitations before this account existed.
  .post('/invitations', async (c) => {
    const link = await readGitHubLink(c.env.DB, c.var.user.id)
    if (!link?.email || link.email_proven_at === null) return c.notFound()
    await allowInvitations(c.env, link.email)
    logEvent(c, 'invitations_allowed')
    return redirectTo(c, `${path}#email`, { message: 'You get invitations by email again' })
  })

  // An open page polls here to learn if its person is still signed in.
  .get('/check', (c) => c.body(null, 204))

  .get('/devices/end-others', async (c) => {
    const tokens = await tokensBefore(c.env.DB, c.var.user.id, afterAllIds, apiTokenLimit)
    return c.render(<EndOthersPage tokens={tokens.length} />, { title: 'Sign out all others', heading: true })
  })

  .post(
    '/devices/end-others',
    requireOwnForm('others', () => `${path}/devices/end-others`),
    async (c) => {
      const own = ownDevice(c.var.access)
      const andTokens = submittedText(c).tokens !== undefined
      const done = own !== null && (await endOtherDevices(c.env.DB, c.var.user.id, own, Date.now(), andTokens))
      if (!done) throw new ProblemError(problems.signedOut)
      return respondEnded(c, `Signed out all other devices${andTokens ? ' and revoked all API tokens' : ''}`)
    },
  )

  .post('/devices/:id/end', async (c) => {
    const id = c.req.param('id')
    const device = await endDevice(c.env.DB, c.var.user.id, id, Date.now())
    if (device === null) throw new ProblemError(noSuchDevice)
    return id === ownDevice(c.var.access)
      ? respondSignedOut(c)
      : respondEnded(c, `Signed out ${device || 'the device'}`)
  })
