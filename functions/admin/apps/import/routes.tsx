import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ImportPage, ImportPreview } from '../../../../views/admin/apps/import'
import { appsPath } from '../../../../views/admin/apps/paths'
import type { App } from '../../../lib/env'
import { submitted } from '../../../lib/form'
import { plural } from '../../../lib/format'
import { flash } from '../../../lib/page'
import { decode } from '../../../sessions/import/decode'
import { fileBytes } from '../csv/read'
import { type Plan, planImport, writePlan } from './plan'

/** In bytes. The preview's form carries the whole text back, and browsers lengthen its line ends. */
export const uploadBytes = 2 * fileBytes + 64 * 1024

const startTitle = 'Import apps'
const previewTitle = 'Preview import'
const tooLarge = 'The file is over 1 MB. Import it in parts.'

const refuse = (c: Context<App>, message: string, text = '') => {
  c.status(422)
  return c.render(<ImportPage error={message} text={text} />, { title: startTitle, heading: true })
}

const Sent = z.object({ file: z.instanceof(File).optional().catch(undefined), text: z.string().catch('') })

const size = (text: string) => new TextEncoder().encode(text).byteLength

const sent = async (c: Context<App>): Promise<{ text: string } | { problem: string }> => {
  const { file, text } = Sent.parse(await submitted(c))
  if (file && file.size > 0) {
    return file.size > fileBytes ? { problem: tooLarge } : decode(await file.arrayBuffer())
  }
  if (text.trim() === '') return { problem: 'Choose a file or paste CSV' }
  return size(text) > 2 * fileBytes ? { problem: tooLarge } : { text }
}

type Shown = { plan: Plan; text: string; isOutdated?: boolean }

const show = (c: Context<App>, shown: Shown) =>
  c.render(<ImportPreview {...shown} />, { title: previewTitle, heading: true })

const Confirmed = z.object({ text: z.string().catch(''), seq: z.coerce.number().int().catch(-1) })

export const importApps = new Hono<App>()
  .get('/', (c) => c.render(<ImportPage />, { title: startTitle, heading: true }))

  .post('/', async (c) => {
    const upload = await sent(c)
    if ('problem' in upload) return refuse(c, upload.problem)
    const plan = await planImport(c.env.DB, upload.text)
    if ('problem' in plan) return refuse(c, plan.problem, upload.text)
    if (plan.rejected.length > 0) c.status(422)
    return show(c, { plan, text: upload.text })
  })

  .post('/confirm', async (c) => {
    const { text, seq } = Confirmed.parse(await submitted(c))
    const plan = await planImport(c.env.DB, text)
    if ('problem' in plan) return refuse(c, plan.problem, text)
    if (plan.rejected.length > 0) {
      c.status(422)
      return show(c, { plan, text })
    }
    const done = plan.seq === seq && (await writePlan(c.env.DB, c.var.user.id, plan, Date.now()))
    if (!done) {
      c.status(409)
      const again = await planImport(c.env.DB, text)
      return 'problem' in again ? refuse(c, again.problem, text) : show(c, { plan: again, text, isOutdated: true })
    }
    const message = `Imported: ${plan.added.length} added, ${plan.changed.length} changed`
    const toast =
      done.changed > 0
        ? { message, undo: appsPath(`changes/${done.changeId}/undo`) }
        : { message: `Nothing to change: ${plural(plan.unchanged, 'app')} unchanged` }
    flash(c, toast)
    return c.redirect(appsPath(), 303)
  })
