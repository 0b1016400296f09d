import type { Child } from 'hono/jsx'
import type { PublicChunk, ShownChunk } from '../../../functions/learning/plan-pages/page-data'
import {
  type ChunkStatus,
  chunkCardPath,
  chunkPath,
  chunkStatuses,
  chunkStatusNames,
} from '../../../functions/learning/plans/schema'
import { duration } from '../../../functions/lib/text/format'
import { Badge, InWords, Menu } from '../../ui/button'
import { classes, Icon, type IconName } from '../../ui/icon'
import { MenuLink, MenuPost, TickButton } from '../../ui/item'
import { RenderedMarkdown, RowActions, Section } from '../../ui/section'

type ChunkProps = { planId: string; chunk: ShownChunk }

type RowProps = ChunkProps & { isNext: boolean; mayEdit: boolean }

/** Button that marks a chunk as completed, or as not completed again. */
const Tick = (props: ChunkProps) => {
  const { id, title, status } = props.chunk
  const isDone = status === 'completed'
  return (
    <TickButton
      url={chunkPath(props.planId, id, 'status')}
      id={`chunk-${id}-done`}
      name={title}
      isDone={isDone}
      word="Completed"
    >
      <input type="hidden" name="status" value={isDone ? 'not_started' : 'completed'} />
    </TickButton>
  )
}

const statusActions: Record<ChunkStatus, [label: string, icon: IconName]> = {
  not_started: ['Mark as not started', 'undo'],
  in_progress: ['Mark as in progress', 'play'],
  completed: ['Mark as completed', 'check'],
  skipped: ['Skip', 'right'],
}

const ListOf = ({ title, items }: { title: string; items: Child[] }) =>
  items.length > 0 ? (
    <>
      <h4>{title}</h4>
      <ul dir="auto">
        {items.map((item) => (
          <li>{item}</li>
        ))}
      </ul>
    </>
  ) : null

/** Planned time, and the excess of tracked time over it. Both are in seconds. */
export const PlannedTime = ({ tracked, planned }: { tracked: number; planned: number }) => (
  <>
    {duration(planned)}
    {tracked >= planned + 60 ? (
      <>
        , <Badge tone="warning">{duration(tracked - planned)} over</Badge>
      </>
    ) : (
      ' planned'
    )}
  </>
)

const tones = { in_progress: 'accent', skipped: 'neutral' } as const

const hasContent = ({ objectives, resources, deliverable, text }: PublicChunk) =>
  objectives.length + resources.length > 0 || deliverable !== null || text !== null

/** Columns of a chunk, which align its time with the times of the sessions below. */
const lineLook = 'grid grid-cols-[minmax(0,1fr)_1rem] items-center gap-x-2 @2xl:grid-cols-[minmax(0,1fr)_auto_1.375rem]'

/** Title, status and times of a chunk; may be used inside a `summary`. */
const Line = ({ chunk, folds }: { chunk: ShownChunk; folds?: boolean }) => {
  const { title, status, duration_minutes, tracked_seconds } = chunk
  const isShown = status === 'in_progress' || status === 'skipped'
  return (
    <>
      <h3
        class={classes(
          'row-title py-1 text-text font-regular group-hover:text-accent',
          (status === 'completed' || status === 'skipped') && 'text-grey',
        )}
      >
        <bdi>{title}</bdi>
      </h3>
      <span class="row-meta col-start-1 flex gap-3 @2xl:col-start-2">
        <InWords.Provider value={true}>
          {isShown && (
            <span>
              <Badge tone={tones[status]}>{chunkStatusNames[status]}</Badge>
            </span>
          )}
          <span>
            {tracked_seconds > 0 && `${duration(tracked_seconds)} ${duration_minutes === null ? 'tracked' : 'of '}`}
            {duration_minutes !== null && <PlannedTime tracked={tracked_seconds} planned={duration_minutes * 60} />}
          </span>
        </InWords.Provider>
      </span>
      {folds && (
        <span class="-col-start-2 row-start-1 grid justify-self-end text-grey in-open:rotate-90">
          <Icon name="right" />
        </span>
      )}
    </>
  )
}

/** Introduction of a plan; nothing if the plan has none. */
export const Introduction = ({ text, class: more }: { text: Child; class?: string }) =>
  text && (
    <Section id="plan-introduction" title="About">
      <RenderedMarkdown class={classes('pt-2', more)}>
        <div dir="auto">{text}</div>
      </RenderedMarkdown>
    </Section>
  )

/** Objectives, resources, deliverable and text of a chunk. */
export const ChunkContent = ({ chunk }: { chunk: PublicChunk }) => (
  <RenderedMarkdown>
    <ListOf title="Objectives" items={chunk.objectives} />
    <ListOf title="Resources" items={chunk.resources} />
    {chunk.deliverable && (
      <>
        <h4>Deliverable</h4>
        <p dir="auto">{chunk.deliverable}</p>
      </>
    )}
    {chunk.text && <div dir="auto">{chunk.text}</div>}
  </RenderedMarkdown>
)

/** Content of a chunk. If there is any, the chunk's line expands it. */
const Content = ({ chunk, open }: { chunk: ShownChunk; open: boolean }) =>
  hasContent(chunk) ? (
    <details id={`chunk-${chunk.id}-content`} open={open} class="open:pb-3">
      <summary class={`group ${lineLook}`}>
        <Line chunk={chunk} folds />
      </summary>
      <ChunkContent chunk={chunk} />
    </details>
  ) : (
    <div class={lineLook}>
      <Line chunk={chunk} />
    </div>
  )

/** Classes of a chunk's row, which begins with a circle or a grip. */
export const chunkLook = 'min-h-11 scroll-mt-8 grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-x-2 py-1.75'

/** A chunk on a plan's page. The next chunk is expanded. */
export const ChunkRow = ({ planId, chunk, isNext, mayEdit }: RowProps) => {
  const { id, title, status } = chunk
  return (
    <li class={chunkLook} id={`chunk-${id}`} data-card-form={chunkCardPath(planId, id)}>
      <Tick planId={planId} chunk={chunk} />
      <Content chunk={chunk} open={isNext} />
      <RowActions>
        <Menu label={`More for ${title}`}>
          {mayEdit && <MenuLink icon="edit" label="Edit" href={chunkPath(planId, id, 'edit')} />}
          <MenuLink icon="cards" label="Add a card" href={chunkCardPath(planId, id)} />
          {chunkStatuses
            .filter((one) => one !== status)
            .map((one) => {
              const [label, icon] = statusActions[one]
              return (
                <MenuPost action={chunkPath(planId, id, 'status')} label={label} icon={icon} swapsNothing>
                  <input type="hidden" name="status" value={one} />
                </MenuPost>
              )
            })}
        </Menu>
      </RowActions>
    </li>
  )
}
