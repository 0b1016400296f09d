import { type Context, Hono } from 'hono'
import { AppSuggestions } from '../../../views/apps/whitelists/editor'
import { AppsContent } from '../../../views/apps/whitelists/page'
import { AppCount } from '../../../views/frame/shell/navigation'
import { ToastPart } from '../../../views/ui/toast'
import { prefetchResponse } from '../../lib/db/reads'
import { editedSinceProblem, nothingToUndoProblem } from '../../lib/db/recoverable'
import { type App, todayOf } from '../../lib/env'
import { submittedAll, submittedText } from '../../lib/http/form'
import { ProblemError } from '../../lib/http/problem'
import { regionOnScreen, wantsFragment } from '../../lib/http/respond'
import { appLabel } from '../app-rules/app-status'
import { suggestApps } from '../app-rules/find-app'
import { readEarned } from '../app-rules/unlock-condition'
import {
  invalidFormProblem,
  prepareAppsPage,
  previousAppsPage,
  respondAppsChanged,
  ruleOwnerOf,
  whitelistsPath,
} from './fragments'
import { choiceMessage, notChangedMessage, outcomeMessage, ruleChangedMessage, undoneMessage } from './messages'
import { appsPageData, appsPageVersion } from './page-data'
import { undoOwnRules } from './rules'
import { AddView, AppsQuery, LiveQuery, PickedApps, ruleOfChoice } from './schema'

const title = 'Apps'

/** The page of one's own apps. */
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
    if (v === appsPageVersion(head, readEarned(head, user.preferences, today), today)) return c.body(null, 204)
    const view = AppsQuery.parse(Object.fromEntries(regionOnScreen(c, whitelistsPath) ?? []))
    const page = await appsPageData(c.env.DB, user, head, view, Date.now())
    return c.render(
      <>
        <AppsContent {...page} />
        {wantsFragment(c) && <AppCount newApps={page.seen.count} oob />}
      </>,
      { title },
    )
  })

/** Suggestions of apps, and changes of rules that the list sends, for one app or several. */
export const rules = new Hono<App>()
  .get('/suggestions', async (c) => {
    const { package_name } = AddView.parse(c.req.query())
    const { userId, withUse } = ruleOwnerOf(c).names
    const apps = await suggestApps(c.env.DB, package_name, withUse ? userId : undefined)
    return c.render(<AppSuggestions apps={apps} />, { title: 'Apps to choose from', heading: true })
  })

  .post('/rules', async (c) => {
    const { read, set } = ruleOwnerOf(c)
    const { rule } = submittedText(c)
    const picked = PickedApps.safeParse({ rule, package_name: submittedAll(c, 'package_name') })
    if (!picked.success) {
      const detail = picked.error.issues[0]?.message ?? ''
      if (!wantsFragment(c)) throw invalidFormProblem(detail, previousAppsPage(c))
      c.status(422)
      return c.render(<ToastPart message={detail} stays />)
    }
    const { rule: choice, package_name: names } = picked.data
    const page = prepareAppsPage(c)
    // Reads the response in the batch of the write, which saves a round trip.
    if (names.length === 1) prefetchResponse(c.env.DB, () => read(names, true))
    const edits = names.map((package_name) => ({ package_name, rule: ruleOfChoice(choice) }))
    const { changeId, changed, refused } = await set(edits)
    const [only] = names.length === 1 && changed + refused.length > 0 ? await read(names, true) : []
    if (!only) {
      const message = outcomeMessage({ changed, refused }, choiceMessage(choice, changed))
      return respondAppsChanged(c, { message, changeId, stays: refused.length > 0 }, page)
    }
    const [name, status] = only
    const label = appLabel(status, name)
    const [why] = refused.map((one) => one.why)
    if (why) return respondAppsChanged(c, { message: notChangedMessage(label, why), status: 409 }, page)
    const message = ruleChangedMessage(label, choice, status.effective.is_whitelisted)
    return respondAppsChanged(c, { message, changeId }, page)
  })

export const undoAppRules = async (c: Context<App>, id: string) => {
  const planned = { setsConditions: false }
  const page = prepareAppsPage(c, () => planned.setsConditions)
  const undone = await undoOwnRules(c.env.DB, c.var.user, id, Date.now(), (changes) => {
    planned.setsConditions = changes.some(({ after }) => after?.after_subject ?? after?.time_limit)
  })
  if (undone === 'gone') throw new ProblemError({ ...nothingToUndoProblem, again: whitelistsPath })
  if (undone.undone === 0 && c.var.facts.isForPrograms) throw new ProblemError(editedSinceProblem)
  return respondAppsChanged(c, { message: undoneMessage(undone) }, page)
}
