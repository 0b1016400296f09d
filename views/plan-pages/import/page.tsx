import { contentLimit } from '../../../functions/plans/schema'
import { filesLimit } from '../../../functions/plans/uploaded-documents'
import { Actions, Button, Cancel } from '../../ui/button'
import { Field } from '../../ui/field'
import { EditForm, ErrorSummary } from '../../ui/form'

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
  <EditForm label="Import plans" action="/plans/import">
    <ErrorSummary errors={errors} />
    <Field
      label="Markdown files"
      name="files"
      type="file"
      accept=".md,.markdown,.txt,text/markdown,text/plain"
      multiple
      hint={`Up to ${filesLimit} files of ${contentLimit / 1024} KB. You’ll see a preview first.`}
    />
    <Field
      label="Or paste a plan"
      name="text"
      type="textarea"
      rows={12}
      value={text}
      placeholder={sample}
      spellcheck={false}
      dir="auto"
    />
    <Actions>
      <Button variant={isFurther ? undefined : 'primary'}>Preview</Button>
      <Cancel href="/plans" />
    </Actions>
  </EditForm>
)
