import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { EarnedRow, EditingEarned, earnAppPath, earnedPath } from '../../views/whitelists/earned'
import { type EarnedDraft, EarnedPage, EarnMany, EditEarned } from '../../views/whitelists/earned-form'
import { type AppQuestion, appErrors, chooseApp } from '../app-rules/find-app'
import { appLabel, appStatuses, readAppRules } from '../app-rules/queries'
import { ruleOf } from '../app-rules/schema'
import { ConditionForm, conditionWords, readCondition } from '../app-rules/unlock-condition'
import type { App } from '../lib/env'
import { answerStale, type Draft, form, submittedAll, submittedText } from '../lib/form'
import { plural } from '../lib/format'
import { wantsFragment } from '../lib/page'
import { declare, declareAnswer } from '../lib/reads'
import { conditionChoices, conditionSubjects, findSubject, listEarnedApps } from './earned'
import { appsPageOnScreen, nothingChanged, redirectChanged } from './fragments'
import { choiceMessage, outcomeMessage, quotedName, refusedError } from './messages'
import { earnedRuleLimit, type RuleEdit, rememberRules, setRules } from './rules'
import { EarnedForm, EarnedQuery, NewEarnedForm, pickedApps, RemoveForm, ruleOfChoice } from './schema'

const title = 'Unlock with time'
const notThere = 'Choose from the list'

const Picked = z
  .array(z.string())
  .max(earnedRuleLimit, `Up to ${earnedRuleLimit} apps can unlock with time. Select fewer.`)
  .pipe(pickedApps)

const picked = async (c: Context<App>) => {
  const read = Picked.safeParse(submittedAll(c, 'package_name'))
  if (!read.success) throw nothingChanged(read.error.issues[0]?.message ?? '')
  return read.data
}

const formPage = async (c: Context<App>, names: string[], draft?: Draft<ConditionForm>) => {
  const { DB } = c.env
  const [{ rules }, choices] = await Promise.all([
    readAppRules(DB, c.var.user.id, names),
    conditionChoices(DB, c.var.user),
  ])
  const apps = names.map((package_name) => ({ package_name, label: appLabel(rules.get(package_name), package_name) }))
  if (draft) c.status(422)
  return c.render(<EarnMany apps={apps} draft={draft} choices={choices} />, { title })
}

/** `/whitelists/earned/many`: one unlock condition for the selected apps; the form first, then its answer. */
const earnedMany = new Hono<App>().post('/', async (c) => {
  const { DB } = c.env
  const { id } = c.var.user
  const names = await picked(c)
  const values = submittedText(c)
  if (values.save === undefined) return formPage(c, names)
  const read = ConditionForm.safeParse(values)
  if (!read.success) return formPage(c, names, { values, errors: z.flattenError(read.error).fieldErrors })
  const after = readCondition(read.data)
  const subject = await findSubject(DB, id, after)
  if (!subject) return formPage(c, names, { values, errors: { after_subject: [notThere] } })
  const edits = names.map((package_name) => ({ package_name, rule: { is_whitelisted: 1 as const, after } }))
  const result = await setRules(DB, c.var.user, edits, Date.now())
  const verb = result.changed === 1 ? 'unlocks' : 'unlock'
  const done = `${plural(result.changed, 'app')} ${verb} ${conditionWords(after, subject.name)}`
  const message = outcomeMessage(result, done)
  return redirectChanged(c, earnedPath, { message, changeId: result.changeId })
})

/** The form is on the page of apps or on the page of earned apps. */
const pageOnScreen = (c: Context<App>) => appsPageOnScreen(c, earnedPath) ?? earnedPath

const wholePage = async (c: Context<App>, draft?: EarnedDraft, question?: AppQuestion) => {
  const { DB } = c.env
  const { user } = c.var
  const { package_name } = EarnedQuery.parse(c.req.query())
  const [view, choices] = await Promise.all([
    listEarnedApps(DB, user, c.var.head, Date.now(), { limit: 200 }),
    conditionChoices(DB, user),
  ])
  const reader = user.preferences
  return <EarnedPage {...{ view, reader, package_name, draft, question, choices }} />
}

const rowPart = async (c: Context<App>, package_name: string) => {
  const { user } = c.var
  const view = await listEarnedApps(c.env.DB, user, c.var.head, Date.now(), { only: package_name })
  const app = view.apps.find(({ admin }) => admin === null)
  return app ? c.render(<EarnedRow app={app} view={view} reader={user.preferences} />) : c.notFound()
}

const readOwnRule = async (c: Context<App>, package_name: string) => {
  const status = (await appStatuses(c.env.DB, c.var.user, [package_name])).get(package_name)
  return status?.own ? { own: status.own, label: appLabel(status, package_name) } : null
}

const editForm = async (c: Context<App>, package_name: string, draft?: EarnedDraft) => {
  const found = await readOwnRule(c, package_name)
  if (!found) return null
  const { own, label } = found
  const choices = await conditionChoices(c.env.DB, c.var.user, ruleOf(own).after ?? undefined)
  return {
    form: <EditEarned own={own} label={label} draft={draft} choices={choices} inPlace={wantsFragment(c)} />,
    page: editTitle(label),
  }
}

const editTitle = (label: string) => ({ title: `Edit the rule for ${label}`, heading: true })

const refuseEdit = async (c: Context<App>, package_name: string, errors: EarnedDraft['errors']) => {
  const again = await editForm(c, package_name, { values: submittedText(c), errors })
  if (!again) return c.notFound()
  c.status(422)
  return c.render(again.form, again.page)
}

