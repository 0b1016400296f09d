import { type Context, Hono } from 'hono'
import { type SettingsDraft, SettingsForm as SettingsFormView } from '../../../views/account/settings/form'
import { SettingsPage } from '../../../views/account/settings/page'
import { type App, todayOf } from '../../lib/env'
import { type Draft, form, submittedAll, submittedText } from '../../lib/form'
import { zoneName } from '../../lib/format'
import { cameFrom, isPathHere, redirectTo, respond, wantsFragment } from '../../lib/respond'
import { isUsed, uses, useTexts } from '../../lib/uses'
import { countOpenConflicts } from '../../programs/sync/conflicts/queries'
import { daysOffList } from '../../time/days-off/queries'
import { readUnlistedApps, saveSettings, unlistedLocked } from './save'
import { changedSettings, SettingsForm, UseForm, ZoneForm } from './schema'

const page = { title: 'Settings', heading: true }

const wholePage = async (c: Context<App>, draft?: SettingsDraft) => {
  const { user } = c.var
  const today = todayOf(c)
  const [daysOff, unlisted, openConflicts] = await Promise.all([
    daysOffList(c.env.DB, user.id, today),
    readUnlistedApps(c.env.DB, user.id),
    countOpenConflicts(c.env.DB, user.id),
  ])
  const found = { unlisted, daysOff, openConflicts }
  return <SettingsPage user={user} draft={draft} {...found} today={today} now={Date.now()} />
}

const refilledForm = async (c: Context<App>, draft: Draft<SettingsForm>) => {
  const refused = { ...draft, restDays: submittedAll(c, 'rest_days'), uses: submittedAll(c, 'uses') }
  if (!wantsFragment(c)) return wholePage(c, refused)
  const { user } = c.var
  const unlisted = await readUnlistedApps(c.env.DB, user.id)
  return <SettingsFormView user={user} draft={refused} unlisted={unlisted} now={Date.now()} />
}

export const settings = new Hono<App>()
  .get('/', async (c) => c.render(await wholePage(c), page))

  .post('/', form(SettingsForm, page.title, refilledForm), async (c) => {
    const settings = c.req.valid('form')
    const { user } = c.var
    // Keeping the target as it is also sets up the day (figures/dashboard/first-hour.ts).
    const confirmed = user.preferences.first_hour && settings.daily_target
    const changed = { ...(confirmed && { daily_target_minutes: confirmed }), ...changedSettings(settings) }
    if (!(await saveSettings(c.env.DB, user, changed))) {
      c.status(422)
      const errors = { unlisted_apps: [unlistedLocked.detail] }
      return c.render(await refilledForm(c, { values: submittedText(c), errors }), page)
    }
    return redirectTo(c, '/settings', { message: 'Settings saved' })
  })

  .post(
    '/uses',
    form(UseForm, page.title, (c, { errors }) => wholePage(c, { values: {}, errors: { uses: errors.use } })),
    async (c) => {
      const { user } = c.var
      const { use } = c.req.valid('form')
      const chosen = uses.filter((one) => one === use || isUsed(user, one))
      await saveSettings(c.env.DB, user, { uses: chosen })
      return redirectTo(c, cameFrom(c, '/settings'), { message: `“${useTexts[use].label}” is on` })
    },
  )

  .post(
    '/time-zone',
    form(ZoneForm, page.title, (c, { errors }) =>
      wholePage(c, { values: {}, errors: { time_zone: errors.time_zone } }),
    ),
    async (c) => {
      const { time_zone, next } = c.req.valid('form')
      await saveSettings(c.env.DB, c.var.user, { time_zone })
      const message = `Your time zone is now ${zoneName(time_zone)}`
      return respond(c, {
        toast: { message },
        page: isPathHere(next) ? next : cameFrom(c, '/settings'),
        fragments: () => <section id="zone-banner" hidden hx-swap-oob="true" />,
      })
    },
  )
