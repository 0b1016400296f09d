import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { v7 as uuid } from 'uuid'
import { againId, UploadAgain } from '../../views/imports/page'
import type { App } from '../lib/env'
import type { UploadStore } from '../lib/files/uploads'
import { submittedFiles, submittedText } from '../lib/http/form'
import { redirectTo } from '../lib/http/respond'
import { respondStarted } from '../lib/jobs/run'
import type { PreviewPaths, SubmittedUpload, UploadDraft } from './read'

type Refused = Pick<UploadDraft, 'errors'>

type Shown<Kept> = {
  content: Child
  /** Data to keep until it is confirmed; null if there is nothing to confirm. */
  keep: Kept | null
  status?: 409 | 422
  /** Values of the upload form below the preview. Defaults to the submitted fields if text was pasted. */
  again?: UploadDraft['values']
  /** Title of the page, if it is not the title of the import. */
  page?: { title: string; heading: boolean }
}

type Done = { page: string; message: string; undo?: string } | { job: string }

/** An import of files or pasted text: its parser, preview and commit. */
export type Import<Kept> = {
  /** Path of the upload form. */
  path: string
  title: string
  back?: { href: string; name: string }
  /** Where an upload is stored until it is confirmed; null if the preview's form contains it. */
  uploads: UploadStore<Kept> | null
  /** The preview has its own URL, and a button that discards the file. */
  isPaged?: true
  start: (c: Context<App>, draft?: UploadDraft) => Child | Promise<Child>
  read: (c: Context<App>, sent: SubmittedUpload, id: string) => Promise<{ kept: Kept } | Refused | Response>
  preview: (c: Context<App>, kept: Kept, ways: PreviewPaths) => Promise<Shown<Kept> | Refused>
  confirm: (c: Context<App>, kept: Kept, id: string, ways: PreviewPaths) => Promise<Done | Shown<Kept> | Refused>
}

/** Reads the submitted upload form. */
const sentOf = (c: Context<App>): SubmittedUpload => {
  const { text = '', ...fields } = submittedText(c)
  return { files: submittedFiles(c), text, fields }
}

type StartOptions = Refused & { status?: 404 | 422 }

const respondStart = async <Kept,>(c: Context<App>, kind: Import<Kept>, refused?: StartOptions) => {
  const { title, back } = kind
  const content = await kind.start(c, refused && { values: submittedText(c), errors: refused.errors })
  if (refused) c.status(refused.status ?? 422)
  return c.render(content, { title, heading: true, back })
}

/** Submitted fields, if they include pasted text. */
const pastedOf = (c: Context<App>) => {
  const values = submittedText(c)
  return values.text?.trim() ? values : undefined
}

const waysOf = <Kept,>(c: Context<App>, { path, uploads }: Import<Kept>, id: string): PreviewPaths => ({
  confirm: uploads ? `${path}/${id}/confirm` : `${path}/confirm`,
  again: pastedOf(c) ? `#${againId}` : path,
})

const respondShown = async <Kept,>(
  c: Context<App>,
  kind: Import<Kept>,
  id: string,
  shown: Shown<Kept> | Refused,
  form?: Child,
) => {
  if ('errors' in shown) return respondStart(c, kind, shown)
  const { content, keep, status, again, page = { title: kind.title, heading: true } } = shown
  if (keep !== null) await kind.uploads?.keep(c.env.BACKUPS, c.var.user.id, id, keep)
  if (status) c.status(status)
  const further = again ? await kind.start(c, { values: again, errors: {} }) : form
  if (!further) return c.render(content, page)
  return c.render(
    <>
      {content}
      <UploadAgain>{further}</UploadAgain>
    </>,
    page,
  )
}

/** Responds with the preview of an import, at its own URL if it has one. */
export const showPreview = async <Kept,>(c: Context<App>, kind: Import<Kept>, kept: Kept, id = uuid()) => {
  const pasted = pastedOf(c)
  const [shown, form] = await Promise.all([
    kind.preview(c, kept, waysOf(c, kind, id)),
    pasted && kind.start(c, { values: pasted, errors: {} }),
  ])
  if (!kind.isPaged || 'errors' in shown) return respondShown(c, kind, id, shown, form)
  await kind.uploads?.keep(c.env.BACKUPS, c.var.user.id, id, kept)
  return redirectTo(c, `${kind.path}/${id}`)
}

type Then<Kept> = (c: Context<App>, kept: Kept, id: string) => Promise<Response> | Response

const gone = 'This preview was replaced or discarded. Choose the file again.'

/**
 * Handler for an upload whose id is in the path. Responds 404 with the upload form if it was already confirmed,
 * replaced or discarded.
 */
export const withUpload =
  <Kept,>(kind: Import<Kept>, then: Then<Kept>) =>
  async (c: Context<App>) => {
    const id = c.req.param('id') ?? ''
    const kept = await kind.uploads?.find(c.env.BACKUPS, c.var.user.id, id)
    return kept == null ? respondStart(c, kind, { errors: { file: [gone] }, status: 404 }) : then(c, kept, id)
  }

/** The upload form, the preview and the confirmation of an import. */
export const importPages = <Kept,>(kind: Import<Kept>) => {
  const { path, uploads, isPaged } = kind
  const withSent = (then: Then<Kept>) => async (c: Context<App>) => {
    const id = uuid()
    const read = await kind.read(c, sentOf(c), id)
    if (read instanceof Response) return read
    return 'errors' in read ? respondStart(c, kind, read) : then(c, read.kept, id)
  }
  const confirmed: Then<Kept> = async (c, kept, id) => {
    const done = await kind.confirm(c, kept, id, waysOf(c, kind, id))
    if ('errors' in done || 'content' in done) return respondShown(c, kind, id, done)
    if ('job' in done) return respondStarted(c, done.job)
    await uploads?.drop(c.env.BACKUPS, c.var.user.id, id)
    const { page, ...toast } = done
    return redirectTo(c, page, toast)
  }
  const app = new Hono<App>()
    .get('/', (c) => respondStart(c, kind))
    .post(
      '/',
      withSent((c, kept, id) => showPreview(c, kind, kept, id)),
    )
  if (uploads === null) return app.post('/confirm', withSent(confirmed))
  app.post('/:id/confirm', withUpload(kind, confirmed))
  if (!isPaged) return app
  return app
    .get(
      '/:id',
      withUpload(kind, async (c, kept, id) => {
        const shown = await kind.preview(c, kept, waysOf(c, kind, id))
        return respondShown(c, kind, id, 'errors' in shown ? shown : { ...shown, keep: null })
      }),
    )
    .post(
      '/:id/discard',
      withUpload(kind, async (c, _, id) => {
        await uploads.drop(c.env.BACKUPS, c.var.user.id, id)
        return redirectTo(c, path)
      }),
    )
}
