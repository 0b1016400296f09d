import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { ImportPage, PreviewPage } from '../../../views/cards/import'
import { type App, todayOf } from '../../lib/env'
import { grouped, plural } from '../../lib/format'
import { filingOptions } from '../../lib/resource/choices'
import { redirectTo } from '../../lib/respond'
import { committed } from '../../lib/sql'
import { keptUpload } from '../../lib/uploads'
import { documentsOf, filesLimit } from '../../plans/document'
import { changesLimit } from '../plan-file/replace'
import { freshCount, importCards, isPlaced, planImport, readDocuments, removeImported } from './import'

const title = 'Import cards'

const uploads = keptUpload(
  'cards',
  z.object({ documents: z.array(z.object({ name: z.string(), text: z.string() })), plan: z.string() }),
)

const startPage = async <E extends App>(c: Context<E>, plan: string, errors?: string[], text?: string) => {
  const plans = await filingOptions(c.env.DB, c.var.user.id, c.var.org, 'plan_id')
  if (errors) c.status(422)
  return c.render(<ImportPage plans={plans} plan={plan} errors={errors} text={text} />, { title, heading: true })
}

/** Shows what an import of documents does, and keeps them until it is confirmed. @param plan id of the chosen plan */
export const previewCards = async <E extends App>(
  c: Context<E>,
  given: Parameters<typeof readDocuments>[0],
  plan = '',
  text?: string,
) => {
  const { DB, BACKUPS } = c.env
  const { user } = c.var
  const documents = readDocuments(given)
  const { plans, previewed } = await planImport(DB, user.id, documents, plan)
  if (plan !== '' && !plans.some(({ id }) => id === plan)) {
    return startPage(c, '', ['Choose a plan from the list.'], text)
  }
  const count = freshCount(previewed)
  if (count > changesLimit) {
    const message = `These are ${grouped(count)} new cards. Import at most ${grouped(changesLimit)} at once.`
    return startPage(c, plan, [message])
  }
  const id = uuid()
  if (count > 0) {
    const kept = documents.flatMap((document) =>
      'text' in document ? [{ name: document.name, text: document.text }] : [],
    )
    await uploads.keep(BACKUPS, user.id, id, { documents: kept, plan })
  }
  const confirm = count > 0 ? `/cards/import/${id}/confirm` : undefined
  return c.render(<PreviewPage previewed={previewed} plans={plans} confirm={confirm} count={count} />, {
    title,
    heading: true,
  })
}

/** `/cards/import` */
export const cardImport = new Hono<App>()
  .get('/', (c) => startPage(c, c.req.query('plan') ?? ''))

  .post('/', async (c) => {
    const form = await c.req.formData()
    const files = form.getAll('files').filter((value) => value instanceof File)
    const [text, plan] = [String(form.get('text') ?? ''), String(form.get('plan') ?? '')]
    if (files.length > filesLimit) {
      return startPage(c, plan, [`Choose at most ${filesLimit} files at once. These are ${files.length}.`], text)
    }
    const given = await documentsOf(files, text)
    if (given.length === 0) return startPage(c, plan, ['Choose a file or paste cards.'])
    return previewCards(c, given, plan, text)
  })

  .post('/:id/confirm', async (c) => {
    const { DB, BACKUPS } = c.env
    const { user } = c.var
    const importId = c.req.param('id')
    const upload = await uploads.find(BACKUPS, user.id, importId)
    if (!upload) return c.notFound()
    const documents = readDocuments(upload.documents)
    const previewed = await importCards(DB, user, { importId, documents, chosen: upload.plan }, todayOf(c))
    await uploads.drop(BACKUPS, user.id, importId)
    const count = freshCount(previewed)
    const duplicates = previewed.filter(isPlaced).reduce((sum, one) => sum + one.duplicates, 0)
    const skipped = duplicates > 0 ? `, ${plural(duplicates, 'duplicate')} skipped` : ''
    const [first, ...others] = new Set(previewed.filter(isPlaced).map(({ planId }) => planId))
    const page = first && others.length === 0 ? `/cards?${new URLSearchParams({ plan: first })}` : '/cards'
    const undo = count > 0 ? `/cards/import/${importId}/undo` : undefined
    return redirectTo(c, page, { message: `${plural(count, 'card')} imported${skipped}`, undo })
  })

  .post('/:id/undo', async (c) => {
    const { DB } = c.env
    const importId = c.req.param('id')
    if (!z.uuid().safeParse(importId).success) return c.notFound()
    const done = await committed(DB, c.var.user.id, [], [removeImported(DB, c.var.user.id, importId, Date.now())])
    const count = done?.[0]?.meta.changes ?? 0
    return count > 0 ? redirectTo(c, '/cards', { message: 'Import undone' }) : c.notFound()
  })
