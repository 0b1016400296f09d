import type { Context } from 'hono'
import { EditRulePage, EditRuleRow, PersonAppRow } from '../../../views/admin/rules/edit'
import { PersonAppsPage } from '../../../views/admin/rules/person'
import { adminRulePath, personAppsPath } from '../../../views/links'
import { Conflict } from '../../../views/ui/conflict'
import { PageHead } from '../../../views/ui/section'
import { type AppQuestion, appErrors } from '../../app-rules/find-app'
import type { Rule } from '../../app-rules/schema'
import { type Difference, savedAt } from '../../lib/conflict'
import type { App } from '../../lib/env'
import { type Draft, submittedText } from '../../lib/form'
import { cameFrom, wantsFragment } from '../../lib/page'
import { ProblemError, problems } from '../../lib/problem'
import { respond } from '../../lib/respond'
import { isolated } from '../../lib/text'
import { readUnlistedApps, type UnlistedApps } from '../../settings/unlisted'
import { personName } from '../users/actions'
import type { PersonRow } from '../users/schema'
import { listPersonApps, type PersonApp, personApp } from './queries'
import { PersonAppsView, ruleWords, unlistedWords } from './schema'
import { type UnlistedSetting, unlistedSetting, unlistedVersion } from './writes'

export const undoPath = (changeId: string) => `/admin/users/rules/changes/${changeId}/undo`

type AddDraft = NonNullable<Parameters<typeof PersonAppsPage>[0]['add']>

export const titleOf = (person: PersonRow) => `Apps for ${personName(person)}`

export const readPersonPage = async <E extends App>(c: Context<E>, personId: string) => {
  const view = PersonAppsView.parse(c.req.query())
  return Promise.all([listPersonApps(c.env.DB, personId, view), readUnlistedApps(c.env.DB, personId)])
}

/** @param add draft of the form for a new rule */
export const personContent = async <E extends App>(c: Context<E>, person: PersonRow, add?: AddDraft) => {
  const [list, unlisted] = await readPersonPage(c, person.id)
  if (!unlisted) throw new ProblemError(problems.notFound)
  return <PersonAppsPage {...list} person={person} unlisted={unlisted} add={add} user={c.var.user} now={Date.now()} />
}

export const rulePart = async <E extends App>(c: Context<E>, person: PersonRow, packageName: string) => {
  const app = await personApp(c.env.DB, person.id, packageName)
  if (!app) return c.notFound()
  return c.render(<PersonAppRow personId={person.id} app={app} user={c.var.user} now={Date.now()} />, {
    title: titleOf(person),
    heading: true,
  })
}

type EditDraft = Parameters<typeof EditRulePage>[0]['draft']

export const ruleForm = <E extends App>(c: Context<E>, person: PersonRow, app: PersonApp, draft?: EditDraft) =>
  wantsFragment(c) ? (
    <EditRuleRow personId={person.id} app={app} draft={draft} />
  ) : (
    <>
      <PageHead title={`Rule for ${app.label ?? app.package_name}`} />
      <EditRulePage personId={person.id} app={app} draft={draft} />
    </>
  )

/** Renders an invalid form again; with a wrong app, the whole page. */
export const ruleAgain = async <E extends App>(
  c: Context<E>,
  person: PersonRow,
  { values, errors }: Draft<Record<string, string>>,
) => {
  const form = [...(errors.seq ?? []), ...(errors.set ?? [])]
  const packageName = values.package_name ?? ''
  const isAdded = Boolean(errors.package_name) || (values.seq === '' && !wantsFragment(c))
  const app = isAdded ? null : await personApp(c.env.DB, person.id, packageName)
  return app
    ? ruleForm(c, person, app, { values, errors, seq: values.seq, form })
    : personContent(c, person, { values, errors, form })
}

/** Asks which app a new rule is for; from a row, on the whole page. */
export const ruleQuestion = async <E extends App>(c: Context<E>, person: PersonRow, question: AppQuestion) => {
  const add = { values: submittedText(c), errors: appErrors(question), question }
  c.status(422)
  return c.render(await personContent(c, person, add), { title: titleOf(person) })
}

export const ruleSet = async <E extends App>(
  c: Context<E>,
  person: PersonRow,
  { package_name, rule, changeId }: { package_name: string; rule: Rule | null; changeId: string | null },
) => {
  const app = await personApp(c.env.DB, person.id, package_name)
  if (!app) return c.notFound()
  const name = isolated(app.label ?? package_name)
  const message = `${name} for ${isolated(personName(person))}: ${ruleWords(rule)}${changeId ? '' : ' (no change)'}`
  const undo = changeId === null ? undefined : undoPath(changeId)
  // Return to the list as it was, or from the form of one rule to its app.
  const list = personAppsPath(person.id)
  const from = cameFrom(c, list)
  const page = from.split('?')[0] === list ? from : `${list}?${new URLSearchParams({ q: package_name })}`
  const row = () => <PersonAppRow personId={person.id} app={app} user={c.var.user} now={Date.now()} />
  return respond(c, { toast: { message, undo }, page, fragments: row })
}

const bySomebody = (admin: PersonApp['admin']) => admin?.admin_name ?? 'another admin'

/** Answers a stale edit: 409 with both versions. */
export const ruleStale = async <E extends App>(
  c: Context<E>,
  person: PersonRow,
  { package_name, rule }: { package_name: string; rule: Rule | null },
) => {
  const { user } = c.var
  const app = await personApp(c.env.DB, person.id, package_name)
  if (!app) return c.notFound()
  const { admin } = app
  const part = wantsFragment(c)
  const fields: Difference[] = [
    { label: 'Rule', yours: ruleWords(rule), saved: ruleWords(admin?.rule ?? null) },
    ...(admin ? [{ label: 'By', yours: 'you', saved: bySomebody(admin) }] : []),
  ]
  const conflict = (
    <Conflict
      what="rule"
      savedAt={admin ? savedAt(admin.updated_at, user.preferences, Date.now()) : 'in the meantime'}
      fields={fields}
      action={personAppsPath(person.id)}
      values={{ ...submittedText(c), seq: String(admin?.seq ?? '') }}
      takeHref={
        part
          ? adminRulePath(person.id, package_name, 'row')
          : `${personAppsPath(person.id)}?${new URLSearchParams({ q: package_name })}`
      }
      target={part ? 'closest li' : undefined}
    />
  )
  c.status(409)
  return c.render(part ? <li class="editing">{conflict}</li> : conflict, {
    title: `Rule for ${app.label ?? package_name}`,
    heading: true,
  })
}

/** Answers a stale edit of the preference: 409 with both versions. */
export const unlistedStale = async <E extends App>(
  c: Context<E>,
  person: PersonRow,
  setting: UnlistedSetting,
  now: UnlistedApps,
) => {
  const { user } = c.var
  const page = personAppsPath(person.id)
  c.status(409)
  return c.render(
    <Conflict
      what="setting"
      savedAt={now.locked_at === null ? 'in the meantime' : savedAt(now.locked_at, user.preferences, Date.now())}
      fields={[{ label: 'Unlisted apps', yours: unlistedWords(setting), saved: unlistedWords(unlistedSetting(now)) }]}
      action={`${page}/unlisted`}
      values={{ ...submittedText(c), seen: unlistedVersion(now) }}
      takeHref={page}
    />,
    { title: `Unlisted apps for ${personName(person)}`, heading: true },
  )
}
