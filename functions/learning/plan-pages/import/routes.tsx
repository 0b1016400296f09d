import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { PlanImportPage, PlanPreviewPage } from '../../../../views/learning/plan-pages/import'
import { addChange } from '../../../changes/writes'
import { uniqueNameIndex } from '../../../filing/projects/queries'
import { type Import, importPages, showPreview } from '../../../imports/pages'
import { documentsOf, ImportDocument, type PreviewPaths, pastedName, RefusedImport } from '../../../imports/read'
import { editedSinceProblem } from '../../../lib/db/recoverable'
import { commitPlanned } from '../../../lib/db/retry'
import { commit, isTaken, part } from '../../../lib/db/sql'
import type { App } from '../../../lib/env'
import { uploadStore } from '../../../lib/files/uploads'
import { undoPath } from '../../../lib/http/path-to'
import { ProblemError } from '../../../lib/http/problem'
import { redirectTo } from '../../../lib/http/respond'
import { plural } from '../../../lib/text/format'
import { type GeneralProject, generalProject } from '../../../time/sessions/general'
import { cards } from '../../cards/import/routes'
import { readDerivedPlan } from '../../plans/document'
import { addPlan, defaultPlanLinks, deletePlan, savePlan } from '../../plans/put'
import * as q from '../../plans/queries'
import { planPath } from '../../plans/schema'
import {
  documentIds,
  isCardsFile,
  isReadable,
  type PreviewedPlan,
  previewedVersions,
  previewPlans,
  type ReadablePlan,
  readPlanDocuments,
} from './preview'

const Upload = z.object({
  documents: z.array(z.union([ImportDocument, RefusedImport])),
  /** Version of each plan in the preview by id; null for a new plan. */
  seen: z.record(z.string(), z.int().nullable()),
})
type Upload = z.infer<typeof Upload>

const previewOf = async <E extends App>(c: Context<E>, documents: Upload['documents']) => {
  const read = readPlanDocuments(documents)
  return previewPlans(read, await q.plansWithIds(c.env.DB, c.var.user.id, documentIds(read)))
}

/** Renders the preview of an import. */
const shown = ({ documents }: Upload, previewed: PreviewedPlan[], ways: PreviewPaths, isOutdated = false) => {
  const isWorth = previewed.filter(isReadable).some(({ kind }) => kind !== 'same')
  const pasted = documents.find((one) => one.name === pastedName)
  const isRefused = previewed.some((one) => 'errors' in one && one.name === pastedName)
  const status = isOutdated ? 409 : isRefused && !isWorth ? 422 : undefined
  return {
    content: (
      <PlanPreviewPage
        {...ways}
        previewed={previewed}
        isWorth={isWorth}
        isOutdated={isOutdated}
        isRefused={isRefused && !isWorth}
      />
    ),
    keep: isWorth ? { documents, seen: previewedVersions(previewed) } : null,
    again: pasted && 'text' in pasted ? { text: pasted.text } : undefined,
    ...(status && ({ status } as const)),
  }
}

const isOutdated = (previewed: PreviewedPlan[], seen: Upload['seen']) => {
  const now = previewedVersions(previewed)
  return Object.entries(seen).some(([id, seq]) => now[id] !== seq)
}

/**
 * Writes of a confirmed import, each guarded by the version in the preview. If the page shows an organization, new
 * plans get its general project.
 */
const writesOf = (
  db: D1Database,
  userId: string,
  documents: ReadablePlan[],
  general: GeneralProject | null,
  now: number,
) => [
  ...(documents.some(({ kind }) => kind === 'add') ? (general?.writes(now) ?? []) : []),
  ...documents.flatMap((document) => {
    const { read } = document
    if (document.kind === 'same') return []
    if (document.kind === 'add') {
      const project_id = general?.id ?? null
      return addPlan(db, userId, read, { ...defaultPlanLinks, project_id }, now)
    }
    const { before } = document
    return savePlan(db, userId, before.id, read, before, before.seq, now)
  }),
]

