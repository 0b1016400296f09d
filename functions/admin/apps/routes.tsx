import { type Context, Hono } from 'hono'
import { BulkConflicts } from '../../../views/admin/apps/bulk'
import type { AppDraft } from '../../../views/admin/apps/form'
import { appPath, appsPath } from '../../../views/admin/apps/paths'
import { AppItem } from '../../../views/admin/apps/row'
import { StillSelected } from '../../../views/ui/selection'
import { type AppQuestion, appErrors, chooseApp } from '../../app-rules/find-app'
import type { App } from '../../lib/env'
import { form, submittedAll, submittedText } from '../../lib/form'
import { plural } from '../../lib/format'
import { wantsFragment } from '../../lib/page'
import { ProblemError } from '../../lib/problem'
import { isolated } from '../../lib/text'
import { bulkActions, changeApps, doneWords, readTicks, tickValue } from './bulk'
import { editRoutes } from './edit-routes'
import { listChanged, newForm, newTitle, readerOf, renderList, undoPath } from './fragments'
import { importApps } from './import/routes'
import * as q from './queries'
import { DefaultsView, NewAppForm } from './schema'
import { undoApps, writeApps } from './writes'

const newPath = appsPath('new')

const taken = 'This app already exists. Search for it to change it.'

const nothingTicked = {
  status: 422,
  code: 'invalid',
  title: 'Nothing selected',
  detail: 'Select the apps to change, then choose an action.',
  again: '/admin/whitelists',
} as const

const listed = (names: string[]) => {
  const more = names.length - 3
  return names.slice(0, 3).map(isolated).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

export const adminApps = new Hono<App>()
  .get('/', (c) => renderList(c, DefaultsView.parse(c.req.query())))

  .get('/new', async (c) => c.render(await newForm(c), { title: newTitle, heading: true }))

  .post(
    '/',
    form(NewAppForm, newTitle, (c, draft) => newForm(c, { draft })),
    async (c) => {
      const { package_name: text, typed, app, another, ...values } = c.req.valid('form')
      const again = async (errors: AppDraft['errors'], question?: AppQuestion) => {
        c.status(422)
        const draft: AppDraft = { values: await submittedText(c), errors }
        return c.render(await newForm(c, { draft, question }), { title: newTitle, heading: true })
      }
      const found = await chooseApp(c.env.DB, { isLister: true }, { package_name: text, typed, app })
      if ('question' in found) return again(appErrors(found.question), found.question)
      const { package_name } = found
      const done = await writeApps(c.env.DB, c.var.user.id, [{ package_name, before: null, after: values }], Date.now())
      if (!done) return again({ package_name: [taken] })
      const toast = { message: `${isolated(values.label)} added`, undo: undoPath(done.changeId) }
      if (another === undefined) return listChanged(c, { toast, more: <div id="new-default" hx-swap-oob="true" /> })
      const { category, is_whitelisted } = values
      return listChanged(c, { toast, more: await newForm(c, { values: { category, is_whitelisted } }), next: newPath })
    },
  )

  .get('/app', async (c) => {
    const app = await q.appNamed(c.env.DB, c.req.query('package_name') ?? '')
    if (!app) return c.notFound()
    if (!wantsFragment(c)) return c.redirect(appPath(app.package_name, { inList: true }), 303)
    return c.render(<AppItem app={app} {...readerOf(c)} />)
  })

  .post('/many', async (c) => {
    const { act: name } = await submittedText(c)
    const act = bulkActions.find((one) => one === name)
    const ticked = readTicks(await submittedAll(c, 'ids'))
    if (act === undefined || ticked.length === 0) throw new ProblemError(nothingTicked)
    const done = await changeApps(c.env.DB, c.var.user.id, act, ticked, Date.now())
    const undo = done.changed > 0 ? undoPath(done.changeId) : undefined
    const message = `${plural(done.changed, 'app')} ${doneWords[act]}`
    const left = done.stale.length + done.gone.length
    const selected = done.present.map((app) => ({ rowKey: app.package_name, value: tickValue(app) }))
    const more = <StillSelected name="ids" rows={selected} />
    if (left === 0) return listChanged(c, { toast: { message, undo }, more })
    c.status(409)
    return listChanged(c, {
      more,
      // The notice above the list may be out of sight.
      toast: { message: `${message}; ${left} not changed, see above the list`, undo, stays: true },
      notice: <BulkConflicts act={act} {...done} undo={wantsFragment(c) ? undefined : undo} />,
    })
  })

  .post('/changes/:id/undo', async (c: Context<App>) => {
    const outcome = await undoApps(c.env.DB, c.var.user.id, c.req.param('id') ?? '', Date.now())
    if (!outcome) return c.notFound()
    const { undone, left } = outcome
    const done = undone > 0 ? `${plural(undone, 'app')} restored` : 'Nothing undone'
    const stays = left.length === 1 ? 'has changed since and wasn’t undone' : 'have changed since and weren’t undone'
    const message = left.length > 0 ? `${done}. ${listed(left)} ${stays}.` : done
    return listChanged(c, { toast: { message, stays: left.length > 0 } })
  })

  .route('/import', importApps)

  .route('/', editRoutes)
