import type { Child, PropsWithChildren } from 'hono/jsx'
import { Spark } from '../../ui/figure'
import { Icon } from '../../ui/icon'

const columns =
  'grid grid-cols-[minmax(0,1fr)] gap-4 min-[68rem]:grid-cols-[minmax(0,1fr)_21rem] min-[68rem]:grid-rows-[auto_1fr] min-[68rem]:gap-x-8 min-[68rem]:gap-y-5'

/** A day as a list, with its clock: on a wide screen next to the list, else below it. `sum` comes first. */
export const DayColumns = ({ sum, side, children }: PropsWithChildren<{ sum?: Child; side: Child }>) => (
  <div class={columns}>
    {sum}
    {children}
    <div class="*:[section]:mt-6 min-[68rem]:col-start-2 min-[68rem]:row-start-2">{side}</div>
  </div>
)

/** Grid place of the list in `DayColumns`. */
export const listPlace = 'min-[68rem]:col-start-1 min-[68rem]:row-[1/span_2]'

const loadLook =
  'mb-2 flex min-h-6 items-center gap-3 text-small whitespace-nowrap *:[a,b]:py-0 *:[a,b]:leading-6 *:[a,b]:font-strong *:[a,b]:text-warning'

/** Hours of a day or a week as a thin bar, with text next to it, in which a link or `<b>` marks the excess. */
export const LoadBar = ({
  id,
  children,
  ...spark
}: PropsWithChildren<Parameters<typeof Spark>[0] & { id?: string }>) => (
  <p class={loadLook} id={id} data-max={Math.round(spark.max)}>
    <Spark class="min-w-0 flex-1" height={4} {...spark} />
    {children}
  </p>
)

const partLook = 'border-b border-line text-small text-grey'

/** Heading of a part of a list. */
export const PartHead = ({ tag: Tag = 'h3', children }: PropsWithChildren<{ tag?: 'h2' | 'h3' }>) => (
  <Tag class={`${partLook} pt-4 pb-1 font-regular`}>{children}</Tag>
)

type FoldProps = PropsWithChildren<{ id: string; title: string; summary: Child; open?: boolean }>

/** A part of a list that can be collapsed. */
export const PartFold = ({ id, title, summary, open, children }: FoldProps) => (
  <details id={id} class="group/fold" open={open} data-fold>
    <summary
      class={`${partLook} flex min-h-control items-center gap-2 py-1 group-open/fold:*:[i]:rotate-90 hover:text-ink *:[i]:size-3`}
    >
      <Icon name="right" />
      <h2 class="text-small font-regular">{title}</h2>
      <span class="ml-auto *:[b]:text-ink">{summary}</span>
    </summary>
    {children}
  </details>
)
