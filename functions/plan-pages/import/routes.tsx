import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { ImportPage } from '../../../views/plan-pages/import/page'
import { PreviewPage } from '../../../views/plan-pages/import/preview'
import { previewCards } from '../../cards/import/routes'
import type { App } from '../../lib/env'
import { plural } from '../../lib/format'
import { redirectTo } from '../../lib/respond'
import { commitVersion, isTaken } from '../../lib/sql'
import { keptUpload } from '../../lib/uploads'
import { documentsOf, filesLimit, pastedName } from '../../plans/document'
import { addPlan, keepForUndo, savePlan } from '../../plans/put'
import * as q from '../../plans/queries'
import { planPath, undoPath } from '../../plans/words'
import { uniqueName } from '../../projects/writes'
import { type GeneralProject, generalProject } from '../../sessions/general'
import {
  idsOf,
  isCardsFile,
  isReadable,
  type Previewed,
  preview,
  type Readable,
  readDocuments,
  seenOf,
} from './preview'

const Upload = z.object({
  documents: z.array(z.object({ name: z.string(), text: z.string() })),
  /** The version that each plan had in the preview, by its id; null for one that is added. */
  seen: z.record(z.string(), z.int().nullable()),
})
type Upload = z.infer<typeof Upload>

/** Documents that wait for confirmation, so that they do not travel through the pages. */
const planUploads = keptUpload('plans', Upload)

const title = 'Import plans'

const startPage = <E extends App>(c: Context<E>, errors?: string[], text?: string) => {
  if (errors) c.status(422)
  return c.render(<ImportPage errors={errors} text={text} />, { title, heading: true })
}

const previewOf = async <E extends App>(c: Context<E>, documents: Parameters<typeof readDocuments>[0]) => {
  const read = readDocuments(documents)
  return preview(read, await q.plansWithIds(c.env.DB, c.var.user.id, idsOf(read)))
}

type Shown = { id?: string; isOutdated?: boolean; pasted?: string }

/** Keeps what can be imported until it is confirmed, and shows what that would do; a refused text stands in its form. */
const showPreview = async <E extends App>(
  c: Context<E>,
  previewed: Previewed[],
  { id = uuid(), isOutdated, pasted }: Shown = {},
) => {
  const readable = previewed.filter(isReadable)
  const changing = readable.filter(({ kind }) => kind !== 'same')
  if (changing.length > 0) {
    const documents = readable.map(({ name, text }) => ({ name, text }))
    await planUploads.keep(c.env.BACKUPS, c.var.user.id, id, { documents, seen: seenOf(previewed) })
  }
  if (isOutdated) c.status(409)
  const confirm = changing.length > 0 ? `/plans/import/${id}/confirm` : undefined
  const isRefused = previewed.some(({ kind, name }) => kind === 'refused' && name === pastedName)
  if (isRefused && !confirm) c.status(422)
  return c.render(
    <>
      <PreviewPage previewed={previewed} confirm={confirm} isOutdated={isOutdated} isRefused={isRefused} />
      {isRefused && <ImportPage text={pasted} isFurther={confirm !== undefined} />}
    </>,
    { title, heading: true },
  )
}

const isOutdated = (previewed: Previewed[], seen: Upload['seen']) => {
  const now = seenOf(previewed)
  return Object.entries(seen).some(([id, seq]) => now[id] !== seq)
}

/**
 * Writes of a confirmed import, each guarded by the version that its preview showed. New plans go to the general project
 * of the organization, where the page shows one.
 */
const writesOf = (
  db: D1Database,
  userId: string,
  documents: Readable[],
  general: GeneralProject | null,
  now: number,
) => [
  ...(documents.some(({ kind }) => kind === 'add') ? (general?.writes(now) ?? []) : []),
  ...documents.flatMap((document) => {
    const { read } = document
    if (document.kind === 'same') return []
    if (document.kind === 'add') {
      const project_id = general?.id ?? null
      return addPlan(db, userId, read, { goal_id: null, project_id, scheduler: 'sm2' }, now)
    }
    const { id, seq, content } = document.before
    return [...savePlan(db, userId, id, read, document.before, seq, now), keepForUndo(db, userId, id, content)]
  }),
]

const answerImported = <E extends App>(c: Context<E>, documents: Readable[], seq: number) => {
  const [first, ...others] = documents.filter(({ kind }) => kind !== 'same')
  if (!first || others.length > 0) {
    return redirectTo(c, '/plans', { message: `${plural(others.length + 1, 'plan')} imported` })
  }
  const { id } = first.read.head
  if (first.kind === 'add') return redirectTo(c, planPath(id), { message: 'Plan imported' })
  return redirectTo(c, planPath(id), { message: 'Plan updated', undo: undoPath({ id, seq }) })
}

/** `/plans/import` */
export const planImport = new Hono<App>()
  .get('/', (c) => startPage(c))

  .post('/', async (c) => {
    const form = await c.req.formData()
    const files = form.getAll('files').filter((value) => value instanceof File)
    const text = String(form.get('text') ?? '')
    if (files.length > filesLimit) {
      return startPage(c, [`Choose at most ${filesLimit} files at once. These are ${files.length}.`], text)
    }
    const documents = await documentsOf(files, text)
    if (documents.length === 0) return startPage(c, ['Choose a file or paste a plan.'])
    if (documents.every(isCardsFile)) return previewCards(c, documents)
    return showPreview(c, await previewOf(c, documents), { pasted: text })
  })

  .post('/:id/confirm', async (c) => {
    const { DB, BACKUPS } = c.env
    const { user } = c.var
    const id = c.req.param('id')
    const upload = await planUploads.find(BACKUPS, user.id, id)
    if (!upload) return c.notFound()
    const [previewed, general] = await Promise.all([
      previewOf(c, upload.documents),
      generalProject(DB, user.id, c.var.org),
    ])
    if (isOutdated(previewed, upload.seen)) return showPreview(c, previewed, { id, isOutdated: true })
    const documents = previewed.filter(isReadable)
    const writes = writesOf(DB, user.id, documents, general, Date.now())
    const done = await commitVersion(DB, user.id, ['stats'], writes).catch((error) => {
      // Another request has added the general project since.
      if (isTaken(error, uniqueName)) return null
      throw error
    })
    if (!done) return showPreview(c, await previewOf(c, upload.documents), { id, isOutdated: true })
    await planUploads.drop(BACKUPS, user.id, id)
    return answerImported(c, documents, done.seq)
  })
