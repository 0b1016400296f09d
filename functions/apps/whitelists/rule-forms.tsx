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
import { prefetchReads } from '../../lib/db/reads'
import type { App } from '../../lib/env'
import { answerStale, type Draft, form, submittedAll, submittedText } from '../../lib/http/form'
import { listPath } from '../../lib/http/list-view'
import { wantsFragment } from '../../lib/http/respond'
import { plural } from '../../lib/text/format'
import { appLabel, ruleSetBy } from '../app-rules/app-status'
import { type AppAnswer, type AppQuestion, appErrors, chooseApp, resolveNames } from '../app-rules/find-app'
import { type RuleRow, ruleOf } from '../app-rules/schema'
import { conditionWords, readRule } from '../app-rules/unlock-condition'
import { conditionSubjects, listEarnedApps } from './earned'
import { invalidFormProblem, previousAppsPage, redirectAfterChange, ruleOwnerOf } from './fragments'
import { addedMessage, choiceMessage, outcomeMessage, quotedName, refusedError } from './messages'
import { earnedRuleLimit, readPlanInput } from './rules'
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

/** Reads the unlock condition of a form and looks up its subjects. @param before subjects of the stored rule */
const readCondition = async (c: Context<App>, texts: Record<string, string>, before?: string | null) => {
  const read = readRule('after', texts)
  if (read.errors || !read.rule?.after) return { errors: read.errors ?? {} }
  const { after } = read.rule
  const nameOf = await ruleOwnerOf(c).subjects(after, before)
  return nameOf ? { rule: read.rule, words: conditionWords(after, nameOf) } : { errors: { after_subject: [notThere] } }
}

const findRule = async (c: Context<App>, package_name: string) => {
  const { read, setBy } = ruleOwnerOf(c)
  const app = (await read([package_name])).get(package_name)
  const rule = app && ruleSetBy(setBy, app)
  return rule ? { rule, label: appLabel(app, package_name) } : null
}

const ownHead = { heading: false }

type Typed = { draft?: RuleDraft; question?: AppQuestion }
type Shown = [content: Child, page: { title: string }]

/** Renders a form on its own page or in a row; null if the app no longer has a rule. */
type RuleForm = (c: Context<App>, typed?: Typed, package_name?: string) => Shown | Promise<Shown | null>

/** Path of the list, or of the list with one app. */
const inList = (c: Context<App>, q: string) => listPath(ruleOwnerOf(c).path, { q })

const newForm = (c: Context<App>, typed?: Typed): Shown => [
  <AddApp of={ruleOwnerOf(c)} {...AddView.parse(c.req.query())} {...typed} inPlace={wantsFragment(c)} />,
  { title: 'Add an app' },
]

