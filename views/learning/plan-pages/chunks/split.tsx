import { titleLength } from '../../../../functions/learning/plans/markdown/front-matter'
import type { ReadChunk } from '../../../../functions/learning/plans/markdown/read'
import { chunkPath, chunksPath } from '../../../../functions/learning/plans/schema'
import type { AnyDraft } from '../../../../functions/lib/http/form'
import { duration } from '../../../../functions/lib/text/format'
import { firstCharacters } from '../../../../functions/lib/text/text'
import { Actions, Button, Cancel, Notice } from '../../../ui/button'
import { CheckboxGroup } from '../../../ui/choices'
import { Field } from '../../../ui/field'
import { draftFields, EditForm, Fields } from '../../../ui/form'

type Props = {
  planId: string
  chunk: ReadChunk
  seen: string
  draft?: AnyDraft
  /** True if the chunk was changed after the form was rendered. */
  isOutdated: boolean
}

const optionsOf = (items: string[]) => items.map((label, value) => ({ value, label }))

/** `/plans/:id/chunks/:chunk/split` */
export const SplitChunk = ({ planId, chunk, seen, draft, isOutdated }: Props) => {
  const { id, title, duration_minutes: minutes, objectives, resources } = chunk
  const half = minutes !== null && minutes > 1 ? duration(Math.floor(minutes / 2) * 60) : ''
  const field = draftFields({ title: `${firstCharacters(title, titleLength - 2)} 2`, duration: half }, draft, 'split')
  return (
    <EditForm label={`Split ${title}`} action={chunkPath(planId, id, 'split')}>
      {isOutdated && (
        <Notice tone="warning" role="alert">
          <p>
            This chunk has changed since you opened it. Nothing was split. Choose again what goes into the new chunk.
          </p>
        </Notice>
      )}
      <p class="hint">
        A new chunk follows <bdi>{title}</bdi>. What you choose here moves into it, with its part of the time.
      </p>
      <input type="hidden" name="seen" value={draft?.values.seen ?? seen} />
      <Fields>
        <Field label="Title of the new chunk" wide required maxlength={titleLength} dir="auto" {...field('title')} />
        <Field
          label="Duration of the new chunk"
          autocomplete="off"
          hint={minutes === null ? 'e.g. 1h 30m' : `of ${duration(minutes * 60)}`}
          {...field('duration')}
        />
      </Fields>
      {objectives.length > 0 && (
        <CheckboxGroup
          label="Objectives"
          name="objectives"
          idPrefix="split"
          options={optionsOf(objectives)}
          values={[]}
        />
      )}
      {resources.length > 0 && (
        <CheckboxGroup label="Resources" name="resources" idPrefix="split" options={optionsOf(resources)} values={[]} />
      )}
      <Actions>
        <Button variant="primary">Split</Button>
        <Cancel href={chunksPath(planId, id)} />
      </Actions>
    </EditForm>
  )
}
