import type { Child, PropsWithChildren } from 'hono/jsx'
import { duration, exactDuration, grouped, isoDuration } from '../../functions/lib/text/format'
import { classes, Icon, projectClass, Svg } from './icon'
import { useHref } from './uses'

type ProgressProps = { value: number; max?: number; label: string; class?: string }

/** A progress bar. Without `max`, `value` is a percentage. */
export const Progress = ({ value, max = 100, label, class: more }: ProgressProps) => (
  <progress class={more} value={Math.min(value, max)} max={max} aria-label={label}>
    {Math.floor((100 * value) / max)}%
  </progress>
)

const fills = { solid: 'fill', soft: 'fill-soft', open: 'fill-open', over: 'fill-[url(#hatch)]' }

type SparkPart = {
  value: number
  /**
   * `solid` is counted time, `soft` is below the target, `open` is still open, `over` is above the target; or a
   * project's colour.
   */
  tone?: keyof typeof fills
  project?: string | null
}

type SparkProps = {
  /** Value at full width. */
  max: number
  parts: SparkPart[]
  /** Value at which the target mark is drawn. */
  target?: number
  /** Label for screen readers. Without it the bar is hidden from them, for example because the figure is next to it. */
  label?: string
  /** Height of the bar in px. */
  height?: number
  class?: string
}

/** Pattern of `fill-[url(#hatch)]`. */
export const Hatch = () => (
  <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect class="fill-heat-0" width="5" height="5" />
    <path class="stroke-[1.5] stroke-accent" d="M1.5 0v5" />
  </pattern>
)

/** A thin bar in parts, with a mark at the target. */
export const Spark = ({ max, parts, target, label, height = 8, class: more }: SparkProps) => {
  const percent = (value: number) => `${max > 0 ? Math.round((1000 * Math.min(value, max)) / max) / 10 : 0}%`
  const starts = parts.map((_, index) => parts.slice(0, index).reduce((sum, part) => sum + part.value, 0))
  return (
    <Svg
      class={classes('spark', more)}
      height={height}
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : 'true'}
    >
      {parts.some(({ tone }) => tone === 'over') && <Hatch />}
      {parts.map(({ value, tone = 'solid', project }, index) => (
        <rect
          class={project === undefined ? fills[tone] : classes('fill-project', projectClass(project))}
          x={index > 0 ? percent(starts[index] ?? 0) : undefined}
          width={percent(value)}
          {...(tone === 'open' ? { y: '.5', height: height - 1 } : { height })}
        />
      ))}
      {target !== undefined && (
        <line class="stroke-2 stroke-ink" x1={percent(target)} x2={percent(target)} y1="-3" y2={height + 3} />
      )}
    </Svg>
  )
}

type GaugeProps = PropsWithChildren<{
  /** Undefined if there is nothing to compare with. */
  bar?: Child
  title?: string
  class?: string
  /** Minimum width of the figure, so that figures in a list align. */
  room?: string
  /** True to hide the bar on a phone. */
  hidesBar?: boolean
}>

/** A bar and its figure, at the end of a row. */
export const Gauge = (props: GaugeProps) => {
  const { bar, title, class: more, room = 'min-w-17 @lg:min-w-32', hidesBar, children } = props
  return (
    <div class={classes('flex items-center justify-end gap-2', more)} title={title}>
      {bar && <div class={classes('w-9 flex-none @lg:w-28', hidesBar && 'max-sm:hidden')}>{bar}</div>}
      <div class={room}>{children}</div>
    </div>
  )
}

/** Tooltip with the duration to the second, if `duration` leaves seconds out. */
const exactTitle = (seconds: number) => {
  const exact = exactDuration(seconds)
  return exact === duration(seconds) ? undefined : exact
}

/** A duration in text: `2h 10m`, with the exact value in its title and its `datetime`. */
export const Duration = ({ seconds, class: name }: { seconds: number; class?: string }) => (
  <time class={name} datetime={isoDuration(seconds)} title={exactTitle(seconds)}>
    {duration(seconds)}
  </time>
)

/** A table cell with a duration, linked to `href`; null shows “none”. `data-*` attributes are passed on. */
export const DurationCell = ({ seconds, href, ...rest }: { seconds: number | null; href?: string; class?: string }) => (
  <td class="num" {...rest}>
    {seconds === null ? (
      <span class="grey">none</span>
    ) : useHref(href) ? (
      <a href={href} data-figure={seconds}>
        <Duration seconds={seconds} />
      </a>
    ) : (
      <Duration seconds={seconds} />
    )}
  </td>
)

/** A table cell with a count, linked to `href`. */
export const CountCell = ({ count, href, ...rest }: { count: number; href?: string }) => (
  <td class="num" {...rest}>
    {useHref(href) && count > 0 ? (
      <a href={href} data-figure={count}>
        {grouped(count)}
      </a>
    ) : (
      <span class={count > 0 ? undefined : 'grey'}>{grouped(count)}</span>
    )}
  </td>
)

type FigureLook = {
  /** True for the main figure of a page. */
  hero?: boolean
  /** Path of the list behind the figure. */
  href?: string
}

