import { type Context, Hono } from 'hono'
import type { z } from 'zod'
import type { AppDraft } from '../../../../views/apps/admin/apps/page'
import { AppItem, appPath, appsPath, BulkConflicts } from '../../../../views/apps/admin/apps/row'
import { StillSelected } from '../../../../views/ui/selection'
import { ToastPart } from '../../../../views/ui/toast'
import { prefetchResponse } from '../../../lib/db/reads'
import { editedSinceProblem } from '../../../lib/db/recoverable'
import type { App } from '../../../lib/env'
import { type Difference, differences } from '../../../lib/http/conflict'
import { form, submittedAll, submittedText } from '../../../lib/http/form'
import { ProblemError } from '../../../lib/http/problem'
import { wantsFragment } from '../../../lib/http/respond'
import { plural } from '../../../lib/text/format'
import { isolateDirection } from '../../../lib/text/text'
import { type AppQuestion, appErrors, chooseApp } from '../../app-rules/find-app'
import {
  defaultsUndoPath,
  editForm,
  editTitle,
  listPage,
  listTitle,
  newForm,
  newTitle,
  readerOf,
  respondAppGone,
  respondListChanged,
  staleApp,
} from './fragments'
import { importApps } from './import/routes'
import * as q from './queries'
import {
  AppForm,
  type AppValues,
  appStateWords,
  bulkActions,
  DefaultsView,
  DeleteAppForm,
  described,
  differenceWords,
  type EditOutcome,
  isBulkAction,
  NewAppForm,
  readTicks,
  type StoredApp,
  SwitchForm,
  tickValue,
} from './schema'
import { type EditedApp, editApps, undoApps, writeApps } from './writes'

const goneMessage = 'The app has been deleted'

const edit = (c: Context<App>, app: EditedApp, after: (app: AppValues | null) => AppValues | null) =>
  editApps(c.env.DB, c.var.user.id, [app], after)

type Words = { message: string; fields: (saved: StoredApp) => Difference[] }

/** Responds to an edit of an app: the list, or both versions if another admin changed the app first. */
const answerEdit = (c: Context<App>, outcome: EditOutcome, wordsOf: (before: StoredApp | null) => Words) => {
  const { changed, changeId, gone, stale, before } = outcome
  if (gone.length > 0) return respondListChanged(c, { toast: { message: goneMessage } })
  const [newer] = stale
  if (newer) return staleApp(c, newer, wordsOf(newer).fields(newer))
  return respondListChanged(c, {
    toast: { message: wordsOf(before[0] ?? null).message, undo: changed > 0 ? defaultsUndoPath(changeId) : undefined },
  })
}

/** Validates a form. An invalid one, which our pages do not send, gets the list. */
const rowForm = <S extends z.ZodObject>(schema: S) =>
  form(schema, listTitle, (c) => listPage(c, DefaultsView.parse({})), { heading: false })

/** Renders an invalid form again, even if the app is deleted by now. */
const editAgain = async (c: Context<App>, draft?: AppDraft) => {
  const { package_name = '' } = draft?.values ?? {}
  const app = await q.appByPackage(c.env.DB, package_name)
  const empty = { package_name, label: '', category: null, is_whitelisted: 0, is_locked: 0, seq: null } as const
  return editForm(c, app ?? empty, draft)
}

/** Edits of one default. The package name may contain any character, so it is in the form, not in the path. */
const editRoutes = new Hono<App>()
  .get('/edit', async (c) => {
    const app = await q.appByPackage(c.env.DB, c.req.query('package_name') ?? '')
    if (app) return c.render(await editForm(c, app), { title: `Edit ${app.label}`, heading: true })
    // The row's app is deleted: removes the row and shows the reason.
    return wantsFragment(c) ? c.render(<ToastPart message={goneMessage} />) : c.notFound()
  })

  .post('/edit', form(AppForm, editTitle, editAgain), async (c) => {
    const { package_name, seq, ...values } = c.req.valid('form')
    const outcome = await edit(c, { package_name, seq }, (app) => (app || seq === null ? values : null))
    if (outcome.gone.length > 0) return respondAppGone(c, { package_name, ...values })
    return answerEdit(c, outcome, (before) => {
      const change = before ? differenceWords(before, values) : 'added'
      return {
        message: change === '' ? 'Nothing to change' : `${isolateDirection(values.label)}: ${change}`,
        fields: (saved) => differences<AppValues>(values, saved, described),
      }
    })
  })

  .post('/switch', rowForm(SwitchForm), async (c) => {
    const { package_name, seq, ...flags } = c.req.valid('form')
    const outcome = await edit(c, { package_name, seq }, (app) => app && { ...app, ...flags })
    return answerEdit(c, outcome, (before) => {
      const yours = before ? appStateWords({ ...before, ...flags }) : ''
      return {
        message: `${isolateDirection(before?.label ?? '')}: ${yours}`,
        // Shows both states in full, because the newer version may differ only in the other switch.
        fields: (saved) => [{ label: 'Default', yours, saved: appStateWords(saved) }],
      }
    })
  })

  .post('/delete', rowForm(DeleteAppForm), async (c) => {
    const { package_name, seq } = c.req.valid('form')
    const outcome = await edit(c, { package_name, seq }, () => null)
    return answerEdit(c, outcome, (before) => ({
      message: `${isolateDirection(before?.label ?? package_name)} deleted`,
      fields: (saved) => [{ label: saved.label, yours: 'deleted', saved: appStateWords(saved) }],
    }))
  })

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
  return names.slice(0, 3).map(isolateDirection).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

