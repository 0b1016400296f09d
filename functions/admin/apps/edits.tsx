import { type Context, Hono } from 'hono'
import { appsPath } from '../../../views/admin/apps/paths'
import type { App } from '../../lib/env'
import { form, submittedText } from '../../lib/form'
import { wantsFragment } from '../../lib/page'
import { ProblemError } from '../../lib/problem'
import { conflict, retry } from '../../lib/retry'
import { isolated } from '../../lib/text'
import * as answer from './answers'
import * as q from './queries'
import { AppForm, type AppValues, DeleteForm, type StoredApp, SwitchForm } from './schema'
import { isSame, stateOf } from './state'
import { differenceWords, standWords } from './words'
import { changeOf, writeApps } from './writes'

type Outcome = { changeId: string; changed: number; before: StoredApp | null } | { moved: StoredApp } | 'gone'

/**
 * Makes of the app at that version what is wanted. It is not written over when it has moved on, unless it is so already.
 * @param seq null adds an app that is not there
 */
const change = (
  c: Context<App>,
  package_name: string,
  seq: number | null,
  wanted: (app: AppValues | null) => AppValues | null,
): Promise<Outcome> =>
  retry(async () => {
    const app = await q.appNamed(c.env.DB, package_name)
    if (!app && seq !== null) return 'gone'
    const after = wanted(app)
    if (app && app.seq !== seq && !isSame(app, after)) return { moved: app }
    const one = app ? changeOf(app, after) : { package_name, before: null, after }
    const done = await writeApps(c.env.DB, c.var.user.id, [one], Date.now())
    return done ? { ...done, before: app } : conflict
  })

const cannotRead = {
  status: 422,
  code: 'invalid',
  title: 'That cannot be read',
  detail: 'Open the list of apps again. Nothing was changed.',
  again: '/admin/whitelists',
} as const

const undoPath = ({ changeId, changed }: { changeId: string; changed: number }) =>
  changed > 0 ? appsPath(`changes/${changeId}/undo`) : undefined

const wasDeleted = { toast: { message: 'The app was deleted meanwhile' } }

/** What was typed for an app that may be gone. */
const editAgain = async (c: Context<App>, draft: Parameters<typeof answer.editForm>[2]) => {
  const { package_name = '' } = draft?.values ?? {}
  const app = await q.appNamed(c.env.DB, package_name)
  const empty = { package_name, label: '', category: null, is_whitelisted: 0, is_locked: 0, seq: null } as const
  return answer.editForm(c, app ?? empty, draft)
}

/** Changes of one default; its package name comes with the form. */
export const edits = new Hono<App>()
  .get('/edit', async (c) => {
    const app = await q.appNamed(c.env.DB, c.req.query('package_name') ?? '')
    if (!app) return wantsFragment(c) ? answer.listChanged(c, wasDeleted) : c.notFound()
    return c.render(await answer.editForm(c, app), { title: `Edit ${app.label}`, heading: true })
  })

  .post('/edit', form(AppForm, answer.editTitle, editAgain), async (c) => {
    const { package_name, seq, ...values } = c.req.valid('form')
    const outcome = await change(c, package_name, seq, () => values)
    if (outcome === 'gone') return answer.answerGone(c, { package_name, ...values })
    if ('moved' in outcome) {
      return answer.staleApp(c, outcome.moved, answer.differencesOf(values, outcome.moved), appsPath('edit'))
    }
    const { before } = outcome
    const what = before ? differenceWords(stateOf(before), stateOf(values)) : 'added'
    const message = outcome.changed > 0 ? `${isolated(values.label)}: ${what}` : 'Nothing to change'
    return answer.appChanged(c, package_name, { message, undo: undoPath(outcome) })
  })

  .post('/switch', async (c) => {
    const { data } = SwitchForm.safeParse(await submittedText(c))
    if (!data) throw new ProblemError(cannotRead)
    const { package_name, seq, ...flags } = data
    const given = {
      ...(flags.is_whitelisted !== undefined && { is_whitelisted: flags.is_whitelisted }),
      ...(flags.is_locked !== undefined && { is_locked: flags.is_locked }),
    }
    const outcome = await change(c, package_name, seq, (app) => app && { ...app, ...given })
    if (outcome === 'gone') return answer.listChanged(c, wasDeleted)
    if ('moved' in outcome) {
      const { moved } = outcome
      // Both in full: of what moved on, the tap itself need not be a part.
      const yours = standWords(stateOf({ ...moved, ...given }))
      const fields = [{ label: 'Default', yours, saved: standWords(stateOf(moved)) }]
      return answer.staleApp(c, moved, fields, appsPath('switch'))
    }
    const { before } = outcome
    const what = before ? standWords(stateOf({ ...before, ...given })) : ''
    const message = `${isolated(before?.label ?? '')}: ${what}`
    return answer.appChanged(c, package_name, { message, undo: undoPath(outcome) })
  })

  .post('/delete', async (c) => {
    const { data } = DeleteForm.safeParse(await submittedText(c))
    if (!data) throw new ProblemError(cannotRead)
    const { package_name, seq } = data
    const outcome = await change(c, package_name, seq, () => null)
    if (outcome === 'gone') return answer.listChanged(c, wasDeleted)
    if ('moved' in outcome) {
      const { moved } = outcome
      const fields = [{ label: moved.label, yours: 'deleted', saved: standWords(stateOf(moved)) }]
      return answer.staleApp(c, moved, fields, appsPath('delete'))
    }
    const message = `${isolated(outcome.before?.label ?? package_name)} deleted`
    return answer.listChanged(c, { toast: { message, undo: undoPath(outcome) } })
  })
