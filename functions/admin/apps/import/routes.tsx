import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ImportPage, ImportPreview } from '../../../../views/admin/apps/import'
import { appsPath } from '../../../../views/admin/apps/row'
import type { App } from '../../../lib/env'
import { submitted } from '../../../lib/form'
import { plural } from '../../../lib/format'
import { flash } from '../../../lib/page'
import { decode } from '../../../sessions/import/api'
import { fileBytes } from '../state'
import { isRefused, type Plan, planPasted, writePlan } from './plan'

/** In bytes. The preview's form carries the whole text back, and browsers lengthen its line ends. */
export const uploadBytes = 2 * fileBytes + 64 * 1024

const startTitle = 'Import apps'
const previewTitle = 'Preview import'
const tooLarge = 'The file is over 1 MB. Import it in parts.'

const refuse = (c: Context<App>, message: string, typed: Partial<Typed> = {}) => {
  c.status(422)
  return c.render(<ImportPage error={message} {...typed} />, { title: startTitle, heading: true })
}

const typed = { text: z.string().catch(''), rule: z.enum(['allow', 'block']).catch('allow') }
type Typed = z.output<z.ZodObject<typeof typed>>

const Sent = z.object({ file: z.instanceof(File).optional().catch(undefined), ...typed })

const size = (text: string) => new TextEncoder().encode(text).byteLength

const sent = async (c: Context<App>): Promise<Typed | { problem: string }> => {
  const { file, text, rule } = Sent.parse(await submitted(c))
  if (file && file.size > 0) {
    if (file.size > fileBytes) return { problem: tooLarge }
    const decoded = decode(await file.arrayBuffer())
    return 'problem' in decoded ? decoded : { text: decoded.text, rule }
  }
  if (text.trim() === '') return { problem: 'Choose a file or paste a list' }
  return size(text) > 2 * fileBytes ? { problem: tooLarge } : { text, rule }
}

type Shown = Typed & { plan: Plan; isOutdated?: boolean }

const show = (c: Context<App>, shown: Shown) =>
  c.render(<ImportPreview {...shown} />, { title: previewTitle, heading: true })

const Confirmed = z.object({ ...typed, seq: z.coerce.number().int().catch(-1) })

export const importApps = new Hono<App>()
  .get('/', (c) => c.render(<ImportPage />, { title: startTitle, heading: true }))

  .post('/', async (c) => {
    const upload = await sent(c)
    if ('problem' in upload) return refuse(c, upload.problem)
    const plan = await planPasted(c.env.DB, upload.text, upload.rule)
    if ('problem' in plan) return refuse(c, plan.problem, upload)
    if (isRefused(plan)) c.status(422)
    return show(c, { plan, ...upload })
  })

  .post('/confirm', async (c) => {
    const { seq, ...list } = Confirmed.parse(await submitted(c))
    const plan = await planPasted(c.env.DB, list.text, list.rule)
    if ('problem' in plan) return refuse(c, plan.problem, list)
    if (isRefused(plan)) {
      c.status(422)
      return show(c, { plan, ...list })
    }
    const done = plan.seq === seq && (await writePlan(c.env.DB, c.var.user.id, plan, Date.now()))
    if (!done) {
      c.status(409)
      const again = await planPasted(c.env.DB, list.text, list.rule)
      return 'problem' in again ? refuse(c, again.problem, list) : show(c, { plan: again, ...list, isOutdated: true })
    }
    const message = `Imported: ${plan.added.length} added, ${plan.changed.length} changed`
    const toast =
      done.changed > 0
        ? { message, undo: appsPath(`changes/${done.changeId}/undo`) }
        : { message: `Nothing to change: ${plural(plan.unchanged, 'app')} unchanged` }
    flash(c, toast)
    return c.redirect(appsPath(), 303)
  })