const answerOf = (documents: ReadablePlan[]) => {
  const [first, ...others] = documents.filter(({ kind }) => kind !== 'same')
  if (!first || others.length > 0) {
    return { page: '/plans', message: `${plural(others.length + 1, 'plan')} imported` }
  }
  return { page: planPath(first.read.head.id), message: first.kind === 'add' ? 'Plan imported' : 'Plan updated' }
}

/** The import as a change, identified by the version that it creates. */
const changeOf = (db: D1Database, userId: string, id: string, documents: ReadablePlan[], now: number) => {
  const [first] = documents
  const { message } = answerOf(documents)
  const summary = first && documents.length === 1 ? `${message}: ${first.read.head.title}` : message
  const undoPath = part`'/changes/plan.import~' || seq || '/undo'`
  return addChange(db, userId, { id, kind: 'edit', summary, undoPath }, now)
}

const planEdited = { ...editedSinceProblem, detail: 'A plan was edited since. Nothing was undone.' }

/**
 * Undoes the import that created a version: deletes added plans and restores the former text of the others.
 * @throws ProblemError 409 if a plan was edited since
 */
const undoImport = (db: D1Database, userId: string, seq: number) =>
  commitPlanned(db, userId, ['stats'], async () => {
    const { plans, isEdited } = await q.importedPlans(db, userId, seq)
    if (isEdited) throw new ProblemError(planEdited)
    const now = Date.now()
    const writes = plans.flatMap(({ row, before }) => {
      const read = before === null ? null : readDerivedPlan(before)
      if (read === null) return deletePlan(db, userId, row.id, now)
      if ('errors' in read) throw new Error('a kept plan is unreadable')
      return savePlan(db, userId, row.id, read, row, row.seq, now)
    })
    return { result: plans.length, writes }
  })

const plans: Import<Upload> = {
  path: '/plans/import',
  title: 'Import plans',
  back: { href: '/plans', name: 'Plans' },
  uploads: uploadStore('plans', Upload),
  start: (_, draft) => <PlanImportPage draft={draft} />,

  read: async (c, sent) => {
    const read = await documentsOf(sent, 'Choose a file or paste a plan.')
    if ('errors' in read) return read
    if (read.documents.every(isCardsFile)) return showPreview(c, cards, { ...read, plan: '' })
    return { kept: { ...read, seen: {} } }
  },

  preview: async (c, upload, ways) => shown(upload, await previewOf(c, upload.documents), ways),

  confirm: async (c, upload, _, ways) => {
    const { DB } = c.env
    const userId = c.var.user.id
    const again = (previewed: PreviewedPlan[]) => shown(upload, previewed, ways, true)
    const [previewed, general] = await Promise.all([
      previewOf(c, upload.documents),
      generalProject(DB, userId, c.var.org),
    ])
    if (isOutdated(previewed, upload.seen)) return again(previewed)
    const documents = previewed.filter(isReadable)
    const [now, changeId] = [Date.now(), uuid()]
    const imported = documents.filter(({ kind }) => kind !== 'same')
    const writes = [
      ...writesOf(DB, userId, imported, general, now),
      ...(imported.length > 0 ? changeOf(DB, userId, changeId, imported, now) : []),
    ]
    const done = await commit(DB, userId, ['stats'], writes).catch((error) => {
      // Another request has added the general project in the meantime.
      if (isTaken(error, uniqueNameIndex)) return null
      throw error
    })
    if (done) return { ...answerOf(imported), ...(imported.length > 0 && { undo: undoPath(changeId) }) }
    return again(await previewOf(c, upload.documents))
  },
}

/** `/plans/import` */
export const planImportPages = importPages(plans)

export const undoPlans = async (c: Context<App>, version: string) => {
  const seq = Number(version)
  const count = Number.isSafeInteger(seq) ? await undoImport(c.env.DB, c.var.user.id, seq) : 0
  return count > 0 ? redirectTo(c, '/plans', { message: 'Import undone' }) : c.notFound()
}
