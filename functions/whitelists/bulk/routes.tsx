import { type Context, Hono } from 'hono'
import { ToastPart } from '../../../views/ui/toast'
import { AddApp, AppSuggestions } from '../../../views/whitelists/add'
import { PasteList, PastePreview } from '../../../views/whitelists/bulk/paste'
import { appStatuses } from '../../app-rules/app-status'
import { appLabel } from '../../app-rules/label'
import { readAppRules } from '../../app-rules/queries'
import type { App } from '../../lib/env'
import { type Draft, form, submittedAll, submittedText } from '../../lib/form'
import { cameFrom, wantsFragment } from '../../lib/page'
import { ProblemError } from '../../lib/problem'
import { recoverableDays } from '../../lib/recoverable'
import { appsChanged, undoPath } from '../answers'
import { suggestApps } from '../list/suggest'
import {
  addedMessage,
  choiceMessage,
  mostNamed,
  outcomeMessage,
  pasteMessage,
  refusedError,
  undoneMessage,
} from '../messages'
import type { RefusedRule } from '../rules/plan'
import { setRules, undoOwnRules } from '../rules/write'
import { rulesChanged } from '../rules-changed'
import { parseAppList } from './paste'
import { editsOfList, planPaste } from './paste-plan'
import { AddForm, AddView, ConfirmForm, listError, PasteForm, PickedApps, ruleOfChoice } from './schema'

const addTitle = 'Add an app'
const pasteTitle = 'Paste a list'
const page = '/whitelists'

/** Answers alike for changes that expired, never existed or belong to somebody else. */
const nothingToUndo = {
  status: 404,
  code: 'nothing_to_undo',
  title: 'There is nothing to undo',
  detail: `It was undone already, or made more than ${recoverableDays} days ago.`,
  again: page,
} as const

/** The page of apps on screen, else the plain one. */
const pageHere = (c: Context<App>) => {
  const here = cameFrom(c, page)
  return /^\/whitelists(\?|$)/.test(here) ? here : page
}

const addForm = (c: Context<App>, draft?: Draft<AddForm>) => (
  <AddApp {...AddView.parse(c.req.query())} draft={draft} inPlace={wantsFragment(c)} />
)

const pasteForm = (_: Context<App>, draft?: Draft<PasteForm>) => <PasteList draft={draft} />

const pasted = async (c: Context<App>, { list }: PasteForm) => {
  const read = parseAppList(list)
  const wrong = listError(read)
  const draft: Draft<PasteForm> = { values: await submittedText(c), errors: wrong ? { list: [wrong] } : {} }
  return { read, wrong, draft }
}

const refusePasted = (c: Context<App>, draft: Draft<PasteForm>) => {
  c.status(422)
  return c.render(pasteForm(c, draft), { title: pasteTitle, heading: true })
}

/** Reads the names of the refused apps that a message mentions. */
const labelsOf = async (c: Context<App>, refused: RefusedRule[]) => {
  const names = refused.slice(0, mostNamed).map(({ package_name }) => package_name)
  const { said } = await readAppRules(c.env.DB, c.var.user.id, names)
  return (packageName: string) => appLabel(said.get(packageName), packageName)
}

export const bulkApps = new Hono<App>()
  .get('/suggestions', async (c) => {
    const { package_name } = AddView.parse(c.req.query())
    const apps = await suggestApps(c.env.DB, c.var.user.id, package_name)
    return c.render(<AppSuggestions apps={apps} />, { title: 'Apps to choose from', heading: true })
  })

  .get('/add', (c) => c.render(addForm(c), { title: addTitle, heading: true }))

  .post('/add', form(AddForm, addTitle, addForm), async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const { package_name, label, rule } = c.req.valid('form')
    const before = (await appStatuses(DB, user, [package_name])).get(package_name)
    const known = before?.app != null
    const wanted = { package_name, rule: ruleOfChoice(rule), label: known ? undefined : label || undefined }
    const made = await setRules(DB, user, [wanted], Date.now())
    const [refused] = made.refused
    if (refused) {
      c.status(422)
      const errors = { package_name: [refusedError(refused.why)] }
      return c.render(addForm(c, { values: await submittedText(c), errors }), { title: addTitle, heading: true })
    }
    const message = addedMessage(appLabel(before, package_name), rule, before?.own ?? null, made.changed > 0)
    return rulesChanged(c, message, made.changeId, `${page}?${new URLSearchParams({ q: package_name })}`)
  })

  .get('/paste', (c) => c.render(pasteForm(c), { title: pasteTitle, heading: true }))

  .post('/paste', form(PasteForm, pasteTitle, pasteForm), async (c) => {
    const sent = c.req.valid('form')
    const { read, wrong, draft } = await pasted(c, sent)
    if (wrong) return refusePasted(c, draft)
    const wanted = editsOfList(read.apps, sent.rule)
    const names = wanted.map(({ package_name }) => package_name)
    const plan = planPaste(wanted, await appStatuses(c.env.DB, c.var.user, names))
    return c.render(<PastePreview list={read} plan={plan} draft={draft} />, { title: pasteTitle, heading: true })
  })

  .post('/paste/confirm', form(ConfirmForm, pasteTitle, pasteForm), async (c) => {
    const sent = c.req.valid('form')
    const { read, wrong, draft } = await pasted(c, sent)
    if (wrong || read.apps.length === 0) return refusePasted(c, draft)
    const wanted = editsOfList(read.apps, sent.rule)
    const made = await setRules(c.env.DB, c.var.user, wanted, Date.now())
    return rulesChanged(
      c,
      outcomeMessage(made, pasteMessage(wanted, made.changed), await labelsOf(c, made.refused)),
      made.changeId,
      page,
    )
  })

  .post('/rules', async (c) => {
    const { rule } = await submittedText(c)
    const picked = PickedApps.safeParse({ rule, package_name: await submittedAll(c, 'package_name') })
    if (!picked.success) {
      const detail = picked.error.issues[0]?.message ?? ''
      if (!wantsFragment(c)) {
        throw new ProblemError({
          status: 422,
          code: 'invalid',
          title: 'Nothing was changed',
          detail,
          again: pageHere(c),
        })
      }
      c.status(422)
      return c.render(<ToastPart message={detail} stays />)
    }
    const said = picked.data.rule
    const wanted = picked.data.package_name.map((package_name) => ({ package_name, rule: ruleOfChoice(said) }))
    const made = await setRules(c.env.DB, c.var.user, wanted, Date.now())
    const message = outcomeMessage(made, choiceMessage(said, made.changed), await labelsOf(c, made.refused))
    const undo = made.changeId === null ? undefined : undoPath(made.changeId)
    const toast = { message, undo, ...(made.refused.length > 0 && { stays: true }) }
    return appsChanged(c, toast, { untick: true })
  })

  .post('/changes/:id/undo', async (c) => {
    const undone = await undoOwnRules(c.env.DB, c.var.user, c.req.param('id'), Date.now())
    if (undone === 'gone') throw new ProblemError(nothingToUndo)
    return appsChanged(c, { message: undoneMessage(undone) })
  })
