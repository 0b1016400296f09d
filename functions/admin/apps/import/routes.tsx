import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { appsPath } from '../../../../views/admin/apps/row'
import { ImportList, ImportPreview, type ListKind } from '../../../../views/whitelists/import'
import type { App } from '../../../lib/env'
import { submitted } from '../../../lib/form'
import { plural } from '../../../lib/format'
import { flash } from '../../../lib/respond'
import { decode } from '../../../sessions/import/api'
import { columns, fileBytes } from '../schema'
import { isRefused, planImport, previewPlan, writePlan } from './plan'

/** In bytes. The preview's form carries the whole text back, and browsers lengthen its line ends. */
export const uploadBytes = 2 * fileBytes + 64 * 1024

const startTitle = 'Import apps'
const previewTitle = 'Preview import'
const tooLarge = 'The file is over 1 MB. Import it in parts.'

const kind: ListKind = {
  path: appsPath('import'),
  back: appsPath(),
  field: 'text',
  label: 'Paste a list',
  placeholder: 'Instagram\ncom.reddit.frontpage Reddit, block',
  hint: 'One app per line, by name or package name. Add allow, block or lock, and a category if you like. CSV works too.',
  file: 'Up to 1 MB and 5,000 apps. The file is used instead of pasted text.',
  about: (
    <p class="hint">
      In CSV the first line names the columns: <code>{columns.join(', ')}</code>. You can leave out category and
      is_locked; then they stay as they are.
    </p>
  ),
  knows: 'list',
}

const refuse = (c: Context<App>, message: string, values: Partial<Typed> = {}) => {
  c.status(422)
  return c.render(<ImportList kind={kind} draft={{ values, errors: { text: [message] } }} />, {
    title: startTitle,
    heading: true,
  })
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

const show = async (c: Context<App>, list: Typed, isOutdated = false) => {
  const plan = await planImport(c.env.DB, list.text, list.rule)
  if ('problem' in plan) return refuse(c, plan.problem, list)
  if (isOutdated) c.status(409)
  else if (isRefused(plan)) c.status(422)
  return c.render(
    <ImportPreview kind={kind} draft={{ values: list, errors: {} }} {...previewPlan(plan, list, isOutdated)} />,
    { title: previewTitle, heading: true },
  )
}

const Confirmed = z.object({ ...typed, seq: z.coerce.number().int().catch(-1) })

export const importApps = new Hono<App>()
  .get('/', (c) => c.render(<ImportList kind={kind} />, { title: startTitle, heading: true }))

  .post('/', async (c) => {
    const upload = await sent(c)
    return 'problem' in upload ? refuse(c, upload.problem) : show(c, upload)
  })

  .post('/confirm', async (c) => {
    const { seq, ...list } = Confirmed.parse(await submitted(c))
    const plan = await planImport(c.env.DB, list.text, list.rule)
    if ('problem' in plan || isRefused(plan)) return show(c, list)
    const done = plan.seq === seq && (await writePlan(c.env.DB, c.var.user.id, plan, Date.now()))
    if (!done) return show(c, list, true)
    const message = `Imported: ${plan.added.length} added, ${plan.changed.length} changed`
    const toast =
      done.changed > 0
        ? { message, undo: appsPath(`changes/${done.changeId}/undo`) }
        : { message: `Nothing to change: ${plural(plan.unchanged, 'app')} unchanged` }
    flash(c, toast)
    return c.redirect(appsPath(), 303)
  })
