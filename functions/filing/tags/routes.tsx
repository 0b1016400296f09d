import { type Context, Hono } from 'hono'
import { RenameField, Suggestions, TagItem, TagList, TagsPage } from '../../../views/filing/tags/page'
import { Editor } from '../../../views/ui/form'
import { draftFieldsInPlace } from '../../../views/ui/in-place'
import type { Act } from '../../changes/acts'
import { selectionRoutes } from '../../changes/selected'
import { type App, type Loaded, rowLoader } from '../../lib/env'
import { type AnyDraft, submittedText } from '../../lib/http/form'
import { wantsFragment } from '../../lib/http/respond'
import { fieldInPlace, formInPlace } from '../../lib/resource/edit-in-place'
import { respondWithList } from '../../lib/resource/listed-pages'
import { quoteShort } from '../../lib/text/text'
import { loadTagsPage, suggestTags } from './page-data'
import { decodeTagId, planDelete, planRename, planTagStatus } from './plan'
import { existingTags, mostUsedTags } from './queries'
import { SuggestionsView, TagName, type TagRow, TagsView, tagId, tagPath } from './schema'

/** Maximum number of existing tags suggested for a new name. */
const offeredTags = 50

type Selected = TagRow & { id: string }

const offeredNames = async <E extends App>(c: Context<E>) =>
  (await mostUsedTags(c.env.DB, c.var.user.id, offeredTags)).map(({ tag }) => tag)

const sets = (status: 'active' | 'inactive'): Act<Selected> => ({
  kind: status === 'inactive' ? 'deactivate' : 'activate',
  plan: async ({ db, userId, rows }) => planTagStatus(db, userId, await rows, status),
})

const rename: Act<Selected> = {
  kind: 'rename',
  takes: ['name'],
  fields: async (c, draft) => <RenameField draft={draft} names={await offeredNames(c)} />,
  plan: async (selected, { name = '' }) => {
    const parsed = TagName.safeParse(name)
    if (!parsed.success) return { errors: { name: parsed.error.issues.map(({ message }) => message) } }
    return planRename(selected, parsed.data)
  },
}

const remove: Act<Selected> = { kind: 'delete', plan: planDelete }

export const selectedTags = selectionRoutes<Selected>({
  path: '/tags',
  one: 'tag',
  many: 'tags',
  nameOf: ({ tag }) => `the tag ${quoteShort(tag)}`,
  idOf: decodeTagId,
  rowsOf: async (c, ids) => (await existingTags(c.env.DB, c.var.user.id, ids)).map((row) => ({ id: row.tag, ...row })),
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
  acts: { rename, archive: sets('inactive'), unarchive: sets('active'), delete: remove },
})

type Named = Loaded<'row', TagRow>

/** The tag's name in a path (`tagPath`); empty for another path. */
const nameIn = (id: string) => (id.startsWith('~') ? id.slice(1) : '')

/** Loads the tag of a path; 404 if no row has it. */
const load = rowLoader('row', async (db, userId, id) => (await existingTags(db, userId, [nameIn(id)]))[0] ?? null)

/** The form to rename a tag, in the tag's row or in place of an invalid form. */
const renameForm = async (c: Context<Named>, draft?: AnyDraft) => {
  const { tag } = c.var.row
  const names = await offeredNames(c)
  const url = tagPath(tag)
  if (fieldInPlace(c, ['name'])) {
    const field = <RenameField tag={tag} draft={draft} names={names} of={draftFieldsInPlace} />
    return formInPlace(c, { name: 'name', url, title: tag, seq: 0, draft }, field)
  }
  return (
    <Editor label={`Edit ${tag}`} url={url} cancel="/tags" seq="" rowId={wantsFragment(c) ? tagId(tag) : undefined}>
      <RenameField tag={tag} draft={draft} names={names} />
    </Editor>
  )
}

const titleOf = (c: Context<Named>) => ({ title: `Edit ${c.var.row.tag}`, heading: true })

/** `/tags/~<tag>` */
const oneTag = new Hono<Named>()
  .get('/:id', load, async (c) => {
    const { tag } = c.var.row
    if (!wantsFragment(c)) return c.redirect(`/tags?${new URLSearchParams({ q: tag })}`, 303)
    const page = await loadTagsPage(c.env.DB, c.var.user, TagsView.parse({}))
    return c.render(<TagItem tag={c.var.row} page={page} />)
  })

  .get('/:id/edit', load, async (c) => c.render(await renameForm(c), titleOf(c)))

  .post('/:id', (c) => {
    const [tag, values] = [nameIn(c.req.param('id')), submittedText(c)]
    return selectedTags.respondTo(c, rename, { ids: [tag], values, isStrict: true }, async (errors) => {
      const [row] = await existingTags(c.env.DB, c.var.user.id, [tag])
      if (!row) return c.notFound()
      c.set('row', row)
      c.status(422)
      return c.render(await renameForm(c, { values, errors }), titleOf(c))
    })
  })

  .post('/:id/delete', (c) => {
    const asked = { ids: [nameIn(c.req.param('id'))], values: {}, isStrict: true }
    return selectedTags.respondTo(c, remove, asked, () => c.notFound())
  })

/** `/tags` */
export const tags = new Hono<App>()
  .get('/', async (c) => {
    const page = await loadTagsPage(c.env.DB, c.var.user, TagsView.parse(c.req.query()))
    return c.render(<TagsPage {...page} />, { title: 'Tags' })
  })

  .get('/suggestions', async (c) => {
    const typed = SuggestionsView.parse(c.req.query())
    const offered = await suggestTags(c.env.DB, c.var.user.id, typed)
    return c.render(<Suggestions values={offered} />, { title: 'Matching tags', heading: true })
  })

  .route('/', selectedTags.routes)
  .route('/', oneTag)
