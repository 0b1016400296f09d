import { type Context, Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { PersonApps } from '../../../../views/apps/admin/rules'
import { personAppsPath } from '../../../../views/ui/links'
import { readUnlistedApps, type UnlistedApps } from '../../../account/settings/save'
import { prefetchReads } from '../../../lib/db/reads'
import { type App, type Loaded, todayOf } from '../../../lib/env'
import { answerStale, form, submittedAll, submittedText } from '../../../lib/http/form'
import { choiceParameter } from '../../../lib/http/list-view'
import { ProblemError, problems } from '../../../lib/http/problem'
import { redirectTo } from '../../../lib/http/respond'
import { isolateDirection } from '../../../lib/text/text'
import type { AppRules } from '../../app-rules/app-status'
import { resolveNames } from '../../app-rules/find-app'
import { appStatus, readAppRules } from '../../app-rules/queries'
import { type EarnedRules, privateSubject } from '../../app-rules/unlock-condition'
import { AppsPart, type RuleOwner } from '../../whitelists/fragments'
import { appsPage } from '../../whitelists/list'
import { rules } from '../../whitelists/routes'
import { addApp, earnedApps } from '../../whitelists/rule-forms'
import { AppsQuery } from '../../whitelists/schema'
import { personName } from '../users/actions'
import { loadPerson, peopleOf } from '../users/queries'
import type { PersonRow } from '../users/schema'
import { setAdminRules } from './change'
import { adminRulesByPerson } from './queries'
import { setUnlistedApps, type Unlisted, UnlistedForm, unlistedOf, unlistedVersion, unlistedWords } from './unlisted'

type OfPerson = Loaded<'person', PersonRow>
type OfOne = Context<OfPerson>

const listOf = ({ var: { person } }: OfOne) => {
  const [path, title] = [personAppsPath(person.id), `Apps for ${isolateDirection(personName(person))}`]
  return { setBy: 'admin', path, title } as const
}

/** A person's rules as admins may see them. Names, subjects, limits and times of the person's own rules are private. */
const asSeen = ({ app, admin, own }: AppRules): AppRules => ({
  app,
  // The person's own version number would reveal how much they write.
  admin: admin && { ...admin, seq: admin.updated_at },
  own: own && {
    ...own,
    label: null,
    after_subject: own.after_subject && privateSubject,
    time_limit: null,
    seq: 0,
    created_at: 0,
    updated_at: 0,
  },
})

/** Treats unlock conditions as met: progress is private. */
const met: EarnedRules = {
  rules: [],
  limits: [],
  progress: () => ({
    needed_seconds: 0,
    tracked_seconds: 0,
    missing_seconds: 0,
    range: { from: '', to: '' },
    until: 0,
  }),
}

const Query = AppsQuery.extend({ show: choiceParameter(['allowed', 'blocked', 'admin']) })

const personPage = async (c: OfOne, query: object = c.req.query()) => {
  const { DB } = c.env
  const { person, user } = c.var
  const [view, today] = [Query.parse(query), todayOf(c)]
  const reader = { user: { id: person.id, preferences: user.preferences }, earned: met, today, seen: asSeen }
  const [list, unlisted] = await Promise.all([appsPage(DB, reader, view), readUnlistedApps(DB, person.id)])
  if (!unlisted) throw new ProblemError(problems.notFound)
  const page = { ...list, of: listOf(c), user, view, today }
  return <PersonApps {...page} counts={null} names={new Map()} person={person} unlisted={unlisted} />
}

const theirRules = (c: OfOne): RuleOwner => {
  const { DB } = c.env
  const { person, user } = c.var
  return {
    ...listOf(c),
    act: 'admin.rules',
    names: { userId: person.id },
    read: async (names) => {
      const [rules, unlisted] = await Promise.all([readAppRules(DB, person.id, names), readUnlistedApps(DB, person.id)])
      const preferences = { ...user.preferences, unlisted_apps: unlisted?.unlisted_apps ?? 'block' }
      return new Map(Array.from(rules, ([name, one]) => [name, appStatus(asSeen(one), { preferences }, met)]))
    },
    set: async (edits) => {
      const { changeId, steps, stale } = await setAdminRules(DB, user.id, [person.id], edits)
      const refused = stale.map((name) => ({ package_name: name, label: name, why: 'stale' as const }))
      return { changeId, changed: steps.length, refused }
    },
    subjects: async ({ subject }) => (subject === 'all' ? () => '' : null),
    choices: async () => undefined,
    draw: async (query) => <AppsPart>{await personPage(c, Object.fromEntries(query))}</AppsPart>,
  }
}

/** Starts the reads of a write together with the read of the person. */
const withRules = createMiddleware<App>(async (c, next) => {
  if (c.req.method !== 'POST') return next()
  const { DB } = c.env
  const id = c.req.param('id') ?? ''
  const [app, typed] = [submittedAll(c, 'app'), submittedAll(c, 'package_name')]
  const names = app.length > 0 ? app : typed
  // Declares all reads, which saves three round trips.
  prefetchReads(
    peopleOf(DB, [id]),
    adminRulesByPerson(DB, [id], names),
    readUnlistedApps(DB, id),
    readAppRules(DB, id, names),
    resolveNames(DB, { userId: id }, typed),
  )
  await next()
})

const setWhose = createMiddleware<OfPerson>(async (c, next) => {
  c.set('whose' as never, theirRules(c) as never)
  await next()
})

const unlistedStale = (c: OfOne, setting: Unlisted, now: UnlistedApps) =>
  answerStale(c, {
    what: 'setting',
    title: `Unlisted apps for ${personName(c.var.person)}`,
    page: listOf(c).path,
    action: c.req.path,
    saved: { seq: null, updated_at: now.locked_at },
    fields: [{ label: 'Unlisted apps', yours: unlistedWords(setting), saved: unlistedWords(unlistedOf(now)) }],
    values: { ...submittedText(c), seen: unlistedVersion(now) },
  })

/** `/admin/users/:id/whitelist`: the pages of apps of another person, for an admin. */
export const personApps = new Hono<App>()
  .post(
    '/unlisted',
    loadPerson,
    form<typeof UnlistedForm, OfPerson>(UnlistedForm, 'Apps', (c) => personPage(c), { heading: false }),
    async (c) => {
      const { person, user } = c.var
      const { seen, ...wanted } = c.req.valid('form')
      const outcome = await setUnlistedApps(c.env.DB, user.id, person.id, wanted, seen)
      if (outcome === null) return c.notFound()
      if (typeof outcome === 'object') return unlistedStale(c, wanted, outcome.stale)
      const words = outcome === 'changed' ? unlistedWords(wanted) : 'no change'
      return redirectTo(c, listOf(c).path, {
        message: `Unlisted apps for ${isolateDirection(personName(person))}: ${words}`,
      })
    },
  )

  .use(withRules)
  .use(loadPerson)
  .use(setWhose)

  .get('/', async (c) => c.render(await personPage(c), { title: `Apps for ${personName(c.var.person)}` }))

  .route('/', rules)
  .route('/add', addApp)
  .route('/earned', earnedApps)
