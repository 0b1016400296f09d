import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { personAppsPath } from '../../../views/links'
import { chooseApp, resolveNames } from '../../app-rules/find-app'
import type { App } from '../../lib/env'
import { form, submittedText } from '../../lib/form'
import { declares, type Loaded } from '../../lib/load'
import { isPackageName } from '../../lib/package-name'
import { flash } from '../../lib/page'
import { declare, declareAnswer } from '../../lib/reads'
import { isolated } from '../../lib/text'
import { readUnlistedApps } from '../../settings/unlisted'
import { personName } from '../users/actions'
import { loadPerson } from '../users/queries'
import type { PersonRow } from '../users/schema'
import { setRule } from './change'
import {
  personContent,
  readPersonPage,
  ruleAgain,
  ruleForm,
  rulePart,
  ruleQuestion,
  ruleSet,
  ruleStale,
  titleOf,
  unlistedStale,
} from './fragments'
import { adminRulesByPerson, personApp } from './queries'
import { RuleForm, readRule, UnlistedForm, unlistedWords } from './schema'
import { setUnlistedApps } from './writes'

type OfPerson = Loaded<'person', PersonRow>

const withApps = declares<App>((c) => readPersonPage(c, c.req.param('id') ?? ''))

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
  .get('/', withApps)
  .post('/', withNamedApp)
  .post('/unlisted', withUnlisted)
  .use(loadPerson)

  .get('/', async (c) => c.render(await personContent(c, c.var.person), { title: titleOf(c.var.person) }))

  .post(
    '/',
    form<typeof RuleForm, OfPerson>(RuleForm, 'Apps', (c, draft) => ruleAgain(c, c.var.person, draft), {
      heading: false,
    }),
    async (c) => {
      const { person, user } = c.var
      const { package_name: text, typed, app, seq, ...fields } = c.req.valid('form')
      const found = await chooseApp(c.env.DB, { userId: person.id }, { package_name: text, typed, app })
      if ('question' in found) return ruleQuestion(c, person, found.question)
      const { package_name } = found
      const read = readRule(fields)
      const rule = 'rule' in read ? read.rule : null
      declareAnswer(c.env.DB, () => personApp(c.env.DB, person.id, package_name))
      const edited = await setRule(c.env.DB, user.id, { user_id: person.id, package_name }, rule, seq)
      if ('stale' in edited) return ruleStale(c, person, { package_name, rule })
      return ruleSet(c, person, { package_name, rule, changeId: edited.done })
    },
  )

  .get('/rule', async (c) => {
    const packageName = c.req.query('package_name') ?? ''
    const app = isPackageName(packageName) ? await personApp(c.env.DB, c.var.person.id, packageName) : null
    if (!app) return c.notFound()
    return c.render(ruleForm(c, c.var.person, app), { title: `Rule for ${app.label ?? packageName}` })
  })

  .get('/row', async (c) => {
    const packageName = c.req.query('package_name') ?? ''
    return isPackageName(packageName) ? rulePart(c, c.var.person, packageName) : c.notFound()
  })

  .post(
    '/unlisted',
    form<typeof UnlistedForm, OfPerson>(UnlistedForm, 'Apps', (c) => personContent(c, c.var.person), {
      heading: false,
    }),
    async (c) => {
      const { person, user } = c.var
      const { seen, ...wanted } = c.req.valid('form')
      const outcome = await setUnlistedApps(c.env.DB, user.id, person.id, wanted, seen)
      if (outcome === null) return c.notFound()
      if (typeof outcome === 'object') return unlistedStale(c, person, wanted, outcome.stale)
      const words = outcome === 'changed' ? unlistedWords(wanted) : 'no change'
      flash(c, { message: `Unlisted apps for ${isolated(personName(person))}: ${words}` })
      return c.redirect(personAppsPath(person.id), 303)
    },
  )
