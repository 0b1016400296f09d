import { type Context, Hono } from 'hono'
import { DeactivateTags, Suggestions, TagsPage } from '../../../views/filing/tags/page'
import { RenameTags } from '../../../views/filing/tags/rename'
import { respondUndoable, runUndoable } from '../../data/changes/run'
import { type App, todayOf } from '../../lib/env'
import { submittedAll, submittedText } from '../../lib/form'
import { carriedRows, checkSelection } from '../../lib/selection'
import { allSessions } from '../../time/sessions/list/view'
import { sessionsIn } from '../../time/sessions/queries'
import { loadTagsPage, suggestions } from './page-data'
import { planDelete, planNewName, planRename, planStatus } from './plan'
import { mostUsedTags, tagsOf } from './queries'
import { SuggestionsView, TagName, TagsView } from './schema'

const renameTitle = 'Rename tags'
const deactivateTitle = 'Archive tags'

/** Sessions in the preview, and tags that its field suggests. */
const shownSessions = 5
const offeredTags = 50

const queriedTags = (c: Context<App>) => checkSelection([...new Set(c.req.queries('tag'))])

const submittedTags = async (c: Context<App>) => checkSelection(submittedAll(c, 'tag'))

const renamePage = async (c: Context<App>, chosen: string[], name: string | undefined) => {
  const { DB } = c.env
  const { id: userId, preferences } = c.var.user
  const parsed = name === undefined ? undefined : TagName.safeParse(name)
  const [tags, offered, planned] = await Promise.all([
    tagsOf(DB, userId, chosen),
    mostUsedTags(DB, userId, offeredTags),
    parsed?.success ? planNewName(DB, userId, chosen, parsed.data) : undefined,
  ])
  if (chosen.length > 0 && tags.length === 0) return c.notFound()
  const result = tags.length > 0 ? planned : undefined
  const errors =
    result?.from.length === 0 ? ['That’s already its name'] : parsed?.error?.issues.map((one) => one.message)
  if (errors) c.status(422)
  const [only] = result?.from ?? []
  const latest =
    only && result?.from.length === 1 && !errors
      ? await sessionsIn(DB, userId, { ...allSessions, subject: `tag:#${only.tag}` }, shownSessions)
      : []
  return c.render(
    <RenameTags
      tags={tags}
      name={name}
      errors={errors}
      names={offered.map(({ tag }) => tag)}
      preview={errors ? undefined : result}
      latest={latest}
      reader={preferences}
      today={todayOf(c)}
    />,
    { title: renameTitle, heading: true },
  )
}

const deactivatePage = async (c: Context<App>, chosen: string[], status: 200 | 422 = 200) => {
  const tags = await tagsOf(c.env.DB, c.var.user.id, chosen)
  if (chosen.length > 0 && tags.length === 0) return c.notFound()
  c.status(status)
  const active = tags.filter(({ inactive }) => inactive === 0)
  return c.render(<DeactivateTags tags={active} />, { title: deactivateTitle, heading: true })
}

export const tags = new Hono<App>()
  .get('/', async (c) => {
    const page = await loadTagsPage(c.env.DB, c.var.user.id, TagsView.parse(c.req.query()))
    return c.render(<TagsPage {...page} carried={carriedRows(c, 'tag')} />, { title: 'Tags' })
  })

  .get('/suggestions', async (c) => {
    const typed = SuggestionsView.parse(c.req.query())
    const offered = await suggestions(c.env.DB, c.var.user.id, typed)
    return c.render(<Suggestions values={offered} />, { title: 'Matching tags', heading: true })
  })

  .get('/rename', (c) => renamePage(c, queriedTags(c), c.req.query('name')))

  .post('/rename', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const chosen = await submittedTags(c)
    const { name = '' } = submittedText(c)
    const parsed = TagName.safeParse(name)
    if (!parsed.success || chosen.length === 0) {
      c.status(422)
      return renamePage(c, chosen, name)
    }
    const result = await runUndoable(DB, user.id, (now) => planRename(DB, user.id, chosen, parsed.data, now))
    if ('refused' in result) {
      return result.refused === 'gone' ? c.notFound() : renamePage(c, chosen, name)
    }
    return respondUndoable(c, result, '/tags')
  })

  .get('/deactivate', (c) => deactivatePage(c, queriedTags(c)))

  .post('/deactivate', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const chosen = await submittedTags(c)
    const result = await runUndoable(DB, user.id, () => planStatus(DB, user.id, chosen, 'inactive'))
    if ('refused' in result) {
      return result.refused === 'gone' ? c.notFound() : deactivatePage(c, chosen, 422)
    }
    return respondUndoable(c, result, '/tags')
  })

  .post('/activate', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const chosen = await submittedTags(c)
    const result = await runUndoable(DB, user.id, () => planStatus(DB, user.id, chosen, 'active'))
    if ('refused' in result) return result.refused === 'gone' ? c.notFound() : c.redirect('/tags', 303)
    return respondUndoable(c, result, '/tags')
  })

  .post('/delete', async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const chosen = await submittedTags(c)
    const result = await runUndoable(DB, user.id, (now) => planDelete(DB, user.id, chosen, now))
    return 'refused' in result ? c.notFound() : respondUndoable(c, result, '/tags')
  })
