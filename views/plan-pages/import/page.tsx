import type { UploadDraft } from '../../../functions/imports/pages'
import { filesLimit } from '../../../functions/imports/read'
import { contentLimit } from '../../../functions/plans/schema'
import { UploadForm } from '../../imports/page'

const sample = `---
id: sql
title: SQL in a week
---

## Chunk 1: Joins {#chunk-001}
**Duration**: 1 hour
**Status**: not-started
**Objectives**:
- Inner and outer joins`

type Props = {
  draft?: UploadDraft
  /** Below a preview that can be confirmed. */
  isFurther?: boolean
}

/** `/plans/import` */
export const ImportPage = ({ draft, isFurther }: Props) => (
  <UploadForm
    label="Import plans"
    action="/plans/import"
    cancel="/plans"
    draft={draft}
    file={{
      label: 'Markdown files',
      accept: '.md,.markdown,.txt,text/markdown,text/plain',
      multiple: true,
      hint: `Up to ${filesLimit} files of ${contentLimit / 1024} KB. You’ll see a preview first.`,
    }}
    text={{ label: 'Or paste a plan', rows: 12, placeholder: sample }}
    isFurther={isFurther}
  />
)