const refuseNew = async (c: Context<App>, errors: EarnedDraft['errors'], question?: AppQuestion) => {
  c.status(422)
  return c.render(await wholePage(c, { values: submittedText(c), errors }, question), { title })
}

const stale = async (c: Context<App>, package_name: string, yours: string) => {
  const found = await readOwnRule(c, package_name)
  if (!found) return c.notFound()
  const { own, label } = found
  const { is_whitelisted, after } = ruleOf(own)
  const names = after && (await conditionSubjects(c.env.DB, c.var.user.id, [after.subject]))
  const always = is_whitelisted === 1 ? 'always' : 'never'
  const saved = after ? conditionWords(after, names?.get(after.subject)?.name) : always
  return answerStale(c, {
    what: 'rule',
    ...editTitle(label),
    page: earnAppPath(package_name),
    action: c.req.path,
    saved: own,
    fields: [{ label: 'Unlocks', yours, saved }],
    row: (conflict) => <EditingEarned id={own.id}>{conflict}</EditingEarned>,
  })
}

/** Replaces the condition, as an answer to "Unlocks". */
const insteadWords = { allow: 'always', block: 'never', reset: 'as by default' }

const setOwnRule = async (c: Context<App>, edit: RuleEdit) => {
  const result = await setRules(c.env.DB, c.var.user, [edit], Date.now())
  return { ...result, why: result.refused[0]?.why }
}

/** Replaces a rule that was on screen. @param yours the new rule, as an answer to "Unlocks" */
const replaceRule = async (c: Context<App>, edit: RuleEdit, yours: string, message: (changed: number) => string) => {
  const { package_name } = edit
  const { changeId, changed, why } = await setOwnRule(c, edit)
  if (why === 'stale') return stale(c, package_name, yours)
  if (why) return refuseEdit(c, package_name, { package_name: [refusedError(why)] })
  return redirectChanged(c, pageOnScreen(c), { message: message(changed), changeId })
}

/** `/whitelists/earned`: apps that tracked time unlocks. */
export const earnedApps = new Hono<App>()
  .route('/many', earnedMany)

  .get('/', async (c) => {
    const { package_name } = EarnedQuery.parse(c.req.query())
    if (wantsFragment(c) && package_name !== undefined) return rowPart(c, package_name)
    return c.render(await wholePage(c), { title })
  })

  .post(
    '/',
    form(NewEarnedForm, title, (c, draft) => wholePage(c, draft), { heading: false }),
    async (c) => {
      const { package_name: text, typed, app, ...fields } = c.req.valid('form')
      const { DB } = c.env
      const after = readCondition(fields)
      rememberRules(DB, c.var.user.id, [app ?? text])
      const [subject, found] = await Promise.all([
        findSubject(DB, c.var.user.id, after),
        chooseApp(DB, { userId: c.var.user.id, withUse: true }, { package_name: text, typed, app }),
      ])
      if (!subject) return refuseNew(c, { after_subject: [notThere] })
      if ('question' in found) return refuseNew(c, appErrors(found.question), found.question)
      const { package_name, label } = found
      declareAnswer(c.env.DB, () => readAppRules(DB, c.var.user.id, [package_name]))
      const { changeId, why } = await setOwnRule(c, { package_name, rule: { is_whitelisted: 1, after }, label })
      if (why) return refuseNew(c, { package_name: [refusedError(why)] })
      const { rules } = await readAppRules(DB, c.var.user.id, [package_name])
      const message = `${quotedName(appLabel(rules.get(package_name), package_name))} unlocks ${conditionWords(after, subject.name)}`
      return redirectChanged(c, earnedPath, { message, changeId })
    },
  )

  .get('/edit', async (c) => {
    const { package_name } = EarnedQuery.parse(c.req.query())
    const shown = package_name && (await editForm(c, package_name))
    return shown ? c.render(shown.form, shown.page) : c.notFound()
  })

  .post(
    '/edit',
    form(EarnedForm, title, async (c, draft) => {
      const again = await editForm(c, draft.values.package_name ?? '', draft)
      return again?.form ?? wholePage(c, draft)
    }),
    async (c) => {
      const { package_name, seq, ...fields } = c.req.valid('form')
      const after = readCondition(fields)
      rememberRules(c.env.DB, c.var.user.id, [package_name])
      declare(findSubject(c.env.DB, c.var.user.id, after))
      const found = await readOwnRule(c, package_name)
      if (!found) return c.notFound()
      const subject = await findSubject(c.env.DB, c.var.user.id, after, found.own.after_subject)
      if (!subject) return refuseEdit(c, package_name, { after_subject: [notThere] })
      const edit: RuleEdit = { package_name, rule: { is_whitelisted: 1, after }, seen: seq }
      const words = conditionWords(after, subject.name)
      return replaceRule(c, edit, words, () => `${quotedName(found.label)} unlocks ${words}`)
    },
  )

  .post(
    '/remove',
    form(RemoveForm, title, async (c, { values, errors }) => {
      const draft = { values, errors: { seq: errors.seq ?? errors.rule } }
      const again = await editForm(c, values.package_name ?? '', draft)
      return again?.form ?? wholePage(c, draft)
    }),
    async (c) => {
      const { package_name, rule, seq } = c.req.valid('form')
      rememberRules(c.env.DB, c.var.user.id, [package_name])
      if (!(await readOwnRule(c, package_name))) return c.notFound()
      const edit = { package_name, rule: ruleOfChoice(rule), seen: seq }
      return replaceRule(c, edit, insteadWords[rule], (changed) => choiceMessage(rule, changed))
    },
  )
