import { duration, plural } from '../../../functions/lib/format'
import type { AnyDraft } from '../../../functions/lib/resource/pages'
import type { ReadChunk } from '../../../functions/plans/markdown/read'
import { chunkPath, planPath } from '../../../functions/plans/paths'
import type { PlanWithChunks } from '../../../functions/plans/schema'
import { chunkStatusNames } from '../../../functions/plans/words'
import { ActLink } from '../../ui/button'
import { ErrorSummary } from '../../ui/form'
import { MenuLink, MenuPost } from '../../ui/item-actions'
import { Menu } from '../../ui/menu'
import { Grip, Moves, ReorderForm, reorderId } from '../../ui/reorder'
import { RowActions, RowList, RowMeta, RowTitle } from '../../ui/rows'
import { EditTabs } from '../details'
import { AddChunk } from './form'

const list = 'chunk'

type RowProps = {
  plan: Pick<PlanWithChunks, 'id' | 'chunk_seconds'>
  chunk: ReadChunk
  first: boolean
  last: boolean
}

const ChunkItem = ({ plan, chunk, first, last }: RowProps) => {
  const { id, title, status, duration_minutes, objectives, resources } = chunk
  const path = (action: string) => chunkPath(plan.id, id, action)
  const tracked = plan.chunk_seconds.get(id) ?? 0
  return (
    <li class="chunk" id={`chunk-${id}`} data-id={id}>
      <Grip list={list} id={id} name={title} url={path('move')} />
      <div class="what">
        <RowTitle href={path('edit')} id={`chunk-${id}-title`} name={title} />
        <RowMeta
          parts={[
            chunkStatusNames[status],
            duration_minutes !== null && `${duration(duration_minutes * 60)} planned`,
            tracked > 0 && `${duration(tracked)} tracked`,
            objectives.length > 0 && plural(objectives.length, 'objective'),
            resources.length > 0 && plural(resources.length, 'resource'),
          ]}
        />
      </div>
      <RowActions>
        <ActLink icon="edit" label={`Edit ${title}`} href={path('edit')} />
        <Menu label={`More for ${title}`}>
          <Moves url={path('move')} first={first} last={last} />
          <MenuLink icon="split" label="Split in two" href={path('split')} />
          {!last && <MenuPost action={path('merge')} label="Merge with the next" icon="merge" swapsNothing />}
          <MenuPost action={path('delete')} label="Delete" icon="trash" danger swapsNothing />
        </Menu>
      </RowActions>
    </li>
  )
}

type ListProps = { plan: PlanWithChunks; chunks: ReadChunk[] }

/** client/row-dragging.ts lets a pointer drag the rows. */
export const ChunkList = ({ plan, chunks }: ListProps) => (
  <div id="chunk-list">
    {chunks.length === 0 && <p class="hint">No chunks yet. Add the first one below.</p>}
    <RowList
      id="chunk-rows"
      ordered
      data-reorder={reorderId(list)}
      rows={chunks}
      item={(chunk, index) => (
        <ChunkItem plan={plan} chunk={chunk} first={index === 0} last={index === chunks.length - 1} />
      )}
    />
  </div>
)

type PageProps = ListProps & {
  /** An invalid new chunk. */
  draft?: AnyDraft
  /** Errors of the last change as a whole. */
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
