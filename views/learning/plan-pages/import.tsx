import type { PreviewPaths, UploadDraft } from '../../../functions/imports/read'
import {
  type ChunkChanges,
  isReadable,
  type PreviewedPlan,
  type ReadablePlan,
} from '../../../functions/learning/plan-pages/import/preview'
import { readUploadedPlan } from '../../../functions/learning/plans/document'
import { derivedColumns } from '../../../functions/learning/plans/put'
import { duration, plural } from '../../../functions/lib/text/format'
import { contentLimit, filesLimit } from '../../../functions/lib/text/text'
import { Confirm } from '../../changes/preview'
import { Documents, UploadForm } from '../../imports/page'
import { Badge, Notice } from '../../ui/button'
import { CopyableCode } from '../../ui/copyable'
import { DocumentErrors, ErrorSummary } from '../../ui/form'
import { joinFacts, PlainRow, Stack } from '../../ui/section'

const sample = `---
id: sql
title: SQL in a week
---

## Chunk 1: Joins {#chunk-001}
**Duration**: 1 hour
**Status**: not-started
**Objectives**:
- Inner and outer joins`

/** `/plans/import` */
export const PlanImportPage = ({ draft }: { draft?: UploadDraft }) => (
  <UploadForm
    label="Import plans"
    action="/plans/import"
    draft={draft}
    file={{
      label: 'Markdown files',
      accept: '.md,.markdown,.txt,text/markdown,text/plain',
      multiple: true,
      hint: `Up to ${filesLimit} files of ${contentLimit / 1024} KB. You’ll see a preview first.`,
    }}
    text={{ label: 'Or paste a plan', rows: 6 }}
  >
    <details open={draft && 'errors' in readUploadedPlan(draft.values.text ?? '')}>
      <summary class="link">What a plan looks like</summary>
      <CopyableCode id="plan-sample" name="Plan">
        {sample}
      </CopyableCode>
    </details>
  </UploadForm>
)

const changesText = ({ added, changed, removed }: ChunkChanges) => {
  const parts = [
    added > 0 && `${plural(added, 'chunk')} added`,
    changed > 0 && `${plural(changed, 'chunk')} changed`,
    removed > 0 && `${plural(removed, 'chunk')} removed`,
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : 'Chunks stay as they are; the text around them changes'
}

const badges = {
  add: <Badge tone="good">New plan</Badge>,
  update: <Badge tone="accent">Updates your plan</Badge>,
  same: <Badge>No changes</Badge>,
}

const Plan = ({ document }: { document: ReadablePlan }) => {
  const {
    plan: { chunk_count, planned_minutes },
    usual,
  } = derivedColumns(document.read)
  return (
    <PlainRow
      name={document.read.head.title}
      title={`${document.read.head.id}, ${document.name}`}
      parts={[
        badges[document.kind],
        document.kind === 'update' ? changesText(document.changes) : plural(chunk_count, 'chunk'),
        joinFacts(
          planned_minutes > 0 && `${duration(planned_minutes * 60)} planned`,
          usual > 0 && `${plural(usual, 'chunk')} without a time as 1h each`,
        ),
      ]}
    >
      <DocumentErrors faults={document.read.warnings} tone="warning" />
    </PlainRow>
  )
}

type PreviewProps = PreviewPaths & {
  previewed: PreviewedPlan[]
  /** True if there is something to import. */
  isWorth: boolean
  /** True if a plan was changed since the previous preview. */
  isOutdated?: boolean
  /** True if the pasted text is invalid and there is nothing else to import. */
  isRefused?: boolean
}

const summary = (previewed: PreviewedPlan[]) => {
  const count = (kind: ReadablePlan['kind']) => previewed.filter((one) => isReadable(one) && one.kind === kind).length
  const refused = previewed.filter((one) => !isReadable(one)).length
  return [
    count('add') > 0 && `${count('add')} new`,
    count('update') > 0 && `${count('update')} to update`,
    count('same') > 0 && `${count('same')} unchanged`,
    refused > 0 && `${refused} can’t be imported`,
  ]
    .filter(Boolean)
    .join(', ')
}

export const PlanPreviewPage = ({ previewed, confirm, again, isWorth, isOutdated, isRefused }: PreviewProps) => (
  <>
    <Stack>
      {isOutdated && (
        <Notice tone="warning" role="alert">
          <p>Your plans have changed since the preview. Nothing was imported. Check the updated preview.</p>
        </Notice>
      )}
      <ErrorSummary errors={isRefused ? ['The pasted text can’t be imported. Correct it below.'] : []} />
      <Confirm action={confirm} button={isWorth && 'Import'} again={{ href: again, label: 'Choose other files' }} />
    </Stack>
    <Documents
      summary={summary(previewed)}
      documents={previewed}
      item={(document: ReadablePlan) => <Plan document={document} />}
    />
  </>
)
