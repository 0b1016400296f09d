import { type Context, Hono } from 'hono'
import { LimitForm as Form, type LimitValues } from '../../../views/apps/limits/form'
import { LimitRow } from '../../../views/apps/whitelists/limits'
import { subjectChoices } from '../../ledger/subject-choices'
import { allRows, sql } from '../../lib/db/sql'
import { type App, todayOf } from '../../lib/env'
import { type Draft, form, submittedText } from '../../lib/http/form'
import { wantsFragment } from '../../lib/http/respond'
import type { FieldErrors } from '../../lib/resource/resource'
import { appLabel } from '../app-rules/app-status'
import { appStatuses } from '../app-rules/queries'
import { limitText, makeRule, ruleOf, type TimeLimit } from '../app-rules/schema'
import { appOfScope, scopeName } from '../app-rules/time-limit'
import { limitWords, readEarned } from '../app-rules/unlock-condition'
import { findSubjects } from '../whitelists/earned'
import {
  invalidFormProblem,
  prepareAppsPage,
  previousAppsPage,
  redirectAfterChange,
  respondAppsChanged,
} from '../whitelists/fragments'
import { listLimits } from '../whitelists/limited'
import { quotedName, refusedError } from '../whitelists/messages'
import { setRules } from '../whitelists/rules'
import { readDaysKept } from './days-kept'
import { LimitForm, limitOfForm, MoreForm, ScopeForm, ScopeQuery } from './schema'
import { extendLimit, setScopeLimit } from './writes'

const title = 'Limit'

/** Finds the name and the limit of a scope, and the own rule of an app. */
const findLimited = async (c: Context<App>, scope: string) => {
  const { user, head } = c.var
  const name = appOfScope(scope)
  if (name === null) {
    const { limits } = readEarned(head, user.preferences, todayOf(c))
    return { label: scopeName(scope), limit: limits.find((one) => one.scope === scope)?.limit, own: null }
  }
  const status = (await appStatuses(c.env.DB, user, [name], head)).get(name)
  const own = status?.own ? ruleOf(status.own) : null
  return { label: appLabel(status, name), limit: own?.limit, own }
}

/** Sets or, with null, removes a limit. The app's unlock condition stays. */
const change = async (c: Context<App>, scope: string, limit: TimeLimit | null) => {
  const { user } = c.var
  const name = appOfScope(scope)
  if (name === null) {
    return { ...(await setScopeLimit(c.env.DB, user, scope, limit, Date.now())), act: 'app.limit' }
  }
  const { own } = await findLimited(c, scope)
  const rule = makeRule(true, own?.after, limit ?? undefined)
  const { changeId, refused } = await setRules(c.env.DB, user, [{ package_name: name, rule }], Date.now())
  if (refused[0]) throw invalidFormProblem(refusedError(refused[0].why))
  return { changeId, act: 'app.rules' }
}

const categories = async (c: Context<App>) => {
  const rows = await allRows<{ category: string }>(sql(c.env.DB)`
    SELECT DISTINCT category FROM apps WHERE category IS NOT NULL ORDER BY category LIMIT 200`)
  return rows.map(({ category }) => category)
}

const drawForm = async (c: Context<App>, scope = '', draft?: Draft<LimitValues>) => {
  const found = scope ? await findLimited(c, scope) : undefined
  const { id } = c.var.user
  const past = found?.limit && (await readDaysKept(c.env.DB, id, scope, found.limit, todayOf(c)))
  return (
    <Form
      scope={scope}
      label={found?.label}
      limit={found?.limit}
      past={past ?? null}
      today={todayOf(c)}
      categories={scope ? [] : await categories(c)}
      subjects={await subjectChoices(c.env.DB, id)}
      draft={draft}
      inPlace={wantsFragment(c)}
    />
  )
}

/** `/whitelists/limits`: forms of limits. */
export const limitPages = new Hono<App>()
  .get('/', async (c) => {
    const { scope } = ScopeQuery.parse(c.req.query())
    if (!wantsFragment(c) || scope === undefined) return c.render(await drawForm(c, scope), { title, heading: false })
    const { user, head } = c.var
    const use = (await listLimits(c.env.DB, user, head, Date.now())).find((one) => one.scope === scope)
    return use ? c.render(<LimitRow use={use} today={todayOf(c)} reader={user.preferences} />, { title }) : c.notFound()
  })

  .get('/edit', async (c) => {
    const { scope } = ScopeQuery.parse(c.req.query())
    const found = scope === undefined ? undefined : await findLimited(c, scope)
    return found?.limit ? c.render(await drawForm(c, scope), { title, heading: false }) : c.notFound()
  })

  .post(
    '/',
    form(
      LimitForm,
      title,
      (c, draft) => drawForm(c as Context<App>, draft.values.scope, draft as unknown as Draft<LimitValues>),
      { heading: false },
    ),
    async (c) => {
      const fields = c.req.valid('form')
      const { label, limit: before } = await findLimited(c, fields.scope)
      const limit = limitOfForm(fields, before)
      const refuse = async (errors: FieldErrors) => {
        c.status(422)
        const values = { ...submittedText(c), seen: limitText(before) ?? '' } as unknown as LimitValues
        return c.render(await drawForm(c, fields.scope, { values, errors }), { title, heading: false })
      }
      if (fields.seen !== undefined && fields.seen !== (limitText(before) ?? ''))
        return refuse({
          amount: [`It is ${before ? limitWords(before) : 'no limit'} by now. Save again to replace that.`],
        })
      const { id } = c.var.user
      if (limit.earns && !(await findSubjects(c.env.DB, id, limit.earns, before?.earns?.subject)))
        return refuse({ earn_of: ['This is not there anymore. Choose what counts.'] })
      const done = await change(c, fields.scope, limit)
      return redirectAfterChange(c, previousAppsPage(c), {
        ...done,
        message: `${quotedName(label)}: ${limitWords(limit)}`,
      })
    },
  )

  .post(
    '/remove',
    form(ScopeForm, title, (c) => drawForm(c as Context<App>)),
    async (c) => {
      const { scope } = c.req.valid('form')
      const { label, limit } = await findLimited(c, scope)
      if (!limit) return c.notFound()
      const page = prepareAppsPage(c, () => true)
      const done = await change(c, scope, null)
      return respondAppsChanged(c, { ...done, message: `${quotedName(label)} has no limit now` }, page)
    },
  )

  .post(
    '/more',
    form(MoreForm, title, (c) => drawForm(c as Context<App>)),
    async (c) => {
      const { scope, reason } = c.req.valid('form')
      const name = appOfScope(scope)
      const page = prepareAppsPage(c, () => true)
      const { user, head } = c.var
      await extendLimit(c.env.DB, user, { scope, head }, { seconds: 300, reason }, Date.now())
      return respondAppsChanged(c, { message: `5 more minutes${name ? '' : ' for all of them'}` }, page)
    },
  )
