import { type Context, Hono } from 'hono'
import { type SettingsDraft, SettingsForm as SettingsFormView } from '../../../views/account/settings/form'
import { SettingsPage } from '../../../views/account/settings/page'
import { PageHead } from '../../../views/ui/section'
import { settingsPages } from '../../frame/shell/settings'
import type { App } from '../../lib/env'
import { loadSettings } from '../../lib/hooks'
import { type Draft, form, submittedAll, submittedText } from '../../lib/http/form'
import { isOwnPath, previousPath, redirectTo, respond, wantsFragment } from '../../lib/http/respond'
import { zoneName } from '../../lib/text/format'
import { isUsed, uses, useTexts } from '../../lib/uses'
import { readUnlistedApps, saveSettings, unlistedLockedProblem } from './save'
import {
  changedSettings,
  changesShell,
  invalidSection,
  type Section,
  SettingsForm,
  sections,
  UseForm,
  ZoneForm,
} from './schema'

const titleOf = (section: Section) =>
  settingsPages.find(({ href }) => href === `/settings/${section}`)?.name ?? 'Settings'

const ownHead = { heading: false }

const sectionForm = async (c: Context<App>, section: Section, draft?: SettingsDraft) => {
  const { user } = c.var
  const unlisted = section === 'limits' && isUsed(user, 'apps') ? await readUnlistedApps(c.env.DB, user.id) : null
  // The sign-in page already shows its further sections below the form, so they are left out of the form.
  const more = section === 'sign-in' ? undefined : await loadSettings('sections', `/settings/${section}`)
  const view = (
    <SettingsFormView section={section} user={user} draft={draft} unlisted={unlisted} now={Date.now()}>
      {(await more?.(c))?.map(([, part]) => part)}
    </SettingsFormView>
  )
  if (wantsFragment(c)) return view
  return (
    <>
      <PageHead title={titleOf(section)} summary={section === 'uses' && 'the rest is hidden, and nothing is lost'} />
      {view}
    </>
  )
}

const refilledForm = (c: Context<App>, draft: Draft<SettingsForm>) =>
  sectionForm(c, invalidSection(draft.errors), {
    ...draft,
    restDays: submittedAll(c, 'rest_days'),
    uses: submittedAll(c, 'uses'),
  })

export const settings = new Hono<App>()
  .get('/', async (c) => {
    const values = await loadSettings('values')
    return c.render(<SettingsPage user={c.var.user} more={await values(c)} />, { title: 'Settings', heading: true })
  })

  .post('/', form(SettingsForm, 'Settings', refilledForm, ownHead), async (c) => {
    const settings = c.req.valid('form')
    const { user } = c.var
    // Confirming an unchanged target also completes the first step (figures/dashboard/first-hour.ts).
    const confirmed = user.preferences.first_hour && settings.daily_target
    const changed = { ...(confirmed && { daily_target_minutes: confirmed }), ...changedSettings(settings) }
    if (!(await saveSettings(c.env.DB, user, changed))) {
      c.status(422)
      const errors = { unlisted_apps: [unlistedLockedProblem.detail] }
      return c.render(await refilledForm(c, { values: submittedText(c), errors }), { title: titleOf('limits') })
    }
    const toast = { message: 'Settings saved' }
    const { section } = settings
    const path = section ? `/settings/${section}` : previousPath(c, '/settings')
    if (!section || changesShell(changed)) return redirectTo(c, path, toast)
    const { username = user.username, ...preferences } = changed
    c.set('user', { ...user, username, preferences: { ...user.preferences, ...preferences } })
    return respond(c, { toast, page: path, fragments: () => sectionForm(c, section) })
  })

  .post(
    '/uses',
    form(
      UseForm,
      titleOf('uses'),
      (c, { errors }) => sectionForm(c, 'uses', { values: {}, errors: { uses: errors.use } }),
      ownHead,
    ),
    async (c) => {
      const { user } = c.var
      const { use } = c.req.valid('form')
      const chosen = uses.filter((one) => one === use || isUsed(user, one))
      await saveSettings(c.env.DB, user, { uses: chosen })
      return redirectTo(c, previousPath(c, '/settings'), { message: `“${useTexts[use].label}” is on` })
    },
  )

  .post(
    '/time-zone',
    form(
      ZoneForm,
      titleOf('days'),
      (c, { errors }) => sectionForm(c, 'days', { values: {}, errors: { time_zone: errors.time_zone } }),
      ownHead,
    ),
    async (c) => {
      const { time_zone, next } = c.req.valid('form')
      await saveSettings(c.env.DB, c.var.user, { time_zone })
      const message = `Your time zone is now ${zoneName(time_zone)}`
      return respond(c, {
        toast: { message },
        page: isOwnPath(next) ? next : previousPath(c, '/settings'),
        fragments: () => <section id="zone-banner" hidden hx-swap-oob="true" />,
      })
    },
  )

// The name is now on the sign-in page.
settings.get('/you', (c) => c.redirect('/settings/sign-in', 301))

for (const section of sections.filter((one) => one !== 'sign-in')) {
  settings.get(`/${section}`, async (c) => c.render(await sectionForm(c, section), { title: titleOf(section) }))
}
