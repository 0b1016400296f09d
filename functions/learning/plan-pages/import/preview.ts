import { type ImportDocument, type RefusedImport, refuseDocument } from '../../../imports/read'
import { detectCardsFile } from '../../cards/import/import'
import { readUploadedPlan } from '../../plans/document'
import { parseStoredPlan } from '../../plans/load'
import { valuesOf } from '../../plans/markdown/edit'
import { formatLines } from '../../plans/markdown/lines'
import { type ReadChunk, type ReadPlan, readPlan } from '../../plans/markdown/read'
import type { PlanWithContent } from '../../plans/schema'
import { isShared } from '../../plans/shared/propagate'

/** Number of chunks that a new version of a plan adds, changes and removes. */
export type ChunkChanges = { added: number; changed: number; removed: number }

type Kind =
  | { kind: 'add' }
  | { kind: 'update'; before: PlanWithContent; changes: ChunkChanges }
  | { kind: 'same'; before: PlanWithContent }

export type ReadablePlan = Kind & { name: string; text: string; read: ReadPlan }
export type PreviewedPlan = ReadablePlan | RefusedImport

const textOf = (chunk: ReadChunk) => JSON.stringify(valuesOf(chunk))

const changesOf = (before: ReadPlan, after: ReadPlan): ChunkChanges => {
  const old = new Map(before.chunks.map((chunk) => [chunk.id, textOf(chunk)]))
  const ids = new Set(after.chunks.map(({ id }) => id))
  return {
    added: after.chunks.filter(({ id }) => !old.has(id)).length,
    changed: after.chunks.filter((chunk) => old.has(chunk.id) && old.get(chunk.id) !== textOf(chunk)).length,
    removed: before.chunks.filter(({ id }) => !ids.has(id)).length,
  }
}

/**
 * True for a cards file. A plan has chunks, or at least readable front matter. Plain questions count as text of an
 * outline.
 */
export const isCardsFile = (document: ImportDocument | RefusedImport) => {
  const cards = 'errors' in document ? null : detectCardsFile(document.text)
  if ('errors' in document || cards === null) return false
  const read = cards === 'plain' ? readUploadedPlan(document.text) : readPlan(document.text)
  return 'errors' in read || read.chunks.length === 0
}

type Read = ImportDocument & { read: ReadPlan }

/** Reads documents. Refuses a document whose id an earlier document has. */
export const readPlanDocuments = (documents: (ImportDocument | RefusedImport)[]): (Read | RefusedImport)[] => {
  const names = new Map<string, string>()
  return documents.map((document): Read | RefusedImport => {
    const { name } = document
    if ('errors' in document) return document
    if (isCardsFile(document)) return refuseDocument(name, 'These are cards. Import them without plans.')
    const read = readUploadedPlan(document.text, {}, document.left_out)
    if ('errors' in read) return { name, errors: read.errors }
    const { id } = read.head
    const other = names.get(id)
    if (other !== undefined) return refuseDocument(name, `${other} has the id ${id}, too.`)
    names.set(id, name)
    return { ...document, read }
  })
}

/** Preview of each document of an import. @param stored stored plans with the ids of these documents */
export const previewPlans = (documents: (Read | RefusedImport)[], stored: PlanWithContent[]): PreviewedPlan[] => {
  const byId = new Map(stored.map((row) => [row.id, row]))
  return documents.map((document): PreviewedPlan => {
    if ('errors' in document) return document
    const before = byId.get(document.read.head.id)
    if (!before) return { ...document, kind: 'add' }
    if (before.content === formatLines(document.read.lines)) return { ...document, kind: 'same', before }
    if (isShared(before)) return refuseDocument(document.name, 'You share this plan. Edit its markdown on its page.')
    return { ...document, kind: 'update', before, changes: changesOf(parseStoredPlan(before).read, document.read) }
  })
}

export const documentIds = (documents: (Read | RefusedImport)[]) =>
  documents.flatMap((document) => ('errors' in document ? [] : [document.read.head.id]))

export const isReadable = (document: PreviewedPlan): document is ReadablePlan => 'kind' in document

/** Version of each plan at the time of the preview. */
export const previewedVersions = (previewed: PreviewedPlan[]) =>
  Object.fromEntries(
    previewed.filter(isReadable).map((one) => [one.read.head.id, one.kind === 'add' ? null : one.before.seq] as const),
  )
