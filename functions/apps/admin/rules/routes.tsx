import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { appId } from '../../../../views/apps/admin/apps/row'
import { EditPersonRule, PersonAppRow } from '../../../../views/apps/admin/rules/edit'
import { PersonAppsPage } from '../../../../views/apps/admin/rules/person'
import { EditingRow } from '../../../../views/ui/form'
import { adminRulePath, personAppsPath } from '../../../../views/ui/links'
import { PageHead } from '../../../../views/ui/section'
import { readUnlistedApps, type UnlistedApps } from '../../../account/settings/save'
import { declare, declareAnswer } from '../../../lib/db/reads'
import { type App, declares, type Loaded } from '../../../lib/env'
import { answerStale, type Draft, form, submittedText } from '../../../lib/http/form'
import { undoPath } from '../../../lib/http/path-to'
import { ProblemError, problems } from '../../../lib/http/problem'
import { cameFrom, flash, pageOnScreen, respond, wantsFragment } from '../../../lib/http/respond'
import { isPackageName } from '../../../lib/text/package-name'
import { isolated } from '../../../lib/text/text'
import { type AppQuestion, appErrors, chooseApp, resolveNames } from '../../app-rules/find-app'
import type { Rule } from '../../app-rules/schema'
import { personName } from '../users/actions'
import { loadPerson } from '../users/queries'
import type { PersonRow } from '../users/schema'
import { setRule } from './change'
import { adminRulesByPerson, listPersonApps, personApp } from './queries'
import { type PersonApp, PersonAppsView, RuleForm, readAdminRule, ruleWords } from './schema'
import { setUnlistedApps, type Unlisted, UnlistedForm, unlistedOf, unlistedVersion, unlistedWords } from './unlisted'

type OfPerson = Loaded<'person', PersonRow>
type OfOne = Context<OfPerson>

const readerOf = (c: OfOne) => ({ personId: c.var.person.id, user: c.var.user, now: Date.now() })

const titleOf = (c: OfOne) => `Apps for ${personName(c.var.person)}`

const ruleTitle = ({ label, package_name }: PersonApp) => `Rule for ${label ?? package_name}`

const namedApp = (c: OfOne, packageName: string) => personApp(c.env.DB, c.var.person.id, packageName)

const appInQuery = async (c: OfOne) => {
  const packageName = c.req.query('package_name') ?? ''
  return isPackageName(packageName) ? namedApp(c, packageName) : null
}

const appInList = (c: OfOne, q: string) => `${personAppsPath(c.var.person.id)}?${new URLSearchParams({ q })}`

/** @param add draft of the form for a new rule */
const personPage = async (c: OfOne, add?: Parameters<typeof PersonAppsPage>[0]['add']) => {
  const { person, user } = c.var
  const view = PersonAppsView.parse(c.req.query())
  const [list, unlisted] = await Promise.all([
    listPersonApps(c.env.DB, person.id, view),
    readUnlistedApps(c.env.DB, person.id),
  ])
  if (!unlisted) throw new ProblemError(problems.notFound)
  return <PersonAppsPage {...list} person={person} unlisted={unlisted} add={add} user={user} now={Date.now()} />
}

const editForm = (c: OfOne, app: PersonApp, draft?: Parameters<typeof EditPersonRule>[0]['draft']) => (
  <>
    {!wantsFragment(c) && <PageHead title={ruleTitle(app)} />}
    <EditPersonRule personId={c.var.person.id} app={app} draft={draft} inPlace={wantsFragment(c)} />
  </>
)

/** Renders an invalid form again; with a wrong app, the whole page. */
const formAgain = async (c: OfOne, { values, errors }: Draft<Record<string, string>>) => {
  const form = [...(errors.seq ?? []), ...(errors.set ?? [])]
  const isAdded = Boolean(errors.package_name) || (values.seq === '' && !wantsFragment(c))
  const app = isAdded ? null : await namedApp(c, values.package_name ?? '')
  return app ? editForm(c, app, { values, errors, seq: values.seq, form }) : personPage(c, { values, errors, form })
}

/** Asks which app a new rule is for; from a row, on the whole page. */
const askWhichApp = async (c: OfOne, question: AppQuestion) => {
  c.status(422)
  const add = { values: submittedText(c), errors: appErrors(question), question }
  return c.render(await personPage(c, add), { title: titleOf(c) })
}

type Edited = { package_name: string; rule: Rule | null }

