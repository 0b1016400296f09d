import { Hono } from 'hono'
import { AppsContent } from '../../views/whitelists/page'
import type { App } from '../lib/env'
import { submittedText } from '../lib/form'
import { ProblemError } from '../lib/problem'
import { todayOf } from '../lib/today'
import { loadShell } from '../shell/load'
import { appsChanged, appsNow, undoPath, whitelistsPath } from './answers'
import { earnedOf } from './earned'
import { appLabel } from './label'
import { AppsQuery } from './list-view'
import { ruleSaying } from './many-schema'
import { pressedWords, refusedWords } from './pressed-words'
import { LiveQuery, Pressed } from './schema-page'
import { standingOf } from './standing'
import { whitelistHead } from './version'
import { appsVersion, appsView } from './view'
import { setRules } from './writes'

const title = 'Apps'

/** `/whitelists`: a person's apps. */
export const whitelists = new Hono<App>()
  .get('/', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const shell = await loadShell(c)
    // The frame reads no catalogue for somebody who reports nothing.
    const head = shell.head.usage_seq > 0 ? shell.head : await whitelistHead(DB, user.id)
    const view = await appsView(DB, user, head, AppsQuery.parse(c.req.query()), shell.now)
    return c.render(<AppsContent {...view} />, { title, shell })
  })

  .get('/live', async (c) => {
    const { user } = c.var
    const { v } = LiveQuery.parse(c.req.query())
    const head = await whitelistHead(c.env.DB, user.id)
    const today = todayOf(c)
    if (v === appsVersion(head, earnedOf(head.earned, user.preferences, today), today)) return c.body(null, 204)
    return c.render(await appsNow(c), { title })
  })

  .post('/', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const pressed = Pressed.safeParse(await submittedText(c))
    if (!pressed.success) {
      const detail = pressed.error.issues[0]?.message ?? ''
      throw new ProblemError({
        status: 422,
        code: 'invalid',
        title: 'Nothing was changed',
        detail,
        again: whitelistsPath,
      })
    }
    const { want, package_name } = pressed.data
    const made = await setRules(DB, user, [{ package_name, rule: ruleSaying(want) }], Date.now())
    const standing = (await standingOf(DB, user, [package_name])).get(package_name)
    const label = standing ? appLabel(standing, package_name) : package_name
    const [refused] = made.refused
    if (refused) return appsChanged(c, { message: refusedWords(label, refused.why) }, { status: 409 })
    const message = pressedWords(label, want, standing?.holds.is_whitelisted ?? false)
    return appsChanged(c, made.changeId === null ? { message } : { message, undo: undoPath(made.changeId) })
  })
