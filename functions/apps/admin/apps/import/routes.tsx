import type { Context } from 'hono'
import { appsPath } from '../../../../../views/apps/admin/apps/row'
import { ImportList, ImportPreview, type ListKind } from '../../../../../views/apps/whitelists/import'
import { importPages } from '../../../../imports/pages'
import { type PreviewPaths, uploadText } from '../../../../imports/read'
import type { App } from '../../../../lib/env'
import type { DecodedText } from '../../../../lib/files/uploads'
import { undoPath } from '../../../../lib/http/path-to'
import { plural } from '../../../../lib/text/format'
import { decodeFile } from '../../../../time/sessions/import/api'
import type { ListRule } from '../../../app-rules/list-lines'
import { appsFileLimit } from '../../feature'
import { columns } from '../schema'
import { writeApps } from '../writes'
import { importChange, isRefused, planAppImport, previewPlan } from './plan'

const kind: ListKind = {
  title: 'Import apps',
  path: appsPath('import'),
  back: appsPath(),
  field: 'text',
  label: 'Paste a list',
  placeholder: 'Instagram\ncom.reddit.frontpage Reddit, block',
  hint: 'One app per line, by name or package name. Add allow, block or lock, and a category if you like. CSV works too.',
  file: {
    label: 'Or choose a file',
    accept: '.csv,.txt,text/csv,text/plain',
    hint: 'Up to 1 MB and 5,000 apps. The file is used instead of pasted text.',
  },
  about: (
    <p class="hint">
      In CSV the first line names the columns: <code>{columns.join(', ')}</code>. You can leave out category and
      is_locked; then they stay as they are.
    </p>
  ),
  knows: 'list',
}

type Sent = DecodedText & { rule: ListRule /** Catalogue of the preview; -1 where none is known. */; seq: number }

const show = async (c: Context<App>, { text, leftOut, rule }: Sent, { confirm }: PreviewPaths, isOutdated = false) => {
  const plan = await planAppImport(c.env.DB, text, rule)
  if ('problem' in plan) return { errors: { text: [plan.problem] } }
  const values = { text, rule }
  const preview = previewPlan(plan, values, isOutdated)
  const status = isOutdated ? (409 as const) : isRefused(plan) ? (422 as const) : undefined
  return {
    content: <ImportPreview kind={kind} action={confirm} {...preview} notes={leftOut} />,
    keep: null,
    again: values,
    status,
    page: { title: 'Preview import', heading: true },
  }
}

export const importApps = importPages<Sent>({
  path: kind.path,
  title: kind.title,
  back: { href: kind.back, name: 'Apps' },
  uploads: null,
  start: (_, draft) => <ImportList kind={kind} draft={draft} />,
  read: async (_, sent) => {
    // The preview's form submits the text again, with longer line breaks.
    const bytes = sent.files.length > 0 ? appsFileLimit : 2 * appsFileLimit
    const read = await uploadText(sent, {
      missing: 'Choose a file or paste a list',
      bytes,
      advice: 'Import it in parts.',
      decode: decodeFile,
    })
    if ('errors' in read) return { errors: { text: [...(read.errors.file ?? []), ...(read.errors.text ?? [])] } }
    const { rule, seq } = sent.fields
    return {
      kept: {
        text: read.text,
        leftOut: read.leftOut,
        rule: rule === 'block' ? 'block' : 'allow',
        seq: Number(seq ?? -1),
      },
    }
  },
  preview: show,
  confirm: async (c, sent, _, ways) => {
    const plan = await planAppImport(c.env.DB, sent.text, sent.rule)
    if ('problem' in plan || isRefused(plan)) return show(c, sent, ways)
    const done = plan.seq === sent.seq && (await writeApps(c.env.DB, c.var.user.id, ...importChange(plan)))
    if (!done) return show(c, sent, ways, true)
    const message = `Imported: ${plan.added.length} added, ${plan.changed.length} changed`
    return done.changed > 0
      ? { page: kind.back, message, undo: undoPath('admin.apps', done.changeId) }
      : { page: kind.back, message: `Nothing to change: ${plural(plan.unchanged, 'app')} unchanged` }
  },
})
