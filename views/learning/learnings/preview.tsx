import type { Child } from 'hono/jsx'
import type { ListedLearning } from '../../../functions/learning/learnings/schema'
import { Button } from '../../ui/button'
import { Field, type FieldProps } from '../../ui/field'
import { Rendered } from '../plan-pages/chunk'

type Props = {
  row?: ListedLearning
  /** The content as HTML. */
  preview?: Child
}

/** The text area with its preview, which follows what is typed; without script a button shows it. */
export const Content = ({ row, preview, ...field }: Props & FieldProps) => {
  const id = `${field.idPrefix}-preview`
  return (
    <>
      {row && <input type="hidden" name="of" value={row.id} />}
      <Field
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
