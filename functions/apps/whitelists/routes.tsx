import { type Context, Hono } from 'hono'
import { AppSuggestions } from '../../../views/apps/whitelists/editor'
import { AppsContent } from '../../../views/apps/whitelists/page'
import { AppCount } from '../../../views/frame/shell/navigation'
import { ToastPart } from '../../../views/ui/toast'
import { declareAnswer } from '../../lib/db/reads'
import { nothingToUndo } from '../../lib/db/recoverable'
import { type App, todayOf } from '../../lib/env'
import { submittedAll, submittedText } from '../../lib/http/form'
import { ProblemError } from '../../lib/http/problem'
import { wantsFragment } from '../../lib/http/respond'
import { appLabel } from '../app-rules/app-status'
import { suggestApps } from '../app-rules/find-app'
import { appStatuses } from '../app-rules/queries'
import { readEarned } from '../app-rules/unlock-condition'
import { appsChanged, appsPageBefore, appsPageWith, nothingChanged, readAppsPage, whitelistsPath } from './fragments'
import { choiceMessage, notChangedMessage, outcomeMessage, ruleChangedMessage, undoneMessage } from './messages'
import { appsPageData, appsPageVersion } from './page-data'
import { setRules, undoOwnRules } from './rules'
import { AddView, AppsQuery, LiveQuery, PickedApps, RuleButton, ruleOfChoice } from './schema'

const title = 'Apps'

export const whitelists = new Hono<App>()
  .get('/', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const view = await appsPageData(DB, user, c.var.head, AppsQuery.parse(c.req.query()), Date.now())
    return c.render(<AppsContent {...view} />, { title })
  })

  .get('/live', async (c) => {
    const { user, head } = c.var
    const { v } = LiveQuery.parse(c.req.query())
    const today = todayOf(c)
    if (v === appsPageVersion(head, readEarned(head.earned, user.preferences, today), today)) return c.body(null, 204)
    const page = await readAppsPage(c, head)
    return c.render(
      <>
        <AppsContent {...page} />
        {wantsFragment(c) && <AppCount newApps={page.seen.count} oob />}
      </>,
      { title },
    )
  })

  .post('/', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const pressed = RuleButton.safeParse(submittedText(c))
    if (!pressed.success) throw nothingChanged(pressed.error.issues[0]?.message ?? '')
    const { choice, package_name } = pressed.data
    const page = appsPageWith(c)
    declareAnswer(c.env.DB, () => appStatuses(DB, user, [package_name]))
    const result = await setRules(DB, user, [{ package_name, rule: ruleOfChoice(choice) }], Date.now())
    const status = (await appStatuses(DB, user, [package_name])).get(package_name)
    const label = status ? appLabel(status, package_name) : package_name
    const [refused] = result.refused
    if (refused) return appsChanged(c, { message: notChangedMessage(label, refused.why), status: 409 }, page)
    const message = ruleChangedMessage(label, choice, status?.effective.is_whitelisted ?? false)
    return appsChanged(c, { message, changeId: result.changeId }, page)
  })

  .get('/suggestions', async (c) => {
    const { package_name } = AddView.parse(c.req.query())
    const apps = await suggestApps(c.env.DB, package_name, c.var.user.id)
    return c.render(<AppSuggestions apps={apps} />, { title: 'Apps to choose from', heading: true })
  })

  .post('/rules', async (c) => {
    const { rule } = submittedText(c)
    const picked = PickedApps.safeParse({ rule, package_name: submittedAll(c, 'package_name') })
    if (!picked.success) {
      const detail = picked.error.issues[0]?.message ?? ''
      if (!wantsFragment(c)) throw nothingChanged(detail, appsPageBefore(c, whitelistsPath))
      c.status(422)
      return c.render(<ToastPart message={detail} stays />)
    }
    const choice = picked.data.rule
    const edits = picked.data.package_name.map((package_name) => ({ package_name, rule: ruleOfChoice(choice) }))
    const page = appsPageWith(c)
    const result = await setRules(c.env.DB, c.var.user, edits, Date.now())
    const message = outcomeMessage(result, choiceMessage(choice, result.changed))
    return appsChanged(c, { message, changeId: result.changeId, stays: result.refused.length > 0 }, page)
  })

export const undoRules = async (c: Context<App>, id: string) => {
  const planned = { setsConditions: false }
  const page = appsPageWith(c, () => planned.setsConditions)
  const undone = await undoOwnRules(c.env.DB, c.var.user, id, Date.now(), (changes) => {
    planned.setsConditions = changes.some(({ after }) => after?.after_subject)
  })
  if (undone === 'gone') throw new ProblemError({ ...nothingToUndo, again: whitelistsPath })
  return appsChanged(c, { message: undoneMessage(undone) }, page)
}
