import { type Context, Hono } from 'hono'
import { Devices } from '../../../views/settings/devices'
import { SignInSettingsPage } from '../../../views/settings/sign-in'
import { readGitHubLink } from '../../auth/github/accounts'
import { isGitHubConfigured } from '../../auth/github/config'
import type { App } from '../../lib/env'
import { type Problem, ProblemError, problems } from '../../lib/problem'
import { redirectTo, respond } from '../../lib/respond'
import { clearSessionCookie } from '../../lib/session-cookie'
import { canMail } from '../../mail/send'
import { endDevice, endOtherDevices, ownDevice, readDeviceList } from './api'
import { githubSettings } from './github'

const path = '/settings/sign-in'

/** Answers a sign-out of other devices; htmx gets the remaining ones. */
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
  clearSessionCookie(c)
  return redirectTo(c, '/sign-in')
}

/** `/settings/sign-in` */
export const signInSettings = new Hono<App>()
  .route('/github', githubSettings)

  .get('/', async (c) => {
    const { user } = c.var
    const now = Date.now()
    const [list, link] = await Promise.all([readDeviceList(c.env, c.var, now), readGitHubLink(c.env.DB, user.id)])
    if (!link) throw new ProblemError(problems.signedOut)
    return c.render(
      <SignInSettingsPage
        link={link}
        github={isGitHubConfigured(c.env)}
        mail={canMail(c.env)}
        list={list}
        preferences={user.preferences}
        now={now}
      />,
      { title: 'Sign-in and devices' },
    )
  })

  // An open page asks here whether its person is still signed in.
  .get('/check', (c) => c.body(null, 204))

  .post('/devices/end-others', async (c) => {
    const own = ownDevice(c.var.access)
    const done = own !== null && (await endOtherDevices(c.env.DB, c.var.user.id, own, Date.now()))
    if (!done) throw new ProblemError(problems.signedOut)
    return respondEnded(c, 'Signed out all other devices')
  })

  .post('/devices/:id/end', async (c) => {
    const id = c.req.param('id')
    const device = await endDevice(c.env.DB, c.var.user.id, id, Date.now())
    if (device === null) throw new ProblemError(noSuchDevice)
    return id === ownDevice(c.var.access)
      ? respondSignedOut(c)
      : respondEnded(c, `Signed out ${device || 'the device'}`)
  })
