import type { Child, PropsWithChildren } from 'hono/jsx'
import { duration, exactDuration, grouped, isoDuration } from '../../functions/lib/format'
import { classes } from './classes'

/** A duration among words: `2h 10m`, exact in its title and for machines. */
export const Duration = ({ seconds, class: name }: { seconds: number; class?: string }) => (
  <time class={name} datetime={isoDuration(seconds)} title={exactDuration(seconds)}>
    {duration(seconds)}
  </time>
)

/** A table cell with a duration, which `href` makes a link; null says that there is none. Passes `data-*` on. */
export const DurationCell = ({ seconds, href, ...rest }: { seconds: number | null; href?: string }) => (
  <td class="num" {...rest}>
    {seconds === null ? (
      <span class="grey">none</span>
    ) : href ? (
      <a href={href} data-figure={seconds}>
        <Duration seconds={seconds} />
      </a>
    ) : (
      <Duration seconds={seconds} />
    )}
  </td>
)

/** A table cell with a count, empty for none, which `href` makes a link. */
export const CountCell = ({ count, href, ...rest }: { count: number; href?: string }) => (
  <td class="num" {...rest}>
    {href && count > 0 ? (
      <a href={href} data-figure={count}>
        {grouped(count)}
      </a>
    ) : (
      count > 0 && grouped(count)
    )}
  </td>
)

type FigureLook = {
  /** The one figure of a page. */
  hero?: boolean
  /** The list that makes it up. */
  href?: string
}

/** `value` is found again as a `data-total` at the end of the link; a test follows all of them. */
const Shown = ({ hero, href, value, children }: PropsWithChildren<FigureLook & { value?: number }>) =>
  href ? (
    <a class={classes('figure', hero && 'hero')} href={href} data-figure={value}>
      {children}
    </a>
  ) : (
    <span class={classes('figure', hero && 'hero')} data-total={value}>
      {children}
    </span>
  )

/** A duration as a figure: its numbers large, their units small. */
export const Figure = ({ seconds, ...look }: FigureLook & { seconds: number }) => (
  <Shown {...look} value={seconds}>
    <time datetime={isoDuration(seconds)} title={exactDuration(seconds)}>
      {[...duration(seconds).matchAll(/([\d,]+)(\D+)/g)].map(([, number, unit]) => (
        <>
          {number}
          <i>{unit?.trim()}</i>{' '}
        </>
      ))}
    </time>
  </Shown>
)

/** A count as a figure: `12 days`. */
export const Count = ({ value, unit, ...look }: FigureLook & { value: Child; unit?: string }) => (
  <Shown {...look} value={typeof value === 'number' ? value : undefined}>
    {typeof value === 'number' ? grouped(value) : value}
    {unit && <i> {unit}</i>}
  </Shown>
)

/** A figure and what stands beside it, on one line. */
export const FigureLine = ({ children }: PropsWithChildren) => <p class="figure-line">{children}</p>

/** A figure with its name above and a note below. */
export const Labelled = ({ label, note, children }: PropsWithChildren<{ label: string; note?: Child }>) => (
  <div>
    <span class="figure-label">{label}</span>
    {children}
    {note && <p class="hint">{note}</p>}
  </div>
)

/** The figures of a page in a row. */
export const Kpis = ({ id, children }: PropsWithChildren<{ id?: string }>) => (
  <dl class="kpis" id={id}>
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
