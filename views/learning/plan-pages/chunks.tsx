import type { ChunkValues } from '../../../functions/learning/plans/markdown/edit'
import { titleLength } from '../../../functions/learning/plans/markdown/front-matter'
import type { ReadChunk } from '../../../functions/learning/plans/markdown/read'
import type { PlanWithChunks } from '../../../functions/learning/plans/schema'
import {
  chunkPath,
  chunkStatusNames,
  chunksPath,
  type PartOfChunks,
  partQuery,
  planPath,
} from '../../../functions/learning/plans/schema'
import type { AnyDraft } from '../../../functions/lib/http/form'
import { duration, grouped, plural } from '../../../functions/lib/text/format'
import { Actions, ActLink, Button, Cancel, Menu } from '../../ui/button'
import { Field, optionsOf, Select } from '../../ui/field'
import { draftFields, EditForm, ErrorSummary, Fields } from '../../ui/form'
import { MenuLink, MenuPost } from '../../ui/item'
import { Grip, MoveMenuItems, ReorderForm, reorderId } from '../../ui/reorder'
import { joinFacts, Pagination, RowActions, RowList, RowMeta, RowTitle } from '../../ui/section'
import { chunkLook } from './chunk'
import { EditTabs } from './details'

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
  const field = draftFields(typedOf(chunk), draft, idPrefix)
  return (
    <>
      <Field label="Objectives" type="textarea" rows={4} wide dir="auto" hint="One per line" {...field('objectives')} />
      <Field
        label="Resources"
        type="textarea"
        wide
        dir="auto"
        hint="Links or titles, one per line"
        {...field('resources')}
      />
      <Field label="Deliverable" wide dir="auto" maxlength={2000} {...field('deliverable')} />
      <Field label="Text" type="textarea" rows={6} wide dir="auto" hint="You can use Markdown" {...field('text')} />
    </>
  )
}

const DurationField = (props: ReturnType<ReturnType<typeof draftFields>>) => (
  <Field label="Duration" autocomplete="off" placeholder="1h" hint="e.g. 1h 30m" {...props} />
)

type EditProps = { planId: string; chunk: ReadChunk; seen: string; draft?: AnyDraft }

/** `/plans/:id/chunks/:chunk/edit` */
export const EditChunk = ({ planId, chunk, seen, draft }: EditProps) => {
  const idPrefix = 'chunk'
  const field = draftFields(typedOf(chunk), draft, idPrefix)
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

/** Form of a new chunk below the list. Only the title is required. */
export const AddChunk = ({ planId, draft }: { planId: string; draft?: AnyDraft }) => {
  const idPrefix = 'new-chunk'
  const field = draftFields(typedOf(undefined), draft, idPrefix)
  const url = chunksPath(planId)
  return (
    <EditForm
      label="New chunk"
      id="chunk-add"
      class="mt-5"
      action={url}
      hx-post={url}
      hx-target="this"
      hx-swap="outerHTML"
      data-lines={`${idPrefix}-title`}
    >
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
        <summary class="link">Objectives, resources, text</summary>
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

const list = 'chunk'

type RowProps = {
  plan: Pick<PlanWithChunks, 'id' | 'chunk_seconds'>
  chunk: ReadChunk
  first: boolean
  last: boolean
}

/** Number of parts: `2 objectives, 1 resource`. */
export const chunkContentText = ({ objectives, resources }: Record<'objectives' | 'resources', unknown[]>) =>
  joinFacts(
    objectives.length > 0 && plural(objectives.length, 'objective'),
    resources.length > 0 && plural(resources.length, 'resource'),
  )

const ChunkItem = ({ plan, chunk, first, last }: RowProps) => {
  const { id, title, status, duration_minutes } = chunk
  const path = (action: string) => chunkPath(plan.id, id, action)
  const tracked = plan.chunk_seconds.get(id) ?? 0
  return (
    <li class={chunkLook} id={`chunk-${id}`} data-id={id}>
      <Grip list={list} id={id} name={title} />
      <div>
        <RowTitle href={path('edit')} id={`chunk-${id}-title`} name={title} />
        <RowMeta
          parts={[
            chunkStatusNames[status],
            joinFacts(
              duration_minutes !== null && `${duration(duration_minutes * 60)} planned`,
              tracked > 0 && `${duration(tracked)} tracked`,
            ),
            chunkContentText(chunk),
          ]}
        />
      </div>
      <RowActions>
        <ActLink icon="edit" label={`Edit ${title}`} href={path('edit')} />
        <Menu label={`More for ${title}`}>
          <MoveMenuItems url={path('move')} first={first} last={last} />
          <MenuLink icon="split" label="Split in two" href={path('split')} />
          {!last && <MenuPost action={path('merge')} label="Merge with the next" icon="merge" swapsNothing />}
          <MenuPost action={path('delete')} label="Delete" icon="trash" danger swapsNothing />
        </Menu>
      </RowActions>
    </li>
  )
}

type ListProps = { plan: PlanWithChunks; part: PartOfChunks<ReadChunk> }

/** Links to the other parts of a plan with many chunks. */
export const ChunkParts = ({ part, path }: { part: PartOfChunks<{ id: string }>; path: string }) => (
  <Pagination
    range={`${part.start + 1}–${part.start + part.chunks.length} of ${grouped(part.total)}`}
    later={part.earlier === undefined ? undefined : { href: `${path}${partQuery(part.earlier)}`, label: 'Previous' }}
    earlier={part.later === undefined ? undefined : { href: `${path}${partQuery(part.later)}`, label: 'Next' }}
  />
)

/** Chunks to edit and reorder. client/lists/row-dragging.ts lets people drag the rows. */
export const ChunkList = ({ plan, part }: ListProps) => (
  <div id="chunk-list">
    {part.total === 0 && <p class="hint">No chunks yet. Add the first one below.</p>}
    <RowList
      id="chunk-rows"
      ordered
      data-reorder={reorderId(list)}
      rows={part.chunks}
      item={(chunk, index) => (
        <ChunkItem
          plan={plan}
          chunk={chunk}
          first={part.start + index === 0}
          last={part.start + index === part.total - 1}
        />
      )}
    />
    <ChunkParts part={part} path={chunksPath(plan.id)} />
  </div>
)

type PageProps = ListProps & {
  /** Invalid form of a new chunk. */
  draft?: AnyDraft
  /** Errors of the last change of the whole list. */
  errors?: string[]
}

/** `/plans/:id/chunks` */
export const ChunksPage = ({ draft, errors, ...props }: PageProps) => (
  <>
    <EditTabs planId={props.plan.id} current="chunks" />
    <ErrorSummary errors={errors} />
    <ChunkList {...props} />
    <ReorderForm list={list} url={planPath(props.plan.id, 'order')} />
    <AddChunk planId={props.plan.id} draft={draft} />
  </>
)
