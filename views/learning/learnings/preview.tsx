import type { Child } from 'hono/jsx'
import { contentLimit, type ListedLearning } from '../../../functions/learning/learnings/schema'
import { Button } from '../../ui/button'
import { Field } from '../../ui/field'
import type { drafted } from '../../ui/form'
import { Rendered } from '../plan-pages/chunk'

type Props = {
  row?: ListedLearning
  /** The content as HTML. */
  preview?: Child
}

/** The text area with its preview, which follows what is typed; without script a button shows it. */
export const Content = ({ row, preview, ...field }: Props & ReturnType<ReturnType<typeof drafted>>) => {
  const id = `${field.idPrefix}-preview`
  return (
    <>
      {row && <input type="hidden" name="of" value={row.id} />}
      <Field
        label="Content"
        wide
        type="textarea"
        rows={8}
        maxlength={contentLimit}
        dir="auto"
        hint="Markdown works"
        {...field}
        hx-post="/learnings/preview"
        hx-trigger="input changed delay:400ms"
        hx-target={`#${id}`}
        hx-swap="innerHTML"
        hx-sync="this:replace"
      />
      <div class="field wide">
        <span class="label">Preview</span>
        <div class="script-hide">
          <Button small formaction="/learnings/preview" formnovalidate>
            Show preview
          </Button>
        </div>
        <section id={id} aria-label="Preview" dir="auto">
          {preview && <Rendered>{preview}</Rendered>}
        </section>
      </div>
    </>
  )
}