/** `value` must equal a `data-total` on the linked page; a test follows all such links. */
const Shown = ({ hero, href, value, children }: PropsWithChildren<FigureLook & { value?: number }>) =>
  useHref(href) ? (
    <a
      class={classes('figure inline-block min-h-6 min-w-6 content-center', hero && 'hero')}
      href={href}
      data-figure={value}
    >
      {children}
    </a>
  ) : (
    <span class={classes('figure', hero && 'hero')} data-total={value}>
      {children}
    </span>
  )

/** A duration with separate elements for its units, which `.figure` makes small. */
export const DurationUnits = ({ seconds }: { seconds: number }) => (
  <time datetime={isoDuration(seconds)} title={exactTitle(seconds)}>
    {[...duration(seconds).matchAll(/([\d,]+)(\D+)/g)].map(([, number, unit]) => (
      <>
        {number}
        <i>{unit?.trim()}</i>{' '}
      </>
    ))}
  </time>
)

/** A duration as a figure, with large numbers and small units. */
export const Figure = ({ seconds, ...look }: FigureLook & { seconds: number }) => (
  <Shown {...look} value={seconds}>
    <DurationUnits seconds={seconds} />
  </Shown>
)

/** A count as a figure: `12 days`. */
export const Count = ({ value, unit, ...look }: FigureLook & { value: Child; unit?: string }) => (
  <Shown {...look} value={typeof value === 'number' ? value : undefined}>
    {typeof value === 'number' ? grouped(value) : value}
    {unit && <i> {unit}</i>}
  </Shown>
)

/** A figure with text next to it, on one line. */
export const FigureLine = ({ id, class: more, children }: PropsWithChildren<{ id?: string; class?: string }>) => (
  <p class={classes('figure-line', more)} id={id}>
    {children}
  </p>
)

/** Figures of a page in a row. On a phone each has a line: its name, and the figure at the end. */
export const Kpis = ({ id, class: more, children }: PropsWithChildren<{ id?: string; class?: string }>) => (
  <dl class={classes('kpis named-values', more)} id={id}>
    {children}
  </dl>
)

export const Kpi = ({ label, note, children }: PropsWithChildren<{ label: string; note?: Child }>) => (
  <div>
    <dt>{label}</dt>
    <dd>
      {children}
      {note && <small>{note}</small>}
    </dd>
  </div>
)

type NamedFigure = FigureLook & { label: string; note?: Child }

export const FigureKpi = ({ label, note, ...figure }: NamedFigure & { seconds: number }) => (
  <Kpi label={label} note={note}>
    <Figure {...figure} />
  </Kpi>
)

export const CountKpi = ({ label, note, count, ...look }: NamedFigure & { count: number; unit?: string }) => (
  <Kpi label={label} note={note}>
    <Count value={count} {...look} />
  </Kpi>
)

export type TableColumn = {
  label: string
  /** True to align the column right, like its cells with class `num`. */
  numeric?: boolean
  /** Link that sorts by this column, and the current sort direction. */
  sort?: { href: string; now?: 'ascending' | 'descending' }
  unseen?: boolean
  class?: string
}

type TableProps = PropsWithChildren<{
  caption: string
  columns: TableColumn[]
  /** True if the table becomes a list on a phone: each row is a block, and `data-label` precedes a cell's figure. */
  listed?: boolean
  unseenHead?: boolean
  bars?: TableBars
  id?: string
  class?: string
  foot?: Child
}>

const barLooks = {
  /** Bars in the second column, which takes the remaining width. */
  wide: '*:*:*:[th]:w-px *:*:*:[th]:whitespace-nowrap *:*:*:nth-2:w-full',
  /** On a phone each bar is below the name and the figures of its row. */
  below: 'bars-below',
}

export type TableBars = (keyof typeof barLooks)[]

const ColumnHead = ({ label, numeric, sort, unseen, class: more }: TableColumn) => (
  <th scope="col" class={classes(numeric && 'num', sort?.now && 'font-strong text-ink', more)} aria-sort={sort?.now}>
    {sort ? (
      <a href={sort.href}>
        {label}{' '}
        {sort.now && (
          <span class="*:size-3">
            <Icon name={sort.now === 'ascending' ? 'up' : 'down'} />
          </span>
        )}
      </a>
    ) : (
      <span class={unseen ? 'sr-only' : undefined}>{label}</span>
    )}
  </th>
)

export const Table = (props: TableProps) => {
  const { caption, columns, listed, unseenHead, bars = [], class: more, id, foot, children } = props
  return (
    <table class={classes('data', listed && 'listed', ...bars.map((bar) => barLooks[bar]), more)} id={id}>
      <caption class="sr-only">{caption}</caption>
      <thead class={classes(unseenHead && 'sr-only', listed && 'max-lg:sr-only')}>
        <tr>
          {columns.map((column) => (
            <ColumnHead {...column} />
          ))}
        </tr>
      </thead>
      <tbody class={classes(listed && 'max-lg:block')}>{children}</tbody>
      {foot && <tfoot class="font-strong">{foot}</tfoot>}
    </table>
  )
}

export const SwatchPicture = ({ children }: PropsWithChildren) => (
  <Svg class="size-4 stroke-current" viewBox="0 0 16 16" aria-hidden="true">
    {children}
  </Svg>
)

export const Swatch = ({ fill, words }: { fill: string; words: string }) => (
  <span>
    <SwatchPicture>
      <rect class={fill} width="16" height="16" stroke="none" />
    </SwatchPicture>{' '}
    {words}
  </span>
)