const answerSet = async (c: OfOne, { package_name, rule }: Edited, changeId: string | null) => {
  const { person } = c.var
  const app = await namedApp(c, package_name)
  if (!app) return c.notFound()
  const name = isolated(app.label ?? package_name)
  const message = `${name} for ${isolated(personName(person))}: ${ruleWords(rule)}${changeId ? '' : ' (no change)'}`
  const undo = changeId === null ? undefined : undoPath('admin.rules', changeId)
  // Return to the list as it was, or from the form of one rule to its app.
  const list = personAppsPath(person.id)
  const shown = pageOnScreen(c)
  const page = shown && shown.pathname !== list ? appInList(c, package_name) : cameFrom(c, list)
  return respond(c, { toast: { message, undo }, page, fragments: () => <PersonAppRow app={app} {...readerOf(c)} /> })
}

const ruleStale = async (c: OfOne, { package_name, rule }: Edited) => {
  const { id } = c.var.person
  const app = await namedApp(c, package_name)
  if (!app) return c.notFound()
  const { admin } = app
  return answerStale(c, {
    what: 'rule',
    title: ruleTitle(app),
    page: wantsFragment(c) ? adminRulePath(id, package_name, 'row') : appInList(c, package_name),
    action: personAppsPath(id),
    saved: { seq: admin?.updated_at ?? null, updated_at: admin?.updated_at ?? null },
    fields: [
      { label: 'Rule', yours: ruleWords(rule), saved: ruleWords(admin?.rule ?? null) },
      ...(admin ? [{ label: 'By', yours: 'you', saved: admin.admin_name ?? 'another admin' }] : []),
    ],
    row: (conflict) => <EditingRow id={appId(package_name)}>{conflict}</EditingRow>,
  })
}

const unlistedStale = async (c: OfOne, setting: Unlisted, now: UnlistedApps) => {
  const page = personAppsPath(c.var.person.id)
  return answerStale(c, {
    what: 'setting',
    title: `Unlisted apps for ${personName(c.var.person)}`,
    page,
    action: `${page}/unlisted`,
    saved: { seq: null, updated_at: now.locked_at },
    fields: [{ label: 'Unlisted apps', yours: unlistedWords(setting), saved: unlistedWords(unlistedOf(now)) }],
    values: { ...submittedText(c), seen: unlistedVersion(now) },
  })
}

/** Starts the reads about the app that the form names, with the person's. */
const withNamedApp = createMiddleware<App>(async (c, next) => {
  const { DB } = c.env
  const id = c.req.param('id') ?? ''
  const { package_name = '', app } = submittedText(c)
  const typed = package_name.trim()
  declare(resolveNames(DB, { userId: id }, [typed]), adminRulesByPerson(DB, [id], [app ?? typed]))
  await next()
})

const withUnlisted = declares<App>((c) => readUnlistedApps(c.env.DB, c.req.param('id') ?? ''))

export const adminRules = new Hono<App>()
  .post('/', withNamedApp)
  .post('/unlisted', withUnlisted)
  .use(loadPerson)

  .get('/', async (c) => c.render(await personPage(c), { title: titleOf(c) }))

  .post('/', form<typeof RuleForm, OfPerson>(RuleForm, 'Apps', formAgain, { heading: false }), async (c) => {
    const { DB } = c.env
    const { person, user } = c.var
    const { package_name: text, typed, app, seq, ...fields } = c.req.valid('form')
    const found = await chooseApp(DB, { userId: person.id }, { package_name: text, typed, app })
    if ('question' in found) return askWhichApp(c, found.question)
    const { package_name } = found
    const read = readAdminRule(fields)
    const rule = read.errors ? null : read.rule
    declareAnswer(DB, () => personApp(DB, person.id, package_name))
    const edited = await setRule(DB, user.id, { user_id: person.id, package_name }, rule, seq)
    if ('stale' in edited) return ruleStale(c, { package_name, rule })
    return answerSet(c, { package_name, rule }, edited.done)
  })

  .get('/rule', async (c) => {
    const app = await appInQuery(c)
    return app ? c.render(editForm(c, app), { title: ruleTitle(app) }) : c.notFound()
  })

  .get('/row', async (c) => {
    const app = await appInQuery(c)
    if (!app) return c.notFound()
    return c.render(<PersonAppRow app={app} {...readerOf(c)} />, { title: titleOf(c), heading: true })
  })

  .post(
    '/unlisted',
    form<typeof UnlistedForm, OfPerson>(UnlistedForm, 'Apps', (c) => personPage(c), { heading: false }),
    async (c) => {
      const { person, user } = c.var
      const { seen, ...wanted } = c.req.valid('form')
      const outcome = await setUnlistedApps(c.env.DB, user.id, person.id, wanted, seen)
      if (outcome === null) return c.notFound()
      if (typeof outcome === 'object') return unlistedStale(c, wanted, outcome.stale)
      const words = outcome === 'changed' ? unlistedWords(wanted) : 'no change'
      flash(c, { message: `Unlisted apps for ${isolated(personName(person))}: ${words}` })
      return c.redirect(personAppsPath(person.id), 303)
    },
  )
