import { duration } from '../../../functions/lib/format'
import type { AnyDraft } from '../../../functions/lib/resource/pages'
import type { ChunkValues } from '../../../functions/plans/markdown/edit'
import { titleLength } from '../../../functions/plans/markdown/front-matter'
import type { ReadChunk } from '../../../functions/plans/markdown/read'
import { chunkPath, chunksPath } from '../../../functions/plans/paths'
import { chunkStatusNames } from '../../../functions/plans/words'
import { Actions, Button, Cancel } from '../../ui/button'
import { Field, optionsOf, Select } from '../../ui/field'
import { drafted, EditForm, Fields } from '../../ui/form'

const typedOf = (chunk: ChunkValues | undefined): Record<string, string> => ({
  title: chunk?.title ?? '',
  duration: chunk?.duration_minutes ? duration(chunk.duration_minutes * 60) : '',
  status: chunk?.status ?? 'not_started',
  objectives: chunk?.objectives.join('\n') ?? '',
  resources: chunk?.resources.join('\n') ?? '',
  deliverable: chunk?.deliverable ?? '',
  text: chunk?.text ?? '',
})

type FieldsProps = { chunk?: ChunkValues; draft?: AnyDraft; idPrefix: string }

const Lists = ({ chunk, draft, idPrefix }: FieldsProps) => {
  const field = drafted(typedOf(chunk), draft, idPrefix)
  return (
    <>
      <Field label="Objectives" type="textarea" rows={4} wide dir="auto" hint="One a line" {...field('objectives')} />
      <Field
        label="Resources"
        type="textarea"
        wide
        dir="auto"
        hint="Links or titles, one a line"
        {...field('resources')}
      />
      <Field label="Deliverable" wide dir="auto" maxlength={2000} {...field('deliverable')} />
      <Field label="Text" type="textarea" rows={6} wide dir="auto" hint="Markdown works here" {...field('text')} />
    </>
  )
}

const DurationField = (props: ReturnType<ReturnType<typeof drafted>>) => (
  <Field label="Duration" autocomplete="off" placeholder="1h" hint="e.g. 1h 30m" {...props} />
)

type EditProps = { planId: string; chunk: ReadChunk; seen: string; draft?: AnyDraft }

/** `/plans/:id/chunks/:chunk/edit` */
export const EditChunk = ({ planId, chunk, seen, draft }: EditProps) => {
  const idPrefix = 'chunk'
  const field = drafted(typedOf(chunk), draft, idPrefix)
  return (
    <EditForm label={`Edit ${chunk.title}`} action={chunkPath(planId, chunk.id, 'edit')}>
      <input type="hidden" name="seen" value={draft?.values.seen ?? seen} />
      <Fields>
        <Field label="Title" wide required maxlength={titleLength} dir="auto" {...field('title')} />
        <DurationField {...field('duration')} />
        <Select label="Status" options={optionsOf(chunkStatusNames)} {...field('status')} />
        <Lists chunk={chunk} draft={draft} idPrefix={idPrefix} />
      </Fields>
      <Actions>
        <Button variant="primary">Save</Button>
        <Cancel href={chunksPath(planId, chunk.id)} />
      </Actions>
    </EditForm>
  )
}

const lists = ['objectives', 'resources', 'deliverable', 'text']

/** The form of a new chunk, below the list. The title alone is enough. */
export const AddChunk = ({ planId, draft }: { planId: string; draft?: AnyDraft }) => {
  const idPrefix = 'new-chunk'
  const field = drafted(typedOf(undefined), draft, idPrefix)
  const url = chunksPath(planId)
  return (
    <EditForm label="New chunk" id="chunk-add" action={url} hx-post={url} hx-target="this" hx-swap="outerHTML">
      <input type="hidden" name="status" value="not_started" />
      <Fields>
        <Field
          label="New chunk"
          wide
          required
          maxlength={titleLength}
          dir="auto"
          autocomplete="off"
          {...field('title')}
          data-autofocus
        />
        <DurationField {...field('duration')} />
      </Fields>
      <details open={lists.some((name) => draft?.errors[name] || draft?.values[name])}>
        <summary>Objectives, resources, text</summary>
        <Fields>
          <Lists draft={draft} idPrefix={idPrefix} />
        </Fields>
      </details>
      <Actions>
        <Button variant="primary" icon="plus">
          Add chunk
        </Button>
      </Actions>
    </EditForm>
  )
}
