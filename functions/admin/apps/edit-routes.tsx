import { type Context, Hono } from 'hono'
import type { AppDraft } from '../../../views/admin/apps/form'
import { ToastPart } from '../../../views/ui/toast'
import { type Difference, differences } from '../../lib/conflict'
import type { App } from '../../lib/env'
import { form, submittedText } from '../../lib/form'
import { wantsFragment } from '../../lib/page'
import { ProblemError } from '../../lib/problem'
import { conflict, retry } from '../../lib/retry'
import { isolated } from '../../lib/text'
import { answerGone, editForm, editTitle, listChanged, staleApp, undoPath } from './fragments'
import * as q from './queries'
import { AppForm, type AppValues, DeleteForm, type StoredApp, SwitchForm } from './schema'
import { isSame, stateOf } from './state'
import { described, differenceWords, standWords } from './words'
import { changeOf, writeApps } from './writes'

const goneMessage = 'The app has been deleted'

type Outcome = { changeId: string; changed: number; before: StoredApp | null } | { stale: StoredApp } | 'gone'

/**
 * Applies `edit` to the app at version `seq`; a newer version is a conflict unless it already equals the edit.
 * @param seq null adds an app that is missing
 */
const editApp = (
  c: Context<App>,
  { package_name, seq }: { package_name: string; seq: number | null },
  edit: (app: AppValues | null) => AppValues | null,
): Promise<Outcome> =>
  retry(async () => {
    const before = await q.appNamed(c.env.DB, package_name)
    if (!before && seq !== null) return 'gone'
    const after = edit(before)
    if (before && before.seq !== seq && !isSame(before, after)) return { stale: before }
    const change = before ? changeOf(before, after) : { package_name, before, after }
    const written = await writeApps(c.env.DB, c.var.user.id, [change], Date.now())
    return written ? { ...written, before } : conflict
  })

type Words = { message: string; fields: (saved: StoredApp) => Difference[] }

/** Answers an edit of an app that was there: the list, or both versions where another admin was faster. */
const answerEdit = (c: Context<App>, outcome: Outcome, wordsOf: (before: StoredApp | null) => Words) => {
  if (outcome === 'gone') return listChanged(c, { toast: { message: goneMessage } })
  if ('stale' in outcome) return staleApp(c, outcome.stale, wordsOf(outcome.stale).fields(outcome.stale))
  const { before, changed, changeId } = outcome
  return listChanged(c, {
    toast: { message: wordsOf(before).message, undo: changed > 0 ? undoPath(changeId) : undefined },
  })
}

/** @throws ProblemError 422 for a form that no page of ours sends */
const readForm = async <T,>(
  c: Context<App>,
  schema: { safeParse: (fields: unknown) => { data?: T | undefined } },
): Promise<T> => {
  const { data } = schema.safeParse(await submittedText(c))
  if (data !== undefined) return data
  throw new ProblemError({
    status: 422,
    code: 'invalid',
    title: 'Invalid request',
    detail: 'Reload the list of apps. Nothing changed.',
    again: '/admin/whitelists',
  })
}

/** Renders an invalid form again; the app may be gone by now. */
const editAgain = async (c: Context<App>, draft?: AppDraft) => {
  const { package_name = '' } = draft?.values ?? {}
  const app = await q.appNamed(c.env.DB, package_name)
  const empty = { package_name, label: '', category: null, is_whitelisted: 0, is_locked: 0, seq: null } as const
  return editForm(c, app ?? empty, draft)
}

/** Edits of one default. Its package name may hold any character, so the form carries it, not the path. */
export const editRoutes = new Hono<App>()
  .get('/edit', async (c) => {
    const app = await q.appNamed(c.env.DB, c.req.query('package_name') ?? '')
    if (app) return c.render(await editForm(c, app), { title: `Edit ${app.label}`, heading: true })
    // In place of its row: nothing, and why.
    return wantsFragment(c) ? c.render(<ToastPart message={goneMessage} />) : c.notFound()
  })

  .post('/edit', form(AppForm, editTitle, editAgain), async (c) => {
    const { package_name, seq, ...values } = c.req.valid('form')
    const outcome = await editApp(c, { package_name, seq }, () => values)
    if (outcome === 'gone') return answerGone(c, { package_name, ...values })
    return answerEdit(c, outcome, (before) => {
      const change = before ? differenceWords(stateOf(before), stateOf(values)) : 'added'
      return {
        message: change === '' ? 'Nothing to change' : `${isolated(values.label)}: ${change}`,
        fields: (saved) => differences<AppValues>(values, saved, described),
      }
    })
  })

  .post('/switch', async (c) => {
    const { package_name, seq, is_whitelisted, is_locked } = await readForm(c, SwitchForm)
    const flags = {
      ...(is_whitelisted !== undefined && { is_whitelisted }),
      ...(is_locked !== undefined && { is_locked }),
    }
    const outcome = await editApp(c, { package_name, seq }, (app) => app && { ...app, ...flags })
    return answerEdit(c, outcome, (before) => {
      const yours = before ? standWords(stateOf({ ...before, ...flags })) : ''
      return {
        message: `${isolated(before?.label ?? '')}: ${yours}`,
        // Both states in full: the newer version may differ in the other switch only.
        fields: (saved) => [{ label: 'Default', yours, saved: standWords(stateOf(saved)) }],
      }
    })
  })

  .post('/delete', async (c) => {
    const { package_name, seq } = await readForm(c, DeleteForm)
    const outcome = await editApp(c, { package_name, seq }, () => null)
    return answerEdit(c, outcome, (before) => ({
      message: `${isolated(before?.label ?? package_name)} deleted`,
      fields: (saved) => [{ label: saved.label, yours: 'deleted', saved: standWords(stateOf(saved)) }],
    }))
  })
