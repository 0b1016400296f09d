import type { Fault } from '../../../functions/learning/plans/markdown/lines'
import type { ReadChunk, ReadPlan } from '../../../functions/learning/plans/markdown/read'
import type { ListedPlan } from '../../../functions/learning/plans/schema'
import { chunkStatusNames, planPath } from '../../../functions/learning/plans/schema'
import { duration } from '../../../functions/lib/text/format'
import { Actions, Button, Cancel } from '../../ui/button'
import { Field } from '../../ui/field'
import { DocumentErrors, EditForm } from '../../ui/form'
import { PlainRow, RowList, Section } from '../../ui/section'
import { chunkContentText } from './chunks'
import { EditTabs } from './details'

type Read = ReadPlan | { errors: Fault[] }

const Chunk = ({ chunk }: { chunk: ReadChunk }) => (
  <PlainRow
    name={chunk.title}
    parts={[
      chunkStatusNames[chunk.status],
      chunk.duration_minutes !== null && duration(chunk.duration_minutes * 60),
      chunkContentText(chunk),
    ]}
  />
)

/** The chunks of a text as they would be saved, or its faults with line numbers. */
export const EditPreview = ({ read }: { read: Read }) =>
  'errors' in read ? (
    <DocumentErrors faults={read.errors} tone="bad" role="status" />
  ) : (
    <>
      <DocumentErrors faults={read.warnings} tone="warning" role="status" />
      <RowList ordered rows={read.chunks} item={(chunk) => <Chunk chunk={chunk} />} />
      {read.chunks.length === 0 && <p class="hint">No chunks yet.</p>}
    </>
  )

type Props = { plan: Pick<ListedPlan, 'id' | 'title'>; text: string; base: string; seq: string; read: Read }

/** `/plans/:id/edit` */
export const EditPage = ({ plan, text, base, seq, read }: Props) => {
  const url = planPath(plan.id, 'edit')
  return (
    <>
      <EditTabs planId={plan.id} current="edit" />
      <EditForm label={`Edit ${plan.title}`} action={url}>
        <input type="hidden" name="seq" value={seq} />
        <input type="hidden" name="base" value={base} />
        <Field
          label="Markdown"
          name="content"
          type="textarea"
          rows={24}
          value={text}
          spellcheck={false}
          dir="auto"
          hx-post={`${url}?preview`}
          hx-trigger="input changed delay:400ms"
          hx-target="#edit-preview"
          hx-swap="innerHTML"
          hx-sync="this:replace"
        />
        <Actions>
          <Button variant="primary">Save</Button>
          <Button name="preview" value="yes">
            Preview
          </Button>
          <Cancel href={planPath(plan.id)} />
        </Actions>
      </EditForm>
      <Section id="edit-chunks" title="Preview">
        <div id="edit-preview">
          <EditPreview read={read} />
        </div>
      </Section>
    </>
  )
}
