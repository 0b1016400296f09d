import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { EarnedRow, earnAppPath, earnedPath } from '../../../views/apps/whitelists/earned'
import {
  AddApp,
  EarnedPage,
  EarnMany,
  EditEarned,
  editTitle,
  type RuleDraft,
} from '../../../views/apps/whitelists/forms'
import { EditingRow } from '../../../views/ui/form'
import { declare } from '../../lib/db/reads'
import type { App } from '../../lib/env'
import { answerStale, type Draft, form, submittedAll, submittedText } from '../../lib/http/form'
import { wantsFragment } from '../../lib/http/respond'
import { plural } from '../../lib/text/format'
import { appLabel } from '../app-rules/app-status'
import { type AppAnswer, type AppQuestion, appErrors, chooseApp, resolveNames } from '../app-rules/find-app'
import { readAppRules } from '../app-rules/queries'
import { type RuleRow, ruleOf } from '../app-rules/schema'
import { conditionWords, readRule } from '../app-rules/unlock-condition'
import { conditionChoices, conditionSubjects, findSubjects, listEarnedApps } from './earned'
import { appsPageBefore, nothingChanged, redirectChanged, whitelistsPath } from './fragments'
import { addedMessage, choiceMessage, outcomeMessage, quotedName, refusedError } from './messages'
import { earnedRuleLimit, rememberRules, setRules } from './rules'
import {
  AddForm,
  AddView,
  EarnedForm,
  EarnedQuery,
  NewEarnedForm,
  pickedApps,
  type RuleChoice,
  ruleOfChoice,
} from './schema'

const title = 'Unlock with time'
const notThere = 'Choose from the list'

const self = (c: Context<App>) => ({ userId: c.var.user.id, withUse: true })

/** Reads the condition of a form, and finds its subjects among the person's own. @param before those of the present rule */
const readCondition = async (c: Context<App>, texts: Record<string, string>, before?: string | null) => {
  const read = readRule('after', texts)
  if (read.errors || !read.rule?.after) return { errors: read.errors ?? {} }
  const { after } = read.rule
  const nameOf = await findSubjects(c.env.DB, c.var.user.id, after, before)
  return nameOf ? { rule: read.rule, words: conditionWords(after, nameOf) } : { errors: { after_subject: [notThere] } }
}

const ownRule = async (c: Context<App>, package_name: string) => {
  const rules = (await readAppRules(c.env.DB, c.var.user.id, [package_name])).get(package_name)
  return rules?.own ? { own: rules.own, label: appLabel(rules, package_name) } : null
}

const ownHead = { heading: false }

type Typed = { draft?: RuleDraft; question?: AppQuestion }
type Shown = [content: Child, page: { title: string }]

/** A form on its page, or in the place of a row; null where its app has no rule any more. */
type RuleForm = (c: Context<App>, typed?: Typed, package_name?: string) => Shown | Promise<Shown | null>

const newForm = (c: Context<App>, typed?: Typed): Shown => [
  <AddApp {...AddView.parse(c.req.query())} {...typed} inPlace={wantsFragment(c)} />,
  { title: 'Add an app' },
]

const earnForm = async (c: Context<App>, typed?: Typed): Promise<Shown> => {
  const { DB } = c.env
  const { user, head } = c.var
  const { package_name } = EarnedQuery.parse(c.req.query())
  const [view, choices, rules] = await Promise.all([
    listEarnedApps(DB, user, head, Date.now(), { limit: 200 }),
    conditionChoices(DB, user),
    package_name && !typed ? readAppRules(DB, user.id, [package_name]) : null,
  ])
  const status = package_name && rules?.get(package_name)
  const name = status ? appLabel(status, package_name) : undefined
  return [
    <EarnedPage
      view={view}
      reader={user.preferences}
      package_name={package_name}
      name={name}
      choices={choices}
      {...typed}
    />,
    { title },
  ]
}

/** When an app unlocks: `after 2h of Thesis today`. */
const unlockWords = async (c: Context<App>, own: RuleRow) => {
  const { is_whitelisted, after } = ruleOf(own)
  if (!after) return is_whitelisted === 1 ? 'always' : 'never'
  const names = await conditionSubjects(c.env.DB, c.var.user.id, [after.subject])
  return conditionWords(after, (one) => names.get(one)?.label ?? 'a deleted item')
}

const editForm: RuleForm = async (c, typed, package_name = '') => {
  const found = await ownRule(c, package_name)
  if (!found) return null
  const { own, label } = found
  const choices = await conditionChoices(c.env.DB, c.var.user)
  return [
    <EditEarned own={own} label={label} choices={choices} draft={typed?.draft} inPlace={wantsFragment(c)} />,
    { title: editTitle(label) },
  ]
}

const stale = async (c: Context<App>, package_name: string, yours: string) => {
  const found = await ownRule(c, package_name)
  if (!found) return c.notFound()
  const { own, label } = found
  return answerStale(c, {
    what: 'rule',
    title: editTitle(label),
    page: earnAppPath(package_name),
    action: c.req.path,
    saved: own,
    fields: [{ label: 'Unlocks', yours, saved: await unlockWords(c, own) }],
    row: (conflict) => <EditingRow id={`earned-${own.id}`}>{conflict}</EditingRow>,
  })
}

/** Answers to "Unlocks" in place of a condition. */
const insteadWords = { allow: 'always', block: 'never', reset: 'as by default' }

/** `seq` is the version of a rule that was on screen; a new one is for the app that the form names. */
type Fields = AppAnswer & { label?: string; rule?: RuleChoice | 'after'; seq?: number }

