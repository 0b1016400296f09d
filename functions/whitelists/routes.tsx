import { Hono } from 'hono'
import { AppCount } from '../../views/shell/navigation'
import { AppsContent } from '../../views/whitelists/page'
import { appLabel, appStatuses } from '../app-rules/queries'
import { readEarned } from '../app-rules/unlock-condition'
import type { App } from '../lib/env'
import { submittedText } from '../lib/form'
import { earlyWithWrite } from '../lib/load'
import { todayOf } from '../lib/now'
import { wantsFragment } from '../lib/page'
import { appsChanged, appsPageWith, nothingChanged, readAppsPage } from './fragments'
import { AppsQuery } from './list/view'
import { notChangedMessage, ruleChangedMessage } from './messages'
import { appsPageData, appsPageVersion } from './page-data'
import { setRules } from './rules/write'
import { LiveQuery, RuleButton, ruleOfChoice } from './schema'

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
    const pressed = RuleButton.safeParse(await submittedText(c))
    if (!pressed.success) throw nothingChanged(pressed.error.issues[0]?.message ?? '')
    const { choice, package_name } = pressed.data
    const page = appsPageWith(c, c.var.head)
    earlyWithWrite(c, () => [appStatuses(DB, user, [package_name])])
    const result = await setRules(DB, user, [{ package_name, rule: ruleOfChoice(choice) }], Date.now())
    const status = (await appStatuses(DB, user, [package_name])).get(package_name)
    const label = status ? appLabel(status, package_name) : package_name
    const [refused] = result.refused
    if (refused) return appsChanged(c, { message: notChangedMessage(label, refused.why), status: 409 }, page)
    const message = ruleChangedMessage(label, choice, status?.effective.is_whitelisted ?? false)
    return appsChanged(c, { message, changeId: result.changeId }, page)
  })