const earnForm = async (c: Context<App>, typed?: Typed): Promise<Shown> => {
  const { user, head } = c.var
  const { package_name } = EarnedQuery.parse(c.req.query())
  const whose = ruleOwnerOf(c)
  const [view, choices, apps] = await Promise.all([
    whose.setBy === 'user' ? listEarnedApps(c.env.DB, user, head, Date.now(), { limit: 200 }) : undefined,
    whose.choices(),
    package_name && !typed ? whose.read([package_name]) : null,
  ])
  const status = package_name && apps?.get(package_name)
  const name = status ? appLabel(status, package_name) : undefined
  return [
    <EarnedPage
      of={whose}
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

/** Describes when an app unlocks: `after 2h of Thesis today`. */
const unlockWords = async (c: Context<App>, rule: RuleRow) => {
  const { is_whitelisted, after } = ruleOf(rule)
  if (!after) return is_whitelisted === 1 ? 'always' : 'never'
  const names = await conditionSubjects(c.env.DB, c.var.user.id, [after.subject])
  return conditionWords(after, (one) => names.get(one)?.label ?? 'a deleted item')
}

const editForm: RuleForm = async (c, typed, package_name = '') => {
  const found = await findRule(c, package_name)
  if (!found) return null
  const whose = ruleOwnerOf(c)
  const choices = await whose.choices()
  return [
    <EditEarned of={whose} {...found} choices={choices} draft={typed?.draft} inPlace={wantsFragment(c)} />,
    { title: editTitle(found.label) },
  ]
}

const stale = async (c: Context<App>, package_name: string, yours: string) => {
  const found = await findRule(c, package_name)
  if (!found) return c.notFound()
  const { rule, label } = found
  return answerStale(c, {
    what: 'rule',
    title: editTitle(label),
    page: ruleOwnerOf(c).setBy === 'user' ? earnAppPath(ruleOwnerOf(c), package_name) : inList(c, package_name),
    action: c.req.path,
    saved: rule,
    fields: [{ label: 'Unlocks', yours, saved: await unlockWords(c, rule) }],
    row: (conflict) => <EditingRow id={`earned-${rule.id}`}>{conflict}</EditingRow>,
  })
}

/** Choices other than an unlock condition, as answers to "Unlocks". */
const insteadWords = { allow: 'always', block: 'never', reset: 'as by default' }

/** `seq`: version of the rule when it was displayed; undefined for a new rule of the app that the form names. */
type Fields = AppAnswer & { label?: string; rule?: RuleChoice | 'after'; seq?: number }

/** Sets the rule of a form. If it cannot, shows the form with the reason, or asks which app is meant. */
const saveRule = async (c: Context<App>, fields: Fields, again: RuleForm, next: (package_name: string) => string) => {
  const { DB } = c.env
  const { setBy, names, read, set } = ruleOwnerOf(c)
  const { rule: act = 'after', seq } = fields
  const values = submittedText(c)
  const refuse = async (errors: RuleDraft['errors'], question?: AppQuestion) => {
    const shown = await again(c, { draft: { values, errors }, question }, fields.package_name)
    if (!shown) return c.notFound()
    c.status(422)
    return c.render(...shown)
  }
  // Declares all reads, which saves two round trips.
  const rules = setBy === 'user' ? readPlanInput(DB, c.var.user.id, [fields.app ?? fields.package_name]) : null
  prefetchReads(
    rules,
    resolveNames(DB, names, [fields.package_name]),
    act === 'after' ? readCondition(c, values) : null,
  )
  const found = seq === undefined ? await chooseApp(DB, names, fields) : { ...fields, label: undefined }
  if ('question' in found) return refuse(appErrors(found.question), found.question)
  const { package_name } = found
  const before = (await read([package_name])).get(package_name)
  const ruleBefore = before ? ruleSetBy(setBy, before) : null
  if (seq !== undefined && !ruleBefore) return c.notFound()
  const { errors, rule, words } =
    act === 'after'
      ? await readCondition(c, values, seq === undefined ? undefined : ruleBefore?.after_subject)
      : { rule: ruleOfChoice(act), words: insteadWords[act] }
  if (errors) return refuse(errors)
  const label = before?.app ? undefined : fields.label || found.label
  // An edit of the condition keeps the limit.
  const limited = rule && act === 'after' && ruleBefore ? { ...rule, limit: ruleOf(ruleBefore).limit } : rule
  const { changeId, changed, refused } = await set([{ package_name, rule: limited, label, seen: seq }])
  const why = refused[0]?.why
  if (why === 'stale') return stale(c, package_name, words)
  if (why) return refuse({ package_name: [refusedError(why)] })
  const name = label ?? appLabel(before, package_name)
  const message = () => {
    if (act === 'after') return `${quotedName(name)} unlocks ${words}`
    return seq === undefined ? addedMessage(name, act, ruleBefore, changed > 0) : choiceMessage(act, changed)
  }
  return redirectAfterChange(c, next(package_name), { message: message(), changeId })
}

/** `/whitelists/add` */
export const addApp = new Hono<App>()
  .get('/', (c) => c.render(...newForm(c)))
  .post(
    '/',
    form(AddForm, 'Add an app', (c, draft) => newForm(c, { draft })[0], ownHead),
    (c) => saveRule(c, c.req.valid('form'), newForm, (q) => inList(c, q)),
  )

const Picked = z
  .array(z.string())
  .max(earnedRuleLimit, `Up to ${earnedRuleLimit} apps can unlock with time. Select fewer.`)
  .pipe(pickedApps)

const picked = (c: Context<App>) => {
  const read = Picked.safeParse(submittedAll(c, 'package_name'))
  if (!read.success) throw invalidFormProblem(read.error.issues[0]?.message ?? '', ruleOwnerOf(c).path)
  return read.data
}

const manyForm = async (c: Context<App>, names: string[], draft?: Draft<RuleDraft['values']>) => {
  const whose = ruleOwnerOf(c)
  const [found, choices] = await Promise.all([whose.read(names), whose.choices()])
  const apps = names.map((package_name) => ({ package_name, label: appLabel(found.get(package_name), package_name) }))
  if (draft) c.status(422)
  return c.render(<EarnMany of={whose} apps={apps} draft={draft} choices={choices} />, { title })
}

const rowPart = async (c: Context<App>, package_name: string) => {
  const { user } = c.var
  const view = await listEarnedApps(c.env.DB, user, c.var.head, Date.now(), { only: package_name })
  const app = view.apps.find(({ admin }) => admin === null)
  return app ? c.render(<EarnedRow app={app} view={view} reader={user.preferences} />) : c.notFound()
}

/** Page that lists own rules with a condition; for an admin, the list of apps. */
const earnedList = (c: Context<App>, name = '') => (ruleOwnerOf(c).setBy === 'user' ? earnedPath : inList(c, name))

/** `/whitelists/earned`: apps that tracked time unlocks. */
export const earnedApps = new Hono<App>()
  .get('/', async (c) => {
    const { package_name } = EarnedQuery.parse(c.req.query())
    if (wantsFragment(c) && package_name !== undefined && ruleOwnerOf(c).setBy === 'user')
      return rowPart(c, package_name)
    return c.render(...(await earnForm(c)))
  })

  .post(
    '/',
    form(NewEarnedForm, title, async (c, draft) => (await earnForm(c, { draft }))[0], ownHead),
    (c) => saveRule(c, c.req.valid('form'), earnForm, (name) => earnedList(c, name)),
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
    // The form is either on the page of apps or on the page of earned apps.
    (c) => saveRule(c, c.req.valid('form'), editForm, (name) => previousAppsPage(c, earnedList(c, name))),
  )

  /** Sets one unlock condition for the selected apps: first shows the form, then applies it. */
  .post('/many', async (c) => {
    const names = picked(c)
    const values = submittedText(c)
    if (values.save === undefined) return manyForm(c, names)
    const { errors, rule, words } = await readCondition(c, values)
    if (errors) return manyForm(c, names, { values, errors })
    const edits = names.map((package_name) => ({ package_name, rule }))
    const result = await ruleOwnerOf(c).set(edits)
    const done = `${plural(result.changed, 'app')} ${result.changed === 1 ? 'unlocks' : 'unlock'} ${words}`
    const message = outcomeMessage(result, done)
    return redirectAfterChange(c, earnedList(c), { message, changeId: result.changeId })
  })
