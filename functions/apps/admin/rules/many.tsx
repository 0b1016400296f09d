import { type Context, Hono } from 'hono'
import { ManyRules } from '../../../../views/apps/admin/rules'
import { AppSuggestions } from '../../../../views/apps/whitelists/editor'
import { prefetchReads } from '../../../lib/db/reads'
import { nothingToUndoProblem } from '../../../lib/db/recoverable'
import type { App } from '../../../lib/env'
import { form, submittedAll, submittedText } from '../../../lib/http/form'
import { undoPath } from '../../../lib/http/path-to'
import { ProblemError } from '../../../lib/http/problem'
import { previousPath, redirectTo } from '../../../lib/http/respond'
import { grouped, plural } from '../../../lib/text/format'
import { isolateDirection } from '../../../lib/text/text'
import { suggestApps } from '../../app-rules/find-app'
import { appOfLine, appsOfList, type PastedList, readLines, resolveList } from '../../app-rules/list-lines'
import { makeRule } from '../../app-rules/schema'
import { findPeople, peopleOf } from '../users/queries'
import { UsersView } from '../users/schema'
import { setAdminRules, undoAdminRules } from './change'
import { adminRulesByPerson, lockedLabels } from './queries'
import { appsLimit, BulkRulesForm, peopleLimit, readAdminRule, rulesLimit, tooManyRules } from './schema'

const page = { title: 'Set rules' }

const manyForm = async (c: Context<App>, ids: string[], draft?: Parameters<typeof ManyRules>[0]['draft']) => {
  if (ids.length > 0 && ids.length <= peopleLimit)
    return <ManyRules people={await peopleOf(c.env.DB, ids)} draft={draft} />
  const detail = ids.length > 0 ? `Select at most ${grouped(peopleLimit)} people at a time` : 'Select people first'
  throw new ProblemError({ status: 422, code: 'invalid', title: 'Nothing changed', detail, again: '/admin/users' })
}

const wrongApps = ({ apps, skipped: [skipped] }: PastedList, people: number) => {
  if (skipped) return `Line ${skipped.line}, “${isolateDirection(skipped.what)}”: ${skipped.reason}`
  if (apps.length === 0) return 'Enter apps, one per line'
  if (apps.length > appsLimit) return `Enter at most ${appsLimit} apps at a time`
  return apps.length * people > rulesLimit ? tooManyRules : undefined
}

const about = (names: string[], words: string) =>
  names.length > 0
    ? ` ${plural(names.length, 'app')} ${words}: ${names.slice(0, 3).map(isolateDirection).join(', ')}.`
    : ''

/** `/admin/users/rules`: sets rules for the selected people, or for the results of a search. */
export const manyRules = new Hono<App>()
  .get('/', async (c) => {
    const { q } = UsersView.parse(c.req.query())
    const found = await findPeople(c.env.DB, 'id', { q, after: null }, peopleLimit + 1)
    const ids = found.map(({ id }) => id)
    return c.render(await manyForm(c, ids), page)
  })

  .get('/suggestions', async (c) =>
    c.render(<AppSuggestions apps={await suggestApps(c.env.DB, c.req.query('package_name') ?? '')} />, {
      title: 'Matching apps',
      heading: true,
    }),
  )

  .post('/', async (c) => c.render(await manyForm(c, submittedAll(c, 'ids')), page))

  .post(
    '/set',
    form(BulkRulesForm, page.title, (c, draft) => manyForm(c, submittedAll(c, 'ids'), draft), { heading: false }),
    async (c) => {
      const { DB } = c.env
      const { ids, list: text, ...fields } = c.req.valid('form')
      const lines = readLines(text)
      // Package names need no search, so their reads are started together with that of the other names. This saves one
      // of three round trips.
      const named = appsOfList(lines, undefined, appOfLine).apps.map(({ package_name }) => package_name)
      prefetchReads(lockedLabels(DB, named), peopleOf(DB, ids), adminRulesByPerson(DB, ids, named))
      const list = await resolveList(DB, {}, lines, appOfLine)
      const wrong = wrongApps(list, ids.length)
      if (wrong) {
        c.status(422)
        return c.render(await manyForm(c, ids, { values: submittedText(c), errors: { list: [wrong] } }), page)
      }
      const read = readAdminRule(fields)
      const rule = read.errors ? null : read.rule
      const edits = list.apps.map(({ package_name, is_whitelisted }) => ({
        package_name,
        rule: is_whitelisted === null ? rule : makeRule(is_whitelisted),
      }))
      const locked = await lockedLabels(
        DB,
        edits.map(({ package_name }) => package_name),
      )
      const { changeId, steps, people } = await setAdminRules(DB, c.var.user.id, ids, edits)
      const touched = people.filter((one) => one.steps.length > 0).length
      const done = `Changed ${plural(steps.length, 'rule')} for ${plural(touched, 'person', 'people')}.`
      const notes = about(locked, 'locked for everyone') + about(list.unknown, 'in no list')
      return redirectTo(c, '/admin/users', {
        message: changeId ? done + notes : 'Nothing to change',
        undo: changeId ? undoPath('admin.rules', changeId) : undefined,
      })
    },
  )

export const undoRulesOfPeople = async (c: Context<App>, id: string) => {
  const undone = await undoAdminRules(c.env.DB, c.var.user.id, id)
  if (undone === 'nothing')
    throw new ProblemError({
      ...nothingToUndoProblem,
      detail: 'It was already undone, or everything in it has changed.',
    })
  const kept = undone.kept > 0 ? ` ${plural(undone.kept, 'rule')} changed since and stayed.` : ''
  const message = `Undone: ${plural(undone.undone, 'rule')} for ${plural(undone.people, 'person', 'people')}.${kept}`
  return redirectTo(c, previousPath(c, '/admin/users'), { message })
}