export const adminApps = new Hono<App>()
  .get('/', async (c) => c.render(await listPage(c, DefaultsView.parse(c.req.query())), { title: listTitle }))

  .get('/new', async (c) => c.render(await newForm(c), { title: newTitle, heading: true }))

  .post(
    '/',
    form(NewAppForm, newTitle, (c, draft) => newForm(c, { draft })),
    async (c) => {
      const { package_name: text, typed, app, another, ...values } = c.req.valid('form')
      const again = async (errors: AppDraft['errors'], question?: AppQuestion) => {
        c.status(422)
        const draft: AppDraft = { values: submittedText(c), errors }
        return c.render(await newForm(c, { draft, question }), { title: newTitle, heading: true })
      }
      const found = await chooseApp(c.env.DB, { isLister: true }, { package_name: text, typed, app })
      if ('question' in found) return again(appErrors(found.question), found.question)
      const { package_name } = found
      const done = await writeApps(c.env.DB, c.var.user.id, [{ package_name, before: null, after: values }], Date.now())
      if (!done) return again({ package_name: [taken] })
      const toast = { message: `${isolateDirection(values.label)} added`, undo: defaultsUndoPath(done.changeId) }
      if (another === undefined)
        return respondListChanged(c, { toast, more: <div id="new-default" hx-swap-oob="true" /> })
      const { category, is_whitelisted } = values
      return respondListChanged(c, {
        toast,
        more: await newForm(c, { values: { category, is_whitelisted } }),
        next: newPath,
      })
    },
  )

  .get('/app', async (c) => {
    const app = await q.appByPackage(c.env.DB, c.req.query('package_name') ?? '')
    if (!app) return c.notFound()
    if (!wantsFragment(c)) return c.redirect(appPath(app.package_name, { inList: true }), 303)
    return c.render(<AppItem app={app} {...readerOf(c)} />)
  })

  .post('/many', async (c) => {
    const { act } = submittedText(c)
    const ticked = readTicks(submittedAll(c, 'ids'))
    if (!isBulkAction(act) || ticked.length === 0) throw new ProblemError(nothingTicked)
    const { apply, done: verb } = bulkActions[act]
    // Reads the response in the batch of the write, which saves a round trip.
    const readPresent = prefetchResponse(c.env.DB, () =>
      q.appsByPackage(
        c.env.DB,
        ticked.map(({ package_name }) => package_name),
      ),
    )
    const done = await editApps(c.env.DB, c.var.user.id, ticked, (app) => app && apply(app))
    const undo = done.changed > 0 ? defaultsUndoPath(done.changeId) : undefined
    const message = `${plural(done.changed, 'app')} ${verb}`
    const left = done.stale.length + done.gone.length
    const selected = (await readPresent()).map((app) => ({ rowKey: app.package_name, value: tickValue(app) }))
    const more = <StillSelected name="ids" rows={selected} />
    if (left === 0) return respondListChanged(c, { toast: { message, undo }, more })
    c.status(409)
    return respondListChanged(c, {
      more,
      // The notice above the list may be scrolled out of view.
      toast: { message: `${message}; ${left} not changed, see above the list`, undo, stays: true },
      notice: <BulkConflicts act={act} {...done} undo={wantsFragment(c) ? undefined : undo} />,
    })
  })

  .route('/import', importApps)

  .route('/', editRoutes)

export const undoDefaults = async (c: Context<App>, id: string) => {
  const outcome = await undoApps(c.env.DB, c.var.user.id, id, Date.now())
  if (!outcome) return c.notFound()
  const { undone, left } = outcome
  if (undone === 0 && c.var.facts.isForPrograms) throw new ProblemError(editedSinceProblem)
  const done = undone > 0 ? `${plural(undone, 'app')} restored` : 'Nothing undone'
  const stays = left.length === 1 ? 'has changed since and wasn’t undone' : 'have changed since and weren’t undone'
  const message = left.length > 0 ? `${done}. ${listed(left)} ${stays}.` : done
  return respondListChanged(c, { toast: { message, stays: left.length > 0 } })
}
