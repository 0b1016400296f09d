import { type Context, Hono } from 'hono'
import { BulkRulesPage } from '../../../../views/apps/admin/rules/bulk'
import { BulkRulesPreview } from '../../../../views/apps/admin/rules/preview'
import { AppSuggestions } from '../../../../views/apps/whitelists/editor'
import { declare } from '../../../lib/db/reads'
import { nothingToUndo } from '../../../lib/db/recoverable'
import type { App } from '../../../lib/env'
import { undoPath } from '../../../lib/http/path-to'
import { ProblemError } from '../../../lib/http/problem'
import { cameFrom, flash, redirectTo } from '../../../lib/http/respond'
import { plural } from '../../../lib/text/format'
import { suggestApps } from '../../app-rules/find-app'
import { appOfLine, formatAppList, readLines, resolveList } from '../../app-rules/list-lines'
import { findPeople, usersPage } from '../users/queries'
import { UsersView } from '../users/schema'
import { type BulkErrors, type BulkValues, bulkFields, emptyBulk, parseBulkForm, readBulkForm } from './bulk-form'
import { applyRules, type BulkPreview, type BulkRequest, previewRules, undoAdminRules } from './change'
import { lockedAmong } from './queries'
import { peopleLimit } from './schema'

const formPage = async (c: Context<App>, values: BulkValues, errors?: BulkErrors) => {
  const found = await usersPage(c.env.DB, UsersView.parse(values))
  if (errors) c.status(422)
  return c.render(<BulkRulesPage values={values} errors={errors} found={found} />, { title: 'Bulk rules' })
}

type Shown = { request: BulkRequest; preview: BulkPreview; unknown: string[]; isOutdated: boolean }

const previewPage = async (c: Context<App>, values: BulkValues, { request, preview, unknown, isOutdated }: Shown) => {
  const names = new Set(preview.plan.steps.map(({ package_name }) => package_name))
  const locked = await lockedAmong(c.env.DB, [...request.rules.keys()])
  if (isOutdated) c.status(409)
  return c.render(
    <BulkRulesPreview
      preview={preview}
      carried={bulkFields(values)}
      locked={[...names].filter((name) => locked.has(name)).length}
      gone={request.userIds.length - preview.people.length}
      unknown={unknown}
      isOutdated={isOutdated}
    />,
    { title: 'Preview' },
  )
}

const answerPreview = async (c: Context<App>, typed: BulkValues) => {
  const list = await resolveList(c.env.DB, {}, readLines(typed.apps), appOfLine)
  const read = parseBulkForm(typed, list)
  if ('errors' in read) return formPage(c, typed, read.errors)
  const values = { ...typed, apps: formatAppList(list.apps) }
  const { unknown } = list
  declare(lockedAmong(c.env.DB, [...read.request.rules.keys()]))
  const preview = await previewRules(c.env.DB, read.request)
  return previewPage(c, values, { request: read.request, preview, unknown, isOutdated: false })
}

const withAllFound = async (c: Context<App>, values: BulkValues) => {
  const { q } = UsersView.parse(values)
  const found = await findPeople(c.env.DB, 'id', { q, after: null }, peopleLimit + 1)
  return [...new Set([...values.chosen, ...found.map(({ id }) => id)])]
}

export const bulkRules = new Hono<App>()
  .get('/', (c) => formPage(c, { ...emptyBulk, apps: c.req.query('package_name') ?? '' }))

  .get('/suggestions', async (c) =>
    c.render(<AppSuggestions apps={await suggestApps(c.env.DB, c.req.query('package_name') ?? '')} />, {
      title: 'Matching apps',
      heading: true,
    }),
  )

  .post('/', async (c) => {
    const { values, go, next } = await readBulkForm(c)
    if (go === 'preview') return answerPreview(c, values)
    if (go === 'more') return formPage(c, { ...values, before: next })
    if (go === 'form') return formPage(c, values)
    if (go === 'none') return formPage(c, { ...values, chosen: [] })
    if (go === 'all') {
      const chosen = await withAllFound(c, values)
      if (chosen.length > peopleLimit)
        return formPage(c, values, { people: [`Select at most ${peopleLimit} people at a time`] })
      return formPage(c, { ...values, chosen })
    }
    return formPage(c, { ...values, before: '' })
  })

  .post('/confirm', async (c) => {
    const { values, seen } = await readBulkForm(c)
    const read = parseBulkForm(values)
    if ('errors' in read) return formPage(c, values, read.errors)
    const outcome = await applyRules(c.env.DB, c.var.user.id, read.request, seen)
    if ('preview' in outcome) {
      return previewPage(c, values, { request: read.request, preview: outcome.preview, unknown: [], isOutdated: true })
    }
    const { changeId, people, plan } = outcome.done
    const rules = plan.steps.length
    flash(
      c,
      rules === 0
        ? { message: 'Nothing to change' }
        : {
            message: `Changed ${plural(rules, 'rule')} for ${plural(people, 'person', 'people')}`,
            undo: undoPath('admin.rules', changeId),
          },
    )
    return c.redirect('/admin/users', 303)
  })

export const undoRules = async (c: Context<App>, id: string) => {
  const undone = await undoAdminRules(c.env.DB, c.var.user.id, id)
  if (undone === 'nothing')
    throw new ProblemError({ ...nothingToUndo, detail: 'It was already undone, or everything in it has changed.' })
  const kept = undone.kept > 0 ? ` ${plural(undone.kept, 'rule')} changed since and stayed.` : ''
  const message = `Undone: ${plural(undone.undone, 'rule')} for ${plural(undone.people, 'person', 'people')}.${kept}`
  return redirectTo(c, cameFrom(c, '/admin/users'), { message })
}
