import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { EditingRow } from '../../views/ui/form'
import { EarnedRow, earnAppPath, earnedPath } from '../../views/whitelists/earned'
import type { ConditionValues } from '../../views/whitelists/editor'
import { type EarnedDraft, EarnedPage, EarnMany, EditEarned } from '../../views/whitelists/forms'
import { type AppQuestion, resolveNames } from '../app-rules/find-app'
import { appLabel, readAppRules } from '../app-rules/queries'
import { ruleOf } from '../app-rules/schema'
import { conditionWords, readRule } from '../app-rules/unlock-condition'
import type { App } from '../lib/env'
import { answerStale, type Draft, form, submittedAll, submittedText } from '../lib/form'
import { plural } from '../lib/format'
import { declare } from '../lib/reads'
import { wantsFragment } from '../lib/respond'
import { conditionChoices, conditionSubjects, findSubject, listEarnedApps } from './earned'
import { appsPageBefore, nothingChanged, redirectChanged, setNamedRule } from './fragments'
import { choiceMessage, outcomeMessage, quotedName, refusedError } from './messages'
import { earnedRuleLimit, rememberRules, setRules } from './rules'
import { EarnedForm, EarnedQuery, NewEarnedForm, pickedApps, ruleOfChoice } from './schema'

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

const formPage = async (c: Context<App>, names: string[], draft?: Draft<ConditionValues>) => {
  const { DB } = c.env
  const [rules, choices] = await Promise.all([readAppRules(DB, c.var.user.id, names), conditionChoices(DB, c.var.user)])
  const apps = names.map((package_name) => ({ package_name, label: appLabel(rules.get(package_name), package_name) }))
  if (draft) c.status(422)
  return c.render(<EarnMany apps={apps} draft={draft} choices={choices} />, { title })
}

/** Reads the condition of a form, and finds its subject among the person's own. @param before subject of the present rule */
const readCondition = async (c: Context<App>, texts: Record<string, string>, before?: string | null) => {
  const read = readRule('after', texts)
  if (read.errors || !read.rule?.after) return { errors: read.errors ?? {} }
  const { after } = read.rule
  const subject = await findSubject(c.env.DB, c.var.user.id, after, before)
  return subject
    ? { rule: read.rule, words: conditionWords(after, subject.name) }
    : { errors: { after_subject: [notThere] } }
}

/** `/whitelists/earned/many`: one unlock condition for the selected apps; the form first, then its answer. */
const earnedMany = new Hono<App>().post('/', async (c) => {
  const names = await picked(c)
  const values = submittedText(c)
  if (values.save === undefined) return formPage(c, names)
  const { errors, rule, words } = await readCondition(c, values)
  if (errors) return formPage(c, names, { values, errors })
  const result = await setRules(
    c.env.DB,
    c.var.user,
    names.map((package_name) => ({ package_name, rule })),
    Date.now(),
  )
  const done = `${plural(result.changed, 'app')} ${result.changed === 1 ? 'unlocks' : 'unlock'} ${words}`
  const message = outcomeMessage(result, done)
  return redirectChanged(c, earnedPath, { message, changeId: result.changeId })
})

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
  const rules = (await readAppRules(c.env.DB, c.var.user.id, [package_name])).get(package_name)
  return rules?.own ? { own: rules.own, label: appLabel(rules, package_name) } : null
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
    row: (conflict) => (
      <EditingRow id={`earned-${own.id}`} class="goal">
        {conflict}
      </EditingRow>
    ),
  })
}

/** Answers to "Unlocks" in place of a condition. */
const insteadWords = { allow: 'always', block: 'never', reset: 'as by default' }

const editFields = form(EarnedForm, title, async (c, draft) => {
  const again = await editForm(c, draft.values.package_name ?? '', draft)
  return again?.form ?? wholePage(c, draft)
})

/** Replaces a rule that was on screen. */
const editRule = async (c: Context<App>, { package_name, seq, rule: act }: EarnedForm) => {
  rememberRules(c.env.DB, c.var.user.id, [package_name])
  if (act === 'after') declare(readCondition(c, submittedText(c)))
  const found = await readOwnRule(c, package_name)
  if (!found) return c.notFound()
  const { errors, rule, words } =
    act === 'after'
      ? await readCondition(c, submittedText(c), found.own.after_subject)
      : { rule: ruleOfChoice(act), words: insteadWords[act] }
  if (errors) return refuseEdit(c, package_name, errors)
  const edit = { package_name, rule, seen: seq }
  const { changeId, changed, refused } = await setRules(c.env.DB, c.var.user, [edit], Date.now())
  const why = refused[0]?.why
  if (why === 'stale') return stale(c, package_name, words)
  if (why) return refuseEdit(c, package_name, { package_name: [refusedError(why)] })
  const message = act === 'after' ? `${quotedName(found.label)} unlocks ${words}` : choiceMessage(act, changed)
  return redirectChanged(c, appsPageBefore(c, earnedPath), { message, changeId })
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
      const typed = c.req.valid('form')
      rememberRules(c.env.DB, c.var.user.id, [typed.app ?? typed.package_name])
      declare(resolveNames(c.env.DB, { userId: c.var.user.id, withUse: true }, [typed.package_name]))
      const { errors, rule, words } = await readCondition(c, submittedText(c))
      if (errors) return refuseNew(c, errors)
      const set = await setNamedRule(c, { typed, rule })
      if ('errors' in set) return refuseNew(c, set.errors, set.question)
      return redirectChanged(c, earnedPath, {
        message: `${quotedName(set.name)} unlocks ${words}`,
        changeId: set.changeId,
      })
    },
  )

  .get('/edit', async (c) => {
    const { package_name } = EarnedQuery.parse(c.req.query())
    const shown = package_name && (await editForm(c, package_name))
    return shown ? c.render(shown.form, shown.page) : c.notFound()
  })

  .post('/edit', editFields, (c) => editRule(c, c.req.valid('form')))
  .post('/remove', editFields, (c) => editRule(c, c.req.valid('form')))
