import { Hono } from 'hono'
import { RenameField, Suggestions, TagList, TagsPage } from '../../../views/filing/tags/page'
import { quoted } from '../../data/changes/queries'
import { type Act, selectionRoutes } from '../../data/changes/selected'
import type { App } from '../../lib/env'
import { respondWithList } from '../../lib/resource/listed'
import { loadTagsPage, suggestions } from './page-data'
import { planDelete, planRename, planStatus, tagOf } from './plan'
import { mostUsedTags, tagsOf } from './queries'
import { SuggestionsView, TagName, type TagRow, TagsView } from './schema'

/** How many tags the field of a new name suggests. */
const offeredTags = 50

type Selected = TagRow & { id: string }

const namesOf = (rows: TagRow[]) => rows.map(({ tag }) => tag)

const sets = (status: 'active' | 'inactive'): Act<Selected> => ({
  kind: status === 'inactive' ? 'deactivate' : 'activate',
  plan: async ({ db, userId, rows }) => planStatus(db, userId, await rows, status),
})

export const selectedTags = selectionRoutes<Selected>({
  path: '/tags',
  one: 'tag',
  many: 'tags',
  nameOf: ({ tag }) => `the tag ${quoted(tag)}`,
  idOf: tagOf,
  rowsOf: async (c, ids) => (await tagsOf(c.env.DB, c.var.user.id, ids)).map((row) => ({ id: row.tag, ...row })),
  answer: (c, toast, page) =>
    respondWithList(c, {
      path: '/tags',
      toast,
      page,
      list: async (search) => {
        const view = TagsView.parse(Object.fromEntries(search))
        return <TagList {...(await loadTagsPage(c.env.DB, c.var.user, view))} oob />
      },
    }),
  acts: {
    rename: {
      kind: 'rename',
      takes: ['name'],
      fields: async (c, draft) => (
        <RenameField draft={draft} names={namesOf(await mostUsedTags(c.env.DB, c.var.user.id, offeredTags))} />
      ),
      plan: async (selected, { name = '' }) => {
        const parsed = TagName.safeParse(name)
        if (!parsed.success) return { errors: { name: parsed.error.issues.map(({ message }) => message) } }
        return planRename(selected, parsed.data)
      },
    },
    archive: sets('inactive'),
    unarchive: sets('active'),
    delete: { kind: 'delete', plan: planDelete },
  },
})

/** `/tags` */
export const tags = new Hono<App>()
  .get('/', async (c) => {
    const page = await loadTagsPage(c.env.DB, c.var.user, TagsView.parse(c.req.query()))
    return c.render(<TagsPage {...page} />, { title: 'Tags' })
  })

  .get('/suggestions', async (c) => {
    const typed = SuggestionsView.parse(c.req.query())
    const offered = await suggestions(c.env.DB, c.var.user.id, typed)
    return c.render(<Suggestions values={offered} />, { title: 'Matching tags', heading: true })
  })

  .route('/', selectedTags.routes)
