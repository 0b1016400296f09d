import { filesLimit } from '../../../functions/plans/document'
import { contentLimit } from '../../../functions/plans/schema'
import { UploadForm } from '../../ui/upload-form'

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
  errors?: string[]
  text?: string
  /** Below a preview that can be confirmed. */
  isFurther?: boolean
}

/** `/plans/import` */
export const ImportPage = ({ errors, text, isFurther }: Props) => (
  <UploadForm
    label="Import plans"
    action="/plans/import"
    cancel="/plans"
    errors={errors}
    file={{
      label: 'Markdown files',
      accept: '.md,.markdown,.txt,text/markdown,text/plain',
      multiple: true,
      hint: `Up to ${filesLimit} files of ${contentLimit / 1024} KB. You’ll see a preview first.`,
    }}
    text={{ label: 'Or paste a plan', rows: 12, value: text, placeholder: sample }}
    isFurther={isFurther}
  />
)
