import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { v7 as uuid } from 'uuid'
import { type App, type Loaded, loads } from '../lib/env'
import { submittedFiles, submittedText } from '../lib/form'
import { respondStarted } from '../lib/jobs/run'
import { redirectTo } from '../lib/respond'
import type { KeptUploads } from '../lib/uploads'
import type { Sent } from './read'

type Values = Partial<Record<string, string>>
type Errors = Partial<Record<string, string[]>>

/** The upload form as it was sent, with its errors by field; those under `form` are about all of it. */
export type UploadDraft = { values: Values; errors: Errors }

type Refused = { errors: Errors }

type Shown<Kept> = {
  content: Child
  /** Waits for the confirmation; null where there is nothing to confirm. */
  keep: Kept | null
  status?: 409 | 422
  /** The page, where it is not headed by the title of the import. */
  page?: { title: string; heading: boolean }
}

type Done = { page: string; message: string; undo?: string } | { job: string }

/** An import of files or pasted text: what it reads, what its preview shows, and what its confirmation does. */
export type Import<Kept> = {
  /** Address of the upload form. */
  path: string
  title: string
  /** Keeps what was read until it is confirmed; null where the preview’s form carries it. */
  uploads: KeptUploads<Kept> | null
  start: (c: Context<App>, draft?: UploadDraft) => Child | Promise<Child>
  read: (c: Context<App>, sent: Sent) => Promise<{ kept: Kept } | Refused | Response>
  /** @param confirm path that the preview’s form is sent to */
  preview: (c: Context<App>, kept: Kept, confirm: string) => Promise<Shown<Kept> | Refused>
  confirm: (c: Context<App>, kept: Kept, id: string) => Promise<Done | Shown<Kept> | Refused>
}

/** Fields of the form that was sent. */
const sentOf = (c: Context<App>): Sent => {
  const { text = '', ...fields } = submittedText(c)
  return { files: submittedFiles(c), text, fields }
}

const respondStart = async <Kept,>(c: Context<App>, kind: Import<Kept>, refused?: Refused) => {
  const { title } = kind
  const content = await kind.start(c, refused && { values: submittedText(c), errors: refused.errors })
  if (refused) c.status(422)
  return c.render(content, { title, heading: true })
}

const respondShown = async <Kept,>(c: Context<App>, kind: Import<Kept>, id: string, shown: Shown<Kept> | Refused) => {
  if ('errors' in shown) return respondStart(c, kind, shown)
  const { content, keep, status, page = { title: kind.title, heading: true } } = shown
  if (keep !== null) await kind.uploads?.keep(c.env.BACKUPS, c.var.user.id, id, keep)
  if (status) c.status(status)
  return c.render(content, page)
}

/** Shows what an import does. */
export const showPreview = async <Kept,>(c: Context<App>, kind: Import<Kept>, kept: Kept, id = uuid()) => {
  const confirm = kind.uploads ? `${kind.path}/${id}/confirm` : `${kind.path}/confirm`
  return respondShown(c, kind, id, await kind.preview(c, kept, confirm))
}

/** The upload form, the preview and the confirmation of an import. */
export const importPages = <Kept,>(kind: Import<Kept>) => {
  const readSent = (c: Context<App>) => kind.read(c, sentOf(c))
  const confirmed = async (c: Context<App>, kept: Kept, id: string) => {
    const done = await kind.confirm(c, kept, id)
    if ('errors' in done || 'content' in done) return respondShown(c, kind, id, done)
    await kind.uploads?.drop(c.env.BACKUPS, c.var.user.id, id)
    if ('job' in done) return respondStarted(c, done.job)
    const { page, ...toast } = done
    return redirectTo(c, page, toast)
  }
  const app = new Hono<App>()
    .get('/', (c) => respondStart(c, kind))
    .post('/', async (c) => {
      const read = await readSent(c)
      if (read instanceof Response) return read
      return 'errors' in read ? respondStart(c, kind, read) : showPreview(c, kind, read.kept)
    })
  const { uploads } = kind
  if (uploads === null) {
    return app.post('/confirm', async (c) => {
      const read = await readSent(c)
      if (read instanceof Response) return read
      return 'errors' in read ? respondStart(c, kind, read) : confirmed(c, read.kept, '')
    })
  }
  return app.post('/:id/confirm', loadUpload(uploads), (c) =>
    confirmed(c as unknown as Context<App>, c.var.upload, c.req.param('id')),
  )
}

/** Loads the upload named in the path, unless it was confirmed or replaced. */
export const loadUpload = <Kept,>(uploads: KeptUploads<Kept>) =>
  loads<'upload', Kept>('upload', (c, id) => uploads.find(c.env.BACKUPS, c.var.user.id, id))

export type WithUpload<Kept> = Loaded<'upload', Kept>