/** Sets the rule of a form. Where it cannot, the form says why, or asks which app is meant. */
const saveRule = async (c: Context<App>, fields: Fields, again: RuleForm, next: (package_name: string) => string) => {
  const { DB } = c.env
  const { user } = c.var
  const { rule: act = 'after', seq } = fields
  const values = submittedText(c)
  const refuse = async (errors: RuleDraft['errors'], question?: AppQuestion) => {
    const shown = await again(c, { draft: { values, errors }, question }, fields.package_name)
    if (!shown) return c.notFound()
    c.status(422)
    return c.render(...shown)
  }
  rememberRules(DB, user.id, [fields.app ?? fields.package_name])
  declare(resolveNames(DB, self(c), [fields.package_name]))
  if (act === 'after') declare(readCondition(c, values))
  const found = seq === undefined ? await chooseApp(DB, self(c), fields) : { ...fields, label: undefined }
  if ('question' in found) return refuse(appErrors(found.question), found.question)
  const { package_name } = found
  const before = (await readAppRules(DB, user.id, [package_name])).get(package_name)
  if (seq !== undefined && !before?.own) return c.notFound()
  const { errors, rule, words } =
    act === 'after'
      ? await readCondition(c, values, seq === undefined ? undefined : before?.own?.after_subject)
      : { rule: ruleOfChoice(act), words: insteadWords[act] }
  if (errors) return refuse(errors)
  const label = before?.app ? undefined : fields.label || found.label
  const result = await setRules(DB, user, [{ package_name, rule, label, seen: seq }], Date.now())
  const { changeId, changed, refused } = result
  const why = refused[0]?.why
  if (why === 'stale') return stale(c, package_name, words)
  if (why) return refuse({ package_name: [refusedError(why)] })
  const name = label ?? appLabel(before, package_name)
  const message = () => {
    if (act === 'after') return `${quotedName(name)} unlocks ${words}`
    return seq === undefined ? addedMessage(name, act, before?.own ?? null, changed > 0) : choiceMessage(act, changed)
  }
  return redirectChanged(c, next(package_name), { message: message(), changeId })
}

/** `/whitelists/add` */
export const addApp = new Hono<App>()
  .get('/', (c) => c.render(...newForm(c)))
  .post(
    '/',
    form(AddForm, 'Add an app', (c, draft) => newForm(c, { draft })[0], ownHead),
    (c) => saveRule(c, c.req.valid('form'), newForm, (q) => `${whitelistsPath}?${new URLSearchParams({ q })}`),
  )

const Picked = z
  .array(z.string())
  .max(earnedRuleLimit, `Up to ${earnedRuleLimit} apps can unlock with time. Select fewer.`)
  .pipe(pickedApps)

const picked = (c: Context<App>) => {
  const read = Picked.safeParse(submittedAll(c, 'package_name'))
  if (!read.success) throw nothingChanged(read.error.issues[0]?.message ?? '')
  return read.data
}

const manyForm = async (c: Context<App>, names: string[], draft?: Draft<RuleDraft['values']>) => {
  const { DB } = c.env
  const [rules, choices] = await Promise.all([readAppRules(DB, c.var.user.id, names), conditionChoices(DB, c.var.user)])
  const apps = names.map((package_name) => ({ package_name, label: appLabel(rules.get(package_name), package_name) }))
  if (draft) c.status(422)
  return c.render(<EarnMany apps={apps} draft={draft} choices={choices} />, { title })
}

const rowPart = async (c: Context<App>, package_name: string) => {
  const { user } = c.var
  const view = await listEarnedApps(c.env.DB, user, c.var.head, Date.now(), { only: package_name })
  const app = view.apps.find(({ admin }) => admin === null)
  return app ? c.render(<EarnedRow app={app} view={view} reader={user.preferences} />) : c.notFound()
}

/** `/whitelists/earned`: apps that tracked time unlocks. */
export const earnedApps = new Hono<App>()
  .get('/', async (c) => {
    const { package_name } = EarnedQuery.parse(c.req.query())
    if (wantsFragment(c) && package_name !== undefined) return rowPart(c, package_name)
    return c.render(...(await earnForm(c)))
  })

  .post(
    '/',
    form(NewEarnedForm, title, async (c, draft) => (await earnForm(c, { draft }))[0], ownHead),
    (c) => saveRule(c, c.req.valid('form'), earnForm, () => earnedPath),
  )

  .get('/edit', async (c) => {
    const { package_name = '' } = EarnedQuery.parse(c.req.query())
    const shown = await editForm(c, undefined, package_name)
    return shown ? c.render(...shown) : c.notFound()
  })

  .post(
    '/edit',
    form(
      EarnedForm,
      title,
      async (c, draft) =>
        ((await editForm(c, { draft }, draft.values.package_name)) ?? (await earnForm(c, { draft })))[0],
      ownHead,
    ),
    // The form is on the page of apps or on the page of earned apps.
    (c) => saveRule(c, c.req.valid('form'), editForm, () => appsPageBefore(c, earnedPath)),
  )

  /** One unlock condition for the selected apps; the form first, then its answer. */
  .post('/many', async (c) => {
    const names = picked(c)
    const values = submittedText(c)
    if (values.save === undefined) return manyForm(c, names)
    const { errors, rule, words } = await readCondition(c, values)
    if (errors) return manyForm(c, names, { values, errors })
    const edits = names.map((package_name) => ({ package_name, rule }))
    const result = await setRules(c.env.DB, c.var.user, edits, Date.now())
    const done = `${plural(result.changed, 'app')} ${result.changed === 1 ? 'unlocks' : 'unlock'} ${words}`
    const message = outcomeMessage(result, done)
    return redirectChanged(c, earnedPath, { message, changeId: result.changeId })
  })
